//! Text as patterns of furniture see it: ASCII, one byte a character, each tied to its place.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folded text, with the place of each of its bytes in the original.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    /// ASCII, upper and lower case kept.
    pub(super) bytes: Vec<u8>,
    /// For each byte, where its character starts in the original; then the original's length.
    places: Vec<usize>,
}

impl Folded {
    /// Folds `text`.
    pub(super) fn new(text: &str) -> Self {
        let mut folded = Self::default();
        for (i, c) in text.char_indices() {
            if let Some(byte) = fold(c) {
                folded.bytes.push(byte);
                folded.places.push(i);
            }
        }
        folded.places.push(text.len());
        folded
    }

    /// Where byte `at` of the folded text stands in the original.
    pub(super) fn place(&self, at: usize) -> usize {
        self.places[at]
    }
}

/// The ASCII character that stands for `c`; none for a combining accent, `~` for what has no likeness.
pub(super) fn fold(c: char) -> Option<u8> {
    Some(match c {
        _ if c.is_ascii() => u8::try_from(c).unwrap_or(b'~'),
        '’' | '‘' | 'ʼ' => b'\'',
        '–' | '—' | '−' | '‑' | '‐' => b'-',
        '»' | '›' => b'>',
        '«' | '‹' => b'<',
        '“' | '”' | '„' => b'"',
        '…' => b'.',
        '©' => b'@',
        'œ' => b'o',
        'Œ' => b'O',
        _ if c.is_whitespace() => b' ',
        _ if is_combining_mark(c) => return None,
        _ => std::iter::once(c)
            .nfd()
            .next()
            .filter(char::is_ascii)
            .and_then(|c| u8::try_from(c).ok())
            .unwrap_or(b'~'),
    })
}
