//! The model file: sizes, vocabularies, then every piece of the network in 8 bits.
//!
//! ```text
//! "griot-net" version:u8 dims:[u32; 12] words tags labels piece*
//! words, tags, labels: count:u32 then (len:u8 utf-8)*
//! piece: a scale:f32 for each row, then rows x columns i8, in the order of `pieces`
//! ```
//! Numbers are little-endian. A weight is its byte times the scale of its row.

use super::features::{GRAM_ROWS, MARK_ROWS};
use super::kernel::LANES;

const MAGIC: &[u8] = b"griot-net";
const VERSION: u8 = 2;

/// Why a model could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The file does not begin as a model does.
    #[error("not a model of this version: expected `griot-net` version {VERSION}")]
    Foreign,
    /// The file ends too early, or a number in it is out of range.
    #[error("damaged model: {what} at byte {at} of {len}")]
    Damaged {
        /// What was to be read.
        what: &'static str,
        /// Where it should have been.
        at: usize,
        /// Length of the file.
        len: usize,
    },
}

/// Sizes of the network: rows of the tables and widths of the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dims {
    /// Words of the vocabulary, and one for all others.
    pub(crate) words: usize,
    /// Width of the word vectors.
    pub(crate) word: usize,
    /// Width of the vectors of word parts.
    pub(crate) gram: usize,
    /// Width of the vectors of marks.
    pub(crate) mark: usize,
    /// Width of one direction of an LSTM layer.
    pub(crate) hidden: usize,
    /// Number of LSTM layers.
    pub(crate) layers: usize,
    /// Width of the arc scorer.
    pub(crate) arc: usize,
    /// Width of the sums of the label scorer.
    pub(crate) label: usize,
    /// Width of the products of the label scorer.
    pub(crate) product: usize,
    /// Number of labels.
    pub(crate) labels: usize,
    /// Width of the tagger.
    pub(crate) tag: usize,
    /// Number of tags.
    pub(crate) tags: usize,
}

impl Dims {
    /// Width of the input of the first layer.
    pub(crate) const fn input(&self) -> usize {
        self.word + self.gram + self.mark
    }

    /// Width of the input of layer `layer`.
    pub(crate) const fn layer_input(&self, layer: usize) -> usize {
        if layer == 0 {
            self.input()
        } else {
            2 * self.hidden
        }
    }

    /// Width of the layer above the encoder: arc dependent, arc head, tag, label dependent (sum,
    /// product), label head (sum, product), label marker (sum).
    pub(crate) const fn mlp(&self) -> usize {
        2 * self.arc + self.tag + 2 * self.label_width() + self.label
    }

    /// Where the label scorer's part of the layer above the encoder begins.
    pub(crate) const fn label_start(&self) -> usize {
        2 * self.arc + self.tag
    }

    /// Where the part for label markers begins.
    pub(crate) const fn marker_start(&self) -> usize {
        self.label_start() + 2 * self.label_width()
    }

    /// Width of the label scorer on one side.
    pub(crate) const fn label_width(&self) -> usize {
        self.label + self.product
    }

    fn to_array(self) -> [usize; 12] {
        [
            self.words,
            self.word,
            self.gram,
            self.mark,
            self.hidden,
            self.layers,
            self.arc,
            self.label,
            self.product,
            self.labels,
            self.tag,
            self.tags,
        ]
    }

    const fn from_array(a: [usize; 12]) -> Self {
        Self {
            words: a[0],
            word: a[1],
            gram: a[2],
            mark: a[3],
            hidden: a[4],
            layers: a[5],
            arc: a[6],
            label: a[7],
            product: a[8],
            labels: a[9],
            tag: a[10],
            tags: a[11],
        }
    }

    /// Whether the sizes are such that integer sums cannot overflow, rows fall into pairs or fours, and a damaged
    /// file cannot ask for all memory.
    fn is_sane(&self) -> bool {
        let limits = [
            1 << 20,
            256,
            128,
            128,
            256,
            8,
            512,
            256,
            256,
            1024,
            512,
            1 << 14,
        ];
        self.to_array()
            .iter()
            .zip(limits)
            .all(|(&size, limit)| size <= limit)
            && self.hidden > 0
            && self.hidden.is_multiple_of(LANES)
            && self.words > 0
            && self.layers > 0
            && self.labels > 0
            && self.tags > 0
            && self.input() > 0
            && [
                self.input(),
                self.hidden,
                self.arc,
                self.label_width(),
                self.tag,
            ]
            .iter()
            .all(|width| width % 2 == 0)
    }
}

/// A matrix of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Word vectors; row 0 for words out of the vocabulary.
    Words,
    /// Vectors of word parts.
    Grams,
    /// Vectors of marks.
    Marks,
    /// Input weights of an LSTM layer in one direction (0 forward, 1 backward).
    LstmInput(usize, usize),
    /// Recurrent weights.
    LstmRecurrent(usize, usize),
    /// Biases.
    LstmBias(usize, usize),
    /// The layer above the encoder; see [`Dims::mlp`].
    Hidden,
    /// Its bias.
    HiddenBias,
    /// The bilinear form between dependent and head.
    ArcProduct,
    /// How likely a word is a head at all.
    ArcHeadBias,
    /// The root as a head of arcs.
    RootArc,
    /// The root as a head of labels.
    RootLabel,
    /// Label scores.
    Label,
    /// Their biases.
    LabelBias,
    /// Tag scores.
    Tag,
    /// Their biases.
    TagBias,
}

/// Every piece with its rows and columns, in file order. Vectors are columns: a scale for each number keeps them exact.
pub(crate) fn pieces(d: &Dims) -> Vec<(Piece, usize, usize)> {
    let mut pieces = vec![
        (Piece::Words, d.words, d.word),
        (Piece::Grams, GRAM_ROWS, d.gram),
        (Piece::Marks, MARK_ROWS, d.mark),
    ];
    for layer in 0..d.layers {
        for direction in 0..2 {
            pieces.push((
                Piece::LstmInput(layer, direction),
                4 * d.hidden,
                d.layer_input(layer),
            ));
            pieces.push((
                Piece::LstmRecurrent(layer, direction),
                4 * d.hidden,
                d.hidden,
            ));
            pieces.push((Piece::LstmBias(layer, direction), 4 * d.hidden, 1));
        }
    }
    pieces.extend([
        (Piece::Hidden, d.mlp(), 2 * d.hidden),
        (Piece::HiddenBias, d.mlp(), 1),
        (Piece::ArcProduct, d.arc, d.arc),
        (Piece::ArcHeadBias, d.arc, 1),
        (Piece::RootArc, d.arc, 1),
        (Piece::RootLabel, d.label_width(), 1),
        (Piece::Label, d.labels, d.label_width()),
        (Piece::LabelBias, d.labels, 1),
        (Piece::Tag, d.tags, d.tag),
        (Piece::TagBias, d.tags, 1),
    ]);
    pieces
}

/// One piece as it lies in the file.
#[derive(Clone, Debug)]
pub(crate) struct Matrix<'a> {
    /// Number of columns.
    pub(crate) columns: usize,
    /// One scale for each row.
    pub(crate) scales: Vec<f32>,
    /// The weights, row after row.
    pub(crate) bytes: &'a [u8],
}

impl Matrix<'_> {
    /// Row `row` as numbers.
    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = f32> + '_ {
        let scale = self.scales[row];
        self.bytes[row * self.columns..(row + 1) * self.columns]
            .iter()
            .map(move |&b| f32::from(b as i8) * scale)
    }
}

/// A model file, read but not yet laid out for use.
pub(crate) struct ModelFile<'a> {
    pub(crate) dims: Dims,
    pub(crate) words: Vec<&'a str>,
    pub(crate) tags: Vec<&'a str>,
    pub(crate) labels: Vec<&'a str>,
    pub(crate) matrices: Vec<Matrix<'a>>,
}

/// Reads a model file. Copies the scales only.
pub(crate) fn read(bytes: &[u8]) -> Result<ModelFile<'_>, ModelError> {
    let mut reader = Reader { bytes, at: 0 };
    if reader.take(MAGIC.len(), "header").ok() != Some(MAGIC)
        || reader.take(1, "version")? != [VERSION]
    {
        return Err(ModelError::Foreign);
    }
    let mut sizes = [0; 12];
    for size in &mut sizes {
        *size = reader.count("size")?;
    }
    let dims = Dims::from_array(sizes);
    if !dims.is_sane() {
        return Err(reader.damaged("sizes"));
    }
    let words = reader.strings(dims.words - 1, "word")?;
    let tags = reader.strings(dims.tags, "tag")?;
    let labels = reader.strings(dims.labels, "label")?;
    let mut matrices = Vec::new();
    for (_, rows, columns) in pieces(&dims) {
        let scales = reader
            .take(rows * 4, "scales")?
            .chunks_exact(4)
            .map(|c| f32::from_le_bytes([c[0], c[1], c[2], c[3]]))
            .collect::<Vec<f32>>();
        if scales.iter().any(|s| !s.is_finite() || s.abs() > 1.0e4) {
            return Err(reader.damaged("scale"));
        }
        matrices.push(Matrix {
            columns,
            scales,
            bytes: reader.take(rows * columns, "weights")?,
        });
    }
    Ok(ModelFile {
        dims,
        words,
        tags,
        labels,
        matrices,
    })
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn damaged(&self, what: &'static str) -> ModelError {
        ModelError::Damaged {
            what,
            at: self.at,
            len: self.bytes.len(),
        }
    }

    fn take(&mut self, len: usize, what: &'static str) -> Result<&'a [u8], ModelError> {
        let end = self.at.checked_add(len).ok_or_else(|| self.damaged(what))?;
        let slice = self
            .bytes
            .get(self.at..end)
            .ok_or_else(|| self.damaged(what))?;
        self.at = end;
        Ok(slice)
    }

    fn count(&mut self, what: &'static str) -> Result<usize, ModelError> {
        let b = self.take(4, what)?;
        Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize)
    }

    fn strings(&mut self, count: usize, what: &'static str) -> Result<Vec<&'a str>, ModelError> {
        let mut strings = Vec::with_capacity(count.min(self.bytes.len()));
        for _ in 0..count {
            let len = usize::from(self.take(1, what)?[0]);
            let string =
                std::str::from_utf8(self.take(len, what)?).map_err(|_| self.damaged(what))?;
            strings.push(string);
        }
        Ok(strings)
    }
}

/// Writes a model file from weights in single precision, `values` being the pieces in order.
pub(crate) fn write(
    dims: &Dims,
    words: &[String],
    tags: &[String],
    labels: &[String],
    values: &[f32],
) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.push(VERSION);
    for size in dims.to_array() {
        out.extend((size as u32).to_le_bytes());
    }
    for string in words.iter().chain(tags).chain(labels) {
        let mut end = string.len().min(255);
        while !string.is_char_boundary(end) {
            end -= 1;
        }
        out.push(end as u8);
        out.extend(&string.as_bytes()[..end]);
    }
    let mut rest = values;
    for (_, rows, columns) in pieces(dims) {
        let (piece, tail) = rest.split_at(rows * columns);
        rest = tail;
        let scales: Vec<f32> = piece.chunks_exact(columns.max(1)).map(row_scale).collect();
        out.extend(scales.iter().flat_map(|s| s.to_le_bytes()));
        for (row, scale) in piece.chunks_exact(columns.max(1)).zip(&scales) {
            out.extend(
                row.iter()
                    .map(|w| (w / scale).round().clamp(-127.0, 127.0) as i8 as u8),
            );
        }
    }
    out
}

fn row_scale(row: &[f32]) -> f32 {
    let largest = row.iter().fold(0.0_f32, |max, w| max.max(w.abs()));
    if largest > 0.0 { largest / 127.0 } else { 1.0 }
}
