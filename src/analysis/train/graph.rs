//! The network over one batch, in single precision: forward, loss, backward.

use super::batch::{Batch, Dropout};
use super::gemm::{add_nn, add_nt, add_tn};
use super::labels::step_labels;
use super::loss::{Loss, cross_entropy};
use super::lstm::{self, Gradients, Trace, Weights};
use super::params::Params;
use super::rng::Rng;
use super::rows::{add_columns, add_row, gather, multiply, repeat, scatter};
use crate::analysis::net::format::Piece;

/// Scores of a batch.
pub(crate) struct Scores {
    /// For each row, the scores of the tags.
    pub(crate) tags: Vec<f32>,
    /// For each sentence of `n` words, `n` rows of `n + 1` head scores.
    pub(crate) arcs: Vec<Vec<f32>>,
    /// The layer above the encoder.
    pub(crate) hidden: Vec<f32>,
}

/// What the backward pass needs.
struct Caches {
    embedded: Vec<(f32, f32, f32)>,
    hidden_words: Vec<bool>,
    input_masks: Vec<Option<Vec<f32>>>,
    recurrent_masks: Vec<Option<Vec<f32>>>,
    traces: Vec<Trace>,
    encoded: Vec<f32>,
    mlp_mask: Option<Vec<f32>>,
    products: Vec<Vec<f32>>,
    heads: Vec<Vec<f32>>,
}

/// Scores of `batch`.
#[cfg(test)]
pub(crate) fn scores(params: &Params, batch: &Batch<'_>) -> Scores {
    forward(params, batch, Dropout::NONE, &mut Rng::new(0)).0
}

fn lstm_weights(params: &Params, layer: usize, direction: usize) -> Weights<'_> {
    Weights {
        input: params.get(Piece::LstmInput(layer, direction)),
        recurrent: params.get(Piece::LstmRecurrent(layer, direction)),
        bias: params.get(Piece::LstmBias(layer, direction)),
    }
}

fn embed(
    params: &Params,
    batch: &Batch<'_>,
    dropout: Dropout,
    rng: &mut Rng,
) -> (Vec<f32>, Vec<(f32, f32, f32)>, Vec<bool>) {
    let d = &params.layout.dims;
    let (words, grams, marks) = (
        params.get(Piece::Words),
        params.get(Piece::Grams),
        params.get(Piece::Marks),
    );
    let mut x = vec![0.0; batch.rows() * d.input()];
    let training = dropout.layer > 0.0;
    let keep = |rng: &mut Rng, rate: f32| {
        if rate > 0.0 && rng.unit() < rate {
            0.0
        } else {
            1.0
        }
    };
    let mut scales = Vec::with_capacity(batch.rows());
    let mut hidden_words = Vec::with_capacity(batch.rows());
    let items = batch.examples.iter().flat_map(|e| e.iter());
    for (row, item) in x.chunks_exact_mut(d.input()).zip(items) {
        let hide = training && rng.unit() < item.hide;
        let scale = (
            keep(rng, dropout.embedding),
            keep(rng, dropout.embedding),
            keep(rng, dropout.embedding),
        );
        let (word, rest) = row.split_at_mut(d.word);
        let (gram, mark) = rest.split_at_mut(d.gram);
        let id = if hide { 0 } else { item.word as usize };
        add_row(word, &words[id * d.word..][..d.word], scale.0);
        let each = scale.1 / (item.grams.len().max(1) as f32).sqrt();
        for &id in &item.grams {
            add_row(gram, &grams[id as usize * d.gram..][..d.gram], each);
        }
        for &id in &item.marks {
            add_row(mark, &marks[id as usize * d.mark..][..d.mark], scale.2);
        }
        scales.push((scale.0, each, scale.2));
        hidden_words.push(hide);
    }
    (x, scales, hidden_words)
}

fn forward(
    params: &Params,
    batch: &Batch<'_>,
    dropout: Dropout,
    rng: &mut Rng,
) -> (Scores, Caches) {
    let d = params.layout.dims;
    let n = batch.rows();
    let (mut x, embedded, hidden_words) = embed(params, batch, dropout, rng);
    let (mut input_masks, mut recurrent_masks, mut traces) = (Vec::new(), Vec::new(), Vec::new());
    for layer in 0..d.layers {
        let mask = batch.sentence_mask(d.layer_input(layer), dropout.layer, rng);
        multiply(&mut x, mask.as_ref());
        input_masks.push(mask);
        let mut out = vec![0.0; n * 2 * d.hidden];
        for direction in 0..2 {
            let recurrent = (dropout.recurrent > 0.0)
                .then(|| rng.mask(batch.examples.len() * d.hidden, dropout.recurrent));
            let rows = &batch.packed[direction];
            let packed = gather(rows, &x, d.layer_input(layer), 0, d.layer_input(layer));
            let trace = lstm::forward(
                lstm_weights(params, layer, direction),
                packed,
                &batch.starts,
                d.hidden,
                recurrent.as_deref(),
            );
            for (h, &row) in trace.h.chunks_exact(d.hidden).zip(rows) {
                out[row * 2 * d.hidden + direction * d.hidden..][..d.hidden].copy_from_slice(h);
            }
            recurrent_masks.push(recurrent);
            traces.push(trace);
        }
        x = out;
    }
    let mask = batch.sentence_mask(2 * d.hidden, dropout.layer, rng);
    multiply(&mut x, mask.as_ref());
    input_masks.push(mask);

    let width = d.mlp();
    let mut hidden = repeat(params.get(Piece::HiddenBias), n);
    add_nt(
        (n, 2 * d.hidden, width),
        &x,
        params.get(Piece::Hidden),
        &mut hidden,
    );
    for row in hidden.chunks_exact_mut(width) {
        row[..2 * d.arc + d.tag]
            .iter_mut()
            .for_each(|v| *v = v.max(0.1 * *v));
    }
    let mlp_mask = batch.sentence_mask(width, dropout.layer, rng);
    multiply(&mut hidden, mlp_mask.as_ref());

    let mut tags = repeat(params.get(Piece::TagBias), n);
    let rows: Vec<usize> = (0..n).collect();
    let tag_input = gather(&rows, &hidden, d.tag, 2 * d.arc, width);
    add_nt(
        (n, d.tag, d.tags),
        &tag_input,
        params.get(Piece::Tag),
        &mut tags,
    );

    let (mut arcs, mut products, mut heads) = (Vec::new(), Vec::new(), Vec::new());
    for pair in batch.offsets.windows(2) {
        let rows: Vec<usize> = (pair[0]..pair[1]).collect();
        let len = rows.len();
        let dependents = gather(&rows, &hidden, d.arc, 0, width);
        let mut governors = params.get(Piece::RootArc).to_vec();
        governors.extend(gather(&rows, &hidden, d.arc, d.arc, width));
        let mut product = repeat(params.get(Piece::ArcHeadBias), len);
        add_nn(
            (len, d.arc, d.arc),
            &dependents,
            params.get(Piece::ArcProduct),
            &mut product,
        );
        let mut scores = vec![0.0; len * (len + 1)];
        add_nt((len, d.arc, len + 1), &product, &governors, &mut scores);
        arcs.push(scores);
        products.push(product);
        heads.push(governors);
    }
    let caches = Caches {
        embedded,
        hidden_words,
        input_masks,
        recurrent_masks,
        traces,
        encoded: x,
        mlp_mask,
        products,
        heads,
    };
    (Scores { tags, arcs, hidden }, caches)
}

/// Loss of `batch`, a sum over words; adds its gradient, divided by the number of words, to `gradient`.
pub(crate) fn step(
    params: &Params,
    batch: &Batch<'_>,
    dropout: Dropout,
    rng: &mut Rng,
    gradient: &mut [f32],
) -> Loss {
    let d = params.layout.dims;
    let n = batch.rows();
    let weight = 1.0 / n as f32;
    let width = d.mlp();
    let (mut scores, caches) = forward(params, batch, dropout, rng);
    let items = || batch.examples.iter().flat_map(|e| e.iter());
    let layout = &params.layout;
    let mut loss = Loss::default();
    let mut dhidden = vec![0.0_f32; n * width];

    let heads: Vec<Vec<usize>> = batch
        .examples
        .iter()
        .map(|e| e.iter().map(|i| i.head).collect())
        .collect();
    loss.labels = step_labels(
        params,
        batch,
        &scores.hidden,
        &heads,
        &mut dhidden,
        gradient,
    );

    // Tags.
    loss.tags = cross_entropy(&mut scores.tags, d.tags, items().map(|i| i.tag), weight);
    let rows: Vec<usize> = (0..n).collect();
    let tag_input = gather(&rows, &scores.hidden, d.tag, 2 * d.arc, width);
    add_tn(
        (d.tags, n, d.tag),
        &scores.tags,
        &tag_input,
        &mut gradient[layout.range(Piece::Tag)],
    );
    add_columns(&scores.tags, &mut gradient[layout.range(Piece::TagBias)]);
    let mut dtag = vec![0.0; n * d.tag];
    add_nn(
        (n, d.tags, d.tag),
        &scores.tags,
        params.get(Piece::Tag),
        &mut dtag,
    );
    scatter(&dtag, &mut dhidden, 0, d.tag, 2 * d.arc, width);

    // Arcs.
    for (s, pair) in batch.offsets.windows(2).enumerate() {
        let len = pair[1] - pair[0];
        let arcs = &mut scores.arcs[s];
        for i in 0..len {
            arcs[i * (len + 1) + i + 1] = f32::NEG_INFINITY;
        }
        loss.arcs += cross_entropy(arcs, len + 1, heads[s].iter().copied(), weight);
        let mut dproduct = vec![0.0; len * d.arc];
        add_nn((len, len + 1, d.arc), arcs, &caches.heads[s], &mut dproduct);
        let mut dheads = vec![0.0; (len + 1) * d.arc];
        add_tn(
            (len + 1, len, d.arc),
            arcs,
            &caches.products[s],
            &mut dheads,
        );
        add_columns(&dproduct, &mut gradient[layout.range(Piece::ArcHeadBias)]);
        let rows: Vec<usize> = (pair[0]..pair[1]).collect();
        let dependents = gather(&rows, &scores.hidden, d.arc, 0, width);
        add_tn(
            (d.arc, len, d.arc),
            &dependents,
            &dproduct,
            &mut gradient[layout.range(Piece::ArcProduct)],
        );
        let mut ddependents = vec![0.0; len * d.arc];
        add_nt(
            (len, d.arc, d.arc),
            &dproduct,
            params.get(Piece::ArcProduct),
            &mut ddependents,
        );
        scatter(&ddependents, &mut dhidden, pair[0], d.arc, 0, width);
        add_row(
            &mut gradient[layout.range(Piece::RootArc)],
            &dheads[..d.arc],
            1.0,
        );
        scatter(&dheads[d.arc..], &mut dhidden, pair[0], d.arc, d.arc, width);
    }

    // The layer above the encoder. Dropped units have value 0 and mask 0.
    multiply(&mut dhidden, caches.mlp_mask.as_ref());
    for (dh, h) in dhidden
        .chunks_exact_mut(width)
        .zip(scores.hidden.chunks_exact(width))
    {
        for (dh, h) in dh.iter_mut().zip(h).take(2 * d.arc + d.tag) {
            *dh *= if *h > 0.0 { 1.0 } else { 0.1 };
        }
    }
    add_tn(
        (width, n, 2 * d.hidden),
        &dhidden,
        &caches.encoded,
        &mut gradient[layout.range(Piece::Hidden)],
    );
    add_columns(&dhidden, &mut gradient[layout.range(Piece::HiddenBias)]);
    let mut dx = vec![0.0; n * 2 * d.hidden];
    add_nn(
        (n, width, 2 * d.hidden),
        &dhidden,
        params.get(Piece::Hidden),
        &mut dx,
    );
    multiply(&mut dx, caches.input_masks[d.layers].as_ref());

    backward_encoder(params, batch, &caches, dx, gradient);
    loss
}

fn backward_encoder(
    params: &Params,
    batch: &Batch<'_>,
    caches: &Caches,
    mut dx: Vec<f32>,
    gradient: &mut [f32],
) {
    let d = params.layout.dims;
    let layout = &params.layout;
    let n = batch.rows();
    for layer in (0..d.layers).rev() {
        let inputs = d.layer_input(layer);
        let mut dinput = vec![0.0; n * inputs];
        for direction in 0..2 {
            let rows = &batch.packed[direction];
            let dh = gather(rows, &dx, d.hidden, direction * d.hidden, 2 * d.hidden);
            let at = layer * 2 + direction;
            let (input, recurrent, bias) = (
                layout.range(Piece::LstmInput(layer, direction)),
                layout.range(Piece::LstmRecurrent(layer, direction)),
                layout.range(Piece::LstmBias(layer, direction)),
            );
            // The three pieces lie one after the other; see `pieces`.
            let (first, rest) = gradient[input.start..bias.end].split_at_mut(input.len());
            let (second, third) = rest.split_at_mut(recurrent.len());
            let packed = lstm::backward(
                lstm_weights(params, layer, direction),
                &caches.traces[at],
                dh,
                &batch.starts,
                d.hidden,
                caches.recurrent_masks[at].as_deref(),
                &mut Gradients {
                    input: first,
                    recurrent: second,
                    bias: third,
                },
            );
            for (row, d) in rows.iter().zip(packed.chunks_exact(inputs)) {
                add_row(&mut dinput[row * inputs..(row + 1) * inputs], d, 1.0);
            }
        }
        multiply(&mut dinput, caches.input_masks[layer].as_ref());
        dx = dinput;
    }
    let (words, grams, marks) = (
        layout.range(Piece::Words),
        layout.range(Piece::Grams),
        layout.range(Piece::Marks),
    );
    let items = batch.examples.iter().flat_map(|e| e.iter());
    for (row, (item, (scale, &hide))) in items
        .zip(caches.embedded.iter().zip(&caches.hidden_words))
        .enumerate()
    {
        let dx = &dx[row * d.input()..(row + 1) * d.input()];
        let id = if hide { 0 } else { item.word as usize };
        add_row(
            &mut gradient[words.start + id * d.word..][..d.word],
            &dx[..d.word],
            scale.0,
        );
        for &id in &item.grams {
            add_row(
                &mut gradient[grams.start + id as usize * d.gram..][..d.gram],
                &dx[d.word..d.word + d.gram],
                scale.1,
            );
        }
        for &id in &item.marks {
            add_row(
                &mut gradient[marks.start + id as usize * d.mark..][..d.mark],
                &dx[d.word + d.gram..],
                scale.2,
            );
        }
    }
}
