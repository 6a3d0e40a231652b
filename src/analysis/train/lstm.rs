//! One direction of one LSTM layer over a batch of sentences, forward and backward.
//!
//! Rows are packed by time: the sentences, longest first, have their step `t` in rows
//! `steps.starts[t] .. starts[t + 1]`, in sentence order. Gates lie as input, forget, cell, output.

use super::gemm::{add_nn, add_nt, add_tn};
use crate::analysis::net::math::{sigmoid, tanh};

/// Weights of one direction; gradients have the same shape.
#[derive(Clone, Copy)]
pub(crate) struct Weights<'a> {
    pub(crate) input: &'a [f32],
    pub(crate) recurrent: &'a [f32],
    pub(crate) bias: &'a [f32],
}

/// What the backward pass needs of the forward pass.
pub(crate) struct Trace {
    /// Inputs, packed.
    x: Vec<f32>,
    /// Gates after their nonlinearities.
    gates: Vec<f32>,
    cells: Vec<f32>,
    /// Previous outputs after recurrent dropout.
    previous: Vec<f32>,
    /// Outputs, packed.
    pub(crate) h: Vec<f32>,
}

/// Runs the layer on packed inputs. `mask` has a row of recurrent dropout for each sentence.
pub(crate) fn forward(
    w: Weights<'_>,
    x: Vec<f32>,
    starts: &[usize],
    hidden: usize,
    mask: Option<&[f32]>,
) -> Trace {
    let n = starts.last().copied().unwrap_or(0);
    let inputs = x.len() / n.max(1);
    let mut gates = Vec::with_capacity(n * 4 * hidden);
    for _ in 0..n {
        gates.extend_from_slice(w.bias);
    }
    add_nt((n, inputs, 4 * hidden), &x, w.input, &mut gates);
    let mut trace = Trace {
        x,
        gates,
        cells: vec![0.0; n * hidden],
        previous: vec![0.0; n * hidden],
        h: vec![0.0; n * hidden],
    };
    for t in 0..starts.len() - 1 {
        let rows = starts[t]..starts[t + 1];
        if t > 0 {
            let count = rows.len() * hidden;
            let before = starts[t - 1] * hidden;
            let previous = &mut trace.previous[rows.start * hidden..rows.end * hidden];
            previous.copy_from_slice(&trace.h[before..before + count]);
            if let Some(mask) = mask {
                previous.iter_mut().zip(mask).for_each(|(p, m)| *p *= m);
            }
            let gates = &mut trace.gates[rows.start * 4 * hidden..rows.end * 4 * hidden];
            add_nt(
                (rows.len(), hidden, 4 * hidden),
                previous,
                w.recurrent,
                gates,
            );
        }
        for (b, row) in rows.enumerate() {
            let gates = &mut trace.gates[row * 4 * hidden..(row + 1) * 4 * hidden];
            let (input, rest) = gates.split_at_mut(hidden);
            let (forget, rest) = rest.split_at_mut(hidden);
            let (cell, output) = rest.split_at_mut(hidden);
            for gate in [&mut *input, &mut *forget, &mut *output] {
                gate.iter_mut().for_each(|g| *g = sigmoid(*g));
            }
            cell.iter_mut().for_each(|g| *g = tanh(*g));
            let (older, newer) = trace.cells.split_at_mut(row * hidden);
            let last = (t > 0).then(|| &older[(starts[t - 1] + b) * hidden..][..hidden]);
            for k in 0..hidden {
                let kept = last.map_or(0.0, |last| forget[k] * last[k]);
                newer[k] = kept + input[k] * cell[k];
                trace.h[row * hidden + k] = output[k] * tanh(newer[k]);
            }
        }
    }
    trace
}

/// Gradients of one direction, to which [`backward`] adds.
pub(crate) struct Gradients<'a> {
    pub(crate) input: &'a mut [f32],
    pub(crate) recurrent: &'a mut [f32],
    pub(crate) bias: &'a mut [f32],
}

/// From the gradient of the packed outputs to those of the weights and of the packed inputs (returned).
pub(crate) fn backward(
    w: Weights<'_>,
    trace: &Trace,
    mut dh: Vec<f32>,
    starts: &[usize],
    hidden: usize,
    mask: Option<&[f32]>,
    gradients: &mut Gradients<'_>,
) -> Vec<f32> {
    let n = starts.last().copied().unwrap_or(0);
    let mut dgates = vec![0.0; n * 4 * hidden];
    let mut dcells = vec![0.0_f32; n * hidden];
    for t in (0..starts.len() - 1).rev() {
        let rows = starts[t]..starts[t + 1];
        for (b, row) in rows.clone().enumerate() {
            let gates = &trace.gates[row * 4 * hidden..(row + 1) * 4 * hidden];
            let before = (t > 0).then(|| starts[t - 1] + b);
            for k in 0..hidden {
                let (i, f, g, o) = (
                    gates[k],
                    gates[hidden + k],
                    gates[2 * hidden + k],
                    gates[3 * hidden + k],
                );
                let squashed = tanh(trace.cells[row * hidden + k]);
                let d = dh[row * hidden + k];
                let dc = dcells[row * hidden + k] + d * o * (1.0 - squashed * squashed);
                let last = before.map_or(0.0, |p| trace.cells[p * hidden + k]);
                let out = &mut dgates[row * 4 * hidden..(row + 1) * 4 * hidden];
                out[k] = dc * g * i * (1.0 - i);
                out[hidden + k] = dc * last * f * (1.0 - f);
                out[2 * hidden + k] = dc * i * (1.0 - g * g);
                out[3 * hidden + k] = d * squashed * o * (1.0 - o);
                if let Some(p) = before {
                    dcells[p * hidden + k] += dc * f;
                }
            }
        }
        if t > 0 {
            let mut back = vec![0.0; rows.len() * hidden];
            let d = &dgates[rows.start * 4 * hidden..rows.end * 4 * hidden];
            add_nn((rows.len(), 4 * hidden, hidden), d, w.recurrent, &mut back);
            if let Some(mask) = mask {
                back.iter_mut().zip(mask).for_each(|(b, m)| *b *= m);
            }
            let target = &mut dh[starts[t - 1] * hidden..][..back.len()];
            target.iter_mut().zip(&back).for_each(|(t, b)| *t += b);
        }
    }
    let inputs = trace.x.len() / n.max(1);
    add_tn((4 * hidden, n, inputs), &dgates, &trace.x, gradients.input);
    add_tn(
        (4 * hidden, n, hidden),
        &dgates,
        &trace.previous,
        gradients.recurrent,
    );
    for row in dgates.chunks_exact(4 * hidden) {
        gradients
            .bias
            .iter_mut()
            .zip(row)
            .for_each(|(g, d)| *g += d);
    }
    let mut dx = vec![0.0; n * inputs];
    add_nn((n, 4 * hidden, inputs), &dgates, w.input, &mut dx);
    dx
}
