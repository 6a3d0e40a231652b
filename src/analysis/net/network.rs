use super::embed::{Embedder, Memory};
use super::format::{self, Dims, Matrix, ModelError, Piece, pieces};
use super::kernel::{LANES, OUTPUT_FACTOR, add_products, quantize};
use super::layer::{Dense, INPUT_FACTOR};
use super::lstm::{Direction, Lstm, Rows};
use super::math::exp;
use super::tree::best_tree;
use crate::lexicon::ReadForms;
use crate::ud::{Feats, Sentence, Token, Upos};
use smol_str::SmolStr;

/// Longest stretch of words analyzed as one; a longer sentence is analyzed in stretches, whose
/// roots hang on the first one's, so that time stays linear in the text.
pub const MAX_WORDS: usize = 256;

/// Words analyzed side by side, about.
const GROUP_WORDS: usize = 1024;

/// Relation of the stretches of an overlong sentence to its first.
const STRETCH_DEPREL: &str = "parataxis";

/// A trained tagger and parser.
#[derive(Clone, Debug)]
pub struct Network {
    dims: Dims,
    embedder: Embedder,
    layers: Vec<Lstm>,
    hidden: Dense,
    arc: Dense,
    arc_bias: Vec<f32>,
    root_arc: Vec<f32>,
    root_label: Vec<f32>,
    label: Dense,
    tag: Dense,
    tags: Vec<(Upos, Feats)>,
    labels: Vec<SmolStr>,
    root_deprel: usize,
}

/// A stretch of a sentence: which sentence, and its words from `start` to `end`.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    sentence: usize,
    start: usize,
    end: usize,
}

/// The analysis of a stretch.
struct Analysis {
    tags: Vec<usize>,
    /// 0 for the root, else the head's index in the stretch plus 1.
    heads: Vec<usize>,
    labels: Vec<usize>,
}

impl Network {
    /// Reads a model file and lays its weights out for use, in a few milliseconds.
    ///
    /// # Errors
    /// When the bytes are not a model, or are damaged.
    pub fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let file = format::read(bytes)?;
        let names = pieces(&file.dims);
        let piece = |piece: Piece| -> &Matrix<'_> {
            let at = names
                .iter()
                .position(|(p, ..)| *p == piece)
                .unwrap_or_default();
            &file.matrices[at]
        };
        let numbers = |matrix: &Matrix<'_>| {
            (0..matrix.scales.len())
                .flat_map(|row| matrix.row(row).collect::<Vec<_>>())
                .collect::<Vec<f32>>()
        };
        let direction = |layer, side| Direction {
            input: Dense::new(
                piece(Piece::LstmInput(layer, side)),
                Some(piece(Piece::LstmBias(layer, side))),
            ),
            recurrent: Dense::new(piece(Piece::LstmRecurrent(layer, side)), None),
        };
        Ok(Self {
            dims: file.dims,
            embedder: Embedder::new(&file.words, &file.matrices),
            layers: (0..file.dims.layers)
                .map(|layer| {
                    Lstm::new([direction(layer, 0), direction(layer, 1)], file.dims.hidden)
                })
                .collect(),
            hidden: Dense::new(piece(Piece::Hidden), Some(piece(Piece::HiddenBias))),
            arc: Dense::new(piece(Piece::ArcProduct), None),
            arc_bias: numbers(piece(Piece::ArcHeadBias)),
            root_arc: numbers(piece(Piece::RootArc)),
            root_label: numbers(piece(Piece::RootLabel)),
            label: Dense::new(piece(Piece::Label), Some(piece(Piece::LabelBias))),
            tag: Dense::new(piece(Piece::Tag), Some(piece(Piece::TagBias))),
            tags: file.tags.iter().map(|tag| parse_tag(tag)).collect(),
            labels: file.labels.iter().map(SmolStr::new).collect(),
            root_deprel: file.labels.iter().position(|&l| l == "root").unwrap_or(0),
        })
    }

    /// Tags and parses sentences, whose tokens need a form only: fills `upos`, `feats`, `head` and `deprel`.
    ///
    /// Each sentence gets a tree with one root. What one sentence gets does not depend on the others.
    pub fn annotate(&self, sentences: &mut [Sentence], lexicon: &dyn ReadForms) {
        let mut stretches: Vec<Stretch> = Vec::new();
        for (sentence, words) in sentences.iter().map(|s| s.tokens.len()).enumerate() {
            for start in (0..words).step_by(MAX_WORDS) {
                stretches.push(Stretch {
                    sentence,
                    start,
                    end: words.min(start + MAX_WORDS),
                });
            }
        }
        stretches.sort_by_key(|s| std::cmp::Reverse(s.end - s.start));
        let mut analyses: Vec<(Stretch, Analysis)> = Vec::with_capacity(stretches.len());
        let mut memory = Memory::new();
        let mut rest = &stretches[..];
        while !rest.is_empty() {
            let mut words = 0;
            let count = rest
                .iter()
                .take_while(|s| {
                    let room = words < GROUP_WORDS;
                    words += s.end - s.start;
                    room
                })
                .count();
            let (group, tail) = rest.split_at(count);
            let results = self.analyze(group, sentences, lexicon, &mut memory);
            analyses.extend(group.iter().copied().zip(results));
            rest = tail;
        }
        drop(memory);
        analyses.sort_by_key(|(stretch, _)| (stretch.sentence, stretch.start));
        let mut first_root = 0;
        for (stretch, analysis) in analyses {
            let tokens = &mut sentences[stretch.sentence].tokens;
            if stretch.start == 0 {
                first_root = analysis.heads.iter().position(|&h| h == 0).unwrap_or(0);
            }
            self.write(&analysis, tokens, stretch.start, first_root);
        }
    }

    fn write(&self, analysis: &Analysis, tokens: &mut [Token], start: usize, first_root: usize) {
        let answers = analysis
            .tags
            .iter()
            .zip(&analysis.heads)
            .zip(&analysis.labels);
        for (token, ((&tag, &head), &label)) in tokens[start..].iter_mut().zip(answers) {
            (token.upos, token.feats) = self.tags[tag].clone();
            (token.head, token.deprel) = match head {
                0 if start == 0 => (None, self.labels[self.root_deprel].clone()),
                0 => (Some(first_root), SmolStr::new_static(STRETCH_DEPREL)),
                head => (Some(start + head - 1), self.labels[label].clone()),
            };
        }
    }

    fn analyze<'a>(
        &self,
        group: &[Stretch],
        sentences: &'a [Sentence],
        lexicon: &dyn ReadForms,
        memory: &mut Memory<'a>,
    ) -> Vec<Analysis> {
        let rows = Rows::new(group.iter().map(|s| s.end - s.start));
        let width = Embedder::width(&self.dims);
        let mut x = vec![0.0; rows.len() * width];
        let words = group
            .iter()
            .flat_map(|s| (s.start..s.end).map(|i| (i, &sentences[s.sentence].tokens[i])));
        for (out, (i, token)) in x.chunks_exact_mut(width).zip(words) {
            self.embedder
                .embed(&token.form, i == 0, lexicon, memory, out);
        }
        let mut encoded = vec![0; x.len()];
        quantize(&x, INPUT_FACTOR, &mut encoded);
        let mut factor = INPUT_FACTOR;
        for layer in &self.layers {
            encoded = layer.run(&rows, &encoded, factor);
            factor = OUTPUT_FACTOR;
        }
        let mut hidden = self.hidden.apply(&encoded, factor);
        let columns = self.hidden.columns();
        for row in hidden.chunks_exact_mut(columns) {
            leak(&mut row[..2 * self.dims.arc + self.dims.tag]);
        }
        let tags = self.tag(&hidden, columns);
        let governors =
            self.arc
                .apply_to_numbers(&gather(&hidden, columns, self.dims.arc, self.dims.arc));
        let root = self.arc.apply_to_numbers(&self.root_arc);
        let heads: Vec<Vec<usize>> = rows
            .ranges()
            .map(|range| {
                let hidden = &hidden[range.start * columns..range.end * columns];
                let governors =
                    &governors[range.start * self.arc.columns()..range.end * self.arc.columns()];
                let n = range.len();
                best_tree(&self.arc_scores(hidden, governors, &root, n), n)
            })
            .collect();
        let labels = self.label(&hidden, &rows, &heads);
        let tags = rows.ranges().map(|range| tags[range].to_vec());
        let labels = rows.ranges().map(|range| labels[range].to_vec());
        tags.zip(labels)
            .zip(heads.iter().cloned())
            .map(|((tags, labels), heads)| Analysis {
                tags,
                heads,
                labels,
            })
            .collect()
    }

    /// The part of speech that is likeliest over all features, then its likeliest features.
    fn tag(&self, hidden: &[f32], columns: usize) -> Vec<usize> {
        let scores =
            self.tag
                .apply_to_numbers(&gather(hidden, columns, 2 * self.dims.arc, self.dims.tag));
        let best = |scores: &[f32]| {
            let scores = &scores[..self.tag.outputs()];
            let largest = scores.iter().fold(f32::NEG_INFINITY, |max, &s| max.max(s));
            let mut totals = [0.0; Upos::ALL.len()];
            for (score, (upos, _)) in scores.iter().zip(&self.tags) {
                totals[*upos as usize] += exp(score - largest);
            }
            let upos = argmax(&totals);
            let of_upos = (0..scores.len()).filter(|&tag| self.tags[tag].0 as usize == upos);
            of_upos
                .reduce(|best, tag| {
                    if scores[tag] > scores[best] {
                        tag
                    } else {
                        best
                    }
                })
                .unwrap_or(0)
        };
        scores.chunks_exact(self.tag.columns()).map(best).collect()
    }

    /// Scores of heads, in the shape of [`best_tree`], for `n` words.
    fn arc_scores(&self, hidden: &[f32], governors: &[f32], root: &[f32], n: usize) -> Vec<f32> {
        let (arc, columns) = (self.dims.arc, self.hidden.columns());
        // Heads side by side: column 0 the root, and padding to whole vectors.
        let width = (n + 1).next_multiple_of(LANES);
        let mut turned = vec![0.0; arc * width];
        for (a, turned) in turned.chunks_exact_mut(width).enumerate() {
            turned[0] = root[a];
            for (t, row) in turned[1..]
                .iter_mut()
                .zip(governors.chunks_exact(self.arc.columns()))
            {
                *t = row[a];
            }
        }
        let mut base = vec![0.0; width];
        base[0] = dot(&self.arc_bias, &self.root_arc);
        for (b, row) in base[1..].iter_mut().zip(hidden.chunks_exact(columns)) {
            *b = dot(&self.arc_bias, &row[arc..2 * arc]);
        }
        let mut scores = Vec::with_capacity(n * (n + 1));
        let mut line = vec![0.0; width];
        for row in hidden.chunks_exact(columns) {
            line.copy_from_slice(&base);
            add_products(&row[..arc], &turned, &mut line);
            scores.extend_from_slice(&line[..=n]);
        }
        scores
    }

    fn label(&self, hidden: &[f32], rows: &Rows, heads: &[Vec<usize>]) -> Vec<usize> {
        let (d, columns) = (&self.dims, self.hidden.columns());
        let (from, width) = (2 * d.arc + d.tag, d.label_width());
        let mut z = Vec::with_capacity(rows.len() * width);
        for (range, heads) in rows.ranges().zip(heads) {
            for (row, &head) in range.clone().zip(heads) {
                let own = &hidden[row * columns + from..][..width];
                let other = match head {
                    0 => &self.root_label,
                    head => &hidden[(range.start + head - 1) * columns + from + width..][..width],
                };
                let start = z.len();
                z.extend(own[..d.label].iter().zip(other).map(|(a, b)| a + b));
                leak(&mut z[start..]);
                z.extend(
                    own[d.label..]
                        .iter()
                        .zip(&other[d.label..])
                        .map(|(a, b)| a * b),
                );
            }
        }
        let scores = self.label.apply_to_numbers(&z);
        let answers = scores.chunks_exact(self.label.columns());
        let heads = heads.iter().flatten();
        answers
            .zip(heads)
            .map(|(scores, &head)| match head {
                0 => self.root_deprel,
                _ => self.best_label(&scores[..self.label.outputs()]),
            })
            .collect()
    }

    /// The best label other than the root's.
    fn best_label(&self, scores: &[f32]) -> usize {
        let others = (0..scores.len()).filter(|&label| label != self.root_deprel);
        others
            .reduce(|best, label| {
                if scores[label] > scores[best] {
                    label
                } else {
                    best
                }
            })
            .unwrap_or(0)
    }
}

/// Columns `from` to `from + width` of each row.
fn gather(rows: &[f32], columns: usize, from: usize, width: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(rows.len() / columns.max(1) * width);
    for row in rows.chunks_exact(columns.max(1)) {
        out.extend_from_slice(&row[from..from + width]);
    }
    out
}

/// The leaky rectifier.
fn leak(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.1 * *value);
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}

fn argmax(values: &[f32]) -> usize {
    (1..values.len()).fold(0, |best, i| if values[i] > values[best] { i } else { best })
}

/// `NOUN Gender=Fem|Number=Sing` taken apart.
fn parse_tag(tag: &str) -> (Upos, Feats) {
    let (upos, feats) = tag.split_once(' ').unwrap_or((tag, ""));
    (upos.parse().unwrap_or(Upos::X), Feats::new(feats))
}
