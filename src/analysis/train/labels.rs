//! The label scorer: what a word is to its head, from the word, the head and the word's marker.

use super::batch::Batch;
use super::gemm::{add_nn, add_nt, add_tn};
use super::loss::cross_entropy;
use super::params::Params;
use super::rows::{add_columns, repeat};
use crate::analysis::net::format::Piece;
use crate::analysis::net::tree::markers;

/// A word, its head (`None` for the root) and its marker, as rows of the batch.
#[derive(Clone, Copy)]
struct Link {
    word: usize,
    head: Option<usize>,
    marker: Option<usize>,
}

/// The links of every word of `batch` under the heads given (0 for the root).
fn links(batch: &Batch<'_>, heads: &[Vec<usize>]) -> Vec<Link> {
    let mut links = Vec::with_capacity(batch.rows());
    for (heads, &offset) in heads.iter().zip(&batch.offsets) {
        for (i, (&head, marker)) in heads.iter().zip(markers(heads)).enumerate() {
            let head = (head > 0).then(|| offset + head - 1);
            links.push(Link {
                word: offset + i,
                head,
                marker: marker.map(|m| offset + m),
            });
        }
    }
    links
}

/// The inputs of the label scorer: rectified sums, then products.
fn label_inputs(params: &Params, hidden: &[f32], links: &[Link]) -> Vec<f32> {
    let d = &params.layout.dims;
    let (from, width) = (d.label_start(), d.label_width());
    let mut z = Vec::with_capacity(links.len() * width);
    for link in links {
        let own = &hidden[link.word * d.mlp() + from..][..width];
        let other = match link.head {
            Some(head) => &hidden[head * d.mlp() + from + width..][..width],
            None => params.get(Piece::RootLabel),
        };
        let marker = link
            .marker
            .map(|m| &hidden[m * d.mlp() + d.marker_start()..][..d.label]);
        for k in 0..d.label {
            let sum = own[k] + other[k] + marker.map_or(0.0, |m| m[k]);
            z.push(sum.max(0.1 * sum));
        }
        z.extend((d.label..width).map(|k| own[k] * other[k]));
    }
    z
}

/// Scores of every label for each word of `batch` under the heads given (0 for the root).
#[cfg(test)]
pub(crate) fn label_scores(
    params: &Params,
    batch: &Batch<'_>,
    hidden: &[f32],
    heads: &[Vec<usize>],
) -> Vec<f32> {
    score_labels(params, &label_inputs(params, hidden, &links(batch, heads)))
}

fn score_labels(params: &Params, z: &[f32]) -> Vec<f32> {
    let d = &params.layout.dims;
    let n = z.len() / d.label_width();
    let mut out = repeat(params.get(Piece::LabelBias), n);
    add_nt(
        (n, d.label_width(), d.labels),
        z,
        params.get(Piece::Label),
        &mut out,
    );
    out
}

/// Loss of the labels under the right heads, and its gradient.
pub(crate) fn step_labels(
    params: &Params,
    batch: &Batch<'_>,
    hidden: &[f32],
    heads: &[Vec<usize>],
    dhidden: &mut [f32],
    gradient: &mut [f32],
) -> f64 {
    let d = &params.layout.dims;
    let layout = &params.layout;
    let (n, width, label_width) = (batch.rows(), d.mlp(), d.label_width());
    let links = links(batch, heads);
    let z = label_inputs(params, hidden, &links);
    let mut labels = score_labels(params, &z);
    let gold = batch
        .examples
        .iter()
        .flat_map(|e| e.iter())
        .map(|i| i.label);
    let loss = cross_entropy(&mut labels, d.labels, gold, 1.0 / n as f32);
    add_tn(
        (d.labels, n, label_width),
        &labels,
        &z,
        &mut gradient[layout.range(Piece::Label)],
    );
    add_columns(&labels, &mut gradient[layout.range(Piece::LabelBias)]);
    let mut dz = vec![0.0; n * label_width];
    add_nn(
        (n, d.labels, label_width),
        &labels,
        params.get(Piece::Label),
        &mut dz,
    );
    let root_values = params.get(Piece::RootLabel);
    let root = layout.range(Piece::RootLabel).start;
    for (link, (z, dz)) in links.iter().zip(
        z.chunks_exact(label_width)
            .zip(dz.chunks_exact(label_width)),
    ) {
        let own = link.word * width + d.label_start();
        let other = link.head.map(|h| h * width + d.label_start() + label_width);
        for k in 0..label_width {
            let (down, dother) = if k < d.label {
                let g = if z[k] > 0.0 { dz[k] } else { 0.1 * dz[k] };
                if let Some(marker) = link.marker {
                    dhidden[marker * width + d.marker_start() + k] += g;
                }
                (g, g)
            } else {
                let value = other.map_or(root_values[k], |at| hidden[at + k]);
                (dz[k] * value, dz[k] * hidden[own + k])
            };
            dhidden[own + k] += down;
            match other {
                Some(at) => dhidden[at + k] += dother,
                None => gradient[root + k] += dother,
            }
        }
    }
    loss
}
