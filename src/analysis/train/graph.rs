//! The network over one batch, in single precision: forward, loss, backward.

use super::corpus::Example;
use super::gemm::{add_nn, add_nt, add_tn};
use super::lstm::{self, Gradients, Trace, Weights};
use super::params::Params;
use super::rng::Rng;
use crate::analysis::net::format::Piece;
use crate::analysis::net::math::exp;
use crate::analysis::net::tree::markers;

/// Rates of dropout in training.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dropout {
    /// Of a whole word, part or mark vector of a word.
    pub(crate) embedding: f32,
    /// Of units between layers; one mask for a sentence (Gal and Ghahramani 2016).
    pub(crate) layer: f32,
    /// Of units carried from word to word.
    pub(crate) recurrent: f32,
}

impl Dropout {
    /// No dropout: for measuring and for gradient checks.
    pub(crate) const NONE: Self = Self {
        embedding: 0.0,
        layer: 0.0,
        recurrent: 0.0,
    };
}

/// A batch: its examples, longest first, and their place in the rows of the matrices.
pub(crate) struct Batch<'a> {
    pub(crate) examples: Vec<&'a Example>,
    /// First row of each example, and the number of rows.
    pub(crate) offsets: Vec<usize>,
    /// First packed row of each time step, and the number of rows.
    starts: Vec<usize>,
    /// For each direction, the row of each packed row.
    packed: [Vec<usize>; 2],
}

impl<'a> Batch<'a> {
    pub(crate) fn new(mut examples: Vec<&'a Example>) -> Self {
        examples.sort_by_key(|e| std::cmp::Reverse(e.len()));
        let mut offsets = vec![0];
        for example in &examples {
            offsets.push(offsets[offsets.len() - 1] + example.len());
        }
        let mut starts = vec![0];
        let mut packed = [Vec::new(), Vec::new()];
        for t in 0..examples.first().map_or(0, |e| e.len()) {
            for (b, example) in examples.iter().enumerate().take_while(|(_, e)| e.len() > t) {
                packed[0].push(offsets[b] + t);
                packed[1].push(offsets[b] + example.len() - 1 - t);
            }
            starts.push(packed[0].len());
        }
        Self {
            examples,
            offsets,
            starts,
            packed,
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.offsets[self.offsets.len() - 1]
    }

    /// A mask of one random row for each sentence, spread over its rows.
    fn sentence_mask(&self, width: usize, rate: f32, rng: &mut Rng) -> Option<Vec<f32>> {
        if rate == 0.0 {
            return None;
        }
        let mut mask = Vec::with_capacity(self.rows() * width);
        for example in &self.examples {
            let row = rng.mask(width, rate);
            for _ in 0..example.len() {
                mask.extend_from_slice(&row);
            }
        }
        Some(mask)
    }
}

/// Scores of a batch.
pub(crate) struct Scores {
    /// For each row, the scores of the tags.
    pub(crate) tags: Vec<f32>,
    /// For each sentence of `n` words, `n` rows of `n + 1` head scores.
    pub(crate) arcs: Vec<Vec<f32>>,
    hidden: Vec<f32>,
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

/// Sums of losses and counts of right answers over a batch.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Loss {
    pub(crate) tags: f64,
    pub(crate) arcs: f64,
    pub(crate) labels: f64,
}

impl Loss {
    pub(crate) fn total(self) -> f64 {
        self.tags + self.arcs + self.labels
    }
}

fn multiply(values: &mut [f32], mask: Option<&Vec<f32>>) {
    if let Some(mask) = mask {
        values.iter_mut().zip(mask).for_each(|(v, m)| *v *= m);
    }
}

fn gather(rows: &[usize], source: &[f32], width: usize, from: usize, stride: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(rows.len() * width);
    for &row in rows {
        out.extend_from_slice(&source[row * stride + from..][..width]);
    }
    out
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

fn add_row(target: &mut [f32], source: &[f32], scale: f32) {
    target
        .iter_mut()
        .zip(source)
        .for_each(|(t, s)| *t += s * scale);
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

fn repeat(row: &[f32], times: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(row.len() * times);
    for _ in 0..times {
        out.extend_from_slice(row);
    }
    out
}

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
    scores: &Scores,
    heads: &[Vec<usize>],
) -> Vec<f32> {
    score_labels(
        params,
        &label_inputs(params, &scores.hidden, &links(batch, heads)),
    )
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

/// Cross-entropy of each row; scores become gradients times `weight`. A gold of `usize::MAX` counts nothing.
fn cross_entropy(
    scores: &mut [f32],
    width: usize,
    gold: impl Iterator<Item = usize>,
    weight: f32,
) -> f64 {
    let mut loss = 0.0_f64;
    for (row, gold) in scores.chunks_exact_mut(width).zip(gold) {
        if gold == usize::MAX {
            row.fill(0.0);
            continue;
        }
        let largest = row.iter().fold(f32::NEG_INFINITY, |m, &v| m.max(v));
        let mut sum = 0.0;
        for value in row.iter_mut() {
            *value = exp(*value - largest);
            sum += *value;
        }
        loss -= f64::from(row[gold] / sum).max(1e-30).ln();
        row.iter_mut().for_each(|v| *v *= weight / sum);
        row[gold] -= weight;
    }
    loss
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

/// Loss of the labels under the right heads, and its gradient.
fn step_labels(
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

/// Adds each row of `rows` to `sum`.
fn add_columns(rows: &[f32], sum: &mut [f32]) {
    for row in rows.chunks_exact(sum.len()) {
        add_row(sum, row, 1.0);
    }
}

/// Adds the rows of `source`, `width` wide, to columns `at` of rows `first` and after of `target`.
fn scatter(
    source: &[f32],
    target: &mut [f32],
    first: usize,
    width: usize,
    at: usize,
    stride: usize,
) {
    for (i, row) in source.chunks_exact(width).enumerate() {
        add_row(&mut target[(first + i) * stride + at..][..width], row, 1.0);
    }
}
