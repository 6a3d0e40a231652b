use crate::lexicon::Readings;

/// Number of rows of the table of hashed word parts.
pub(crate) const GRAM_ROWS: usize = 1 << 14;

/// Number of rows of the table of marks: readings, shapes, place in the sentence, genre.
pub(crate) const MARK_ROWS: usize = GENRE_MARK + 3;

const SHAPE_MARK: usize = Readings::BITS;
const UNKNOWN_MARK: usize = SHAPE_MARK + 11;
const INITIAL_MARK: usize = UNKNOWN_MARK + 1;
const GENRE_MARK: usize = INITIAL_MARK + 1;

const MAX_SUFFIX_CHARS: usize = 5;
const MAX_PREFIX_CHARS: usize = 4;

/// What the network reads of a form, apart from its neighbors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FormFeatures {
    /// The form under which the vocabulary lists the word.
    pub(crate) key: String,
    /// Rows of the table of hashed word parts.
    pub(crate) grams: Vec<u32>,
    /// Rows of the table of marks.
    pub(crate) marks: Vec<u32>,
}

/// The kind of text a treebank holds.
///
/// Conventions differ between the treebanks as much as style does; the genre, known to the network
/// in training, takes up the difference, and analysis always asks for [`Genre::Written`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Genre {
    /// News, blogs, encyclopedias.
    #[default]
    Written,
    /// Collections of questions.
    Questions,
    /// Transcribed speech.
    Spoken,
}

/// The mark of the first word of a sentence.
pub(crate) const fn initial_mark() -> u32 {
    INITIAL_MARK as u32
}

/// The mark of the genre.
pub(crate) const fn genre_mark(genre: Genre) -> u32 {
    (GENRE_MARK + genre as usize) as u32
}

impl FormFeatures {
    /// The form under which the vocabulary lists `form`.
    pub(crate) fn key_of(form: &str) -> String {
        word_key(form)
    }

    /// Features of `form`, whose readings in the lexicon are `readings`.
    pub(crate) fn new(form: &str, readings: Readings) -> Self {
        let key = word_key(form);
        let chars: Vec<char> = key.chars().take(64).collect();
        let mut grams = Vec::with_capacity(MAX_SUFFIX_CHARS + MAX_PREFIX_CHARS + 2);
        for n in 1..=MAX_SUFFIX_CHARS.min(chars.len()) {
            grams.push(gram_row(n as u8, &chars[chars.len() - n..]));
        }
        for n in 1..=MAX_PREFIX_CHARS.min(chars.len()) {
            grams.push(gram_row(0x10 + n as u8, &chars[..n]));
        }
        grams.push(gram_row(0x20, &outline(form)));
        grams.push(hash_row(0x30, readings.bits().to_le_bytes().into_iter()));
        Self {
            key,
            grams,
            marks: marks(form, readings),
        }
    }
}

/// Lowercase, with typographic apostrophes straightened, every digit `0`, and spaces that do not
/// break made ordinary.
fn word_key(form: &str) -> String {
    let plain = form.chars().map(|c| match c {
        '\u{2019}' | '\u{2bc}' => '\'',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '0'..='9' => '0',
        c => c,
    });
    plain.flat_map(char::to_lowercase).collect()
}

/// The form with each run of like characters written once: `Xx-Xx` for a double first name.
fn outline(form: &str) -> Vec<char> {
    let class = |c: char| match c {
        c if c.is_uppercase() => 'X',
        c if c.is_alphabetic() => 'x',
        c if c.is_numeric() => '0',
        '\u{2019}' => '\'',
        c => c,
    };
    let mut outline: Vec<char> = form.chars().take(64).map(class).collect();
    outline.dedup();
    outline.truncate(8);
    outline
}

fn marks(form: &str, readings: Readings) -> Vec<u32> {
    let mut marks: Vec<u32> = (0..Readings::BITS as u32)
        .filter(|bit| readings.bits() >> bit & 1 == 1)
        .collect();
    let chars = || form.chars();
    let shapes = [
        chars().next().is_some_and(char::is_uppercase),
        chars().nth(1).is_some()
            && chars().all(|c| !c.is_lowercase())
            && chars().any(char::is_uppercase),
        chars().skip(1).any(char::is_uppercase),
        chars().any(|c| c.is_ascii_digit()),
        chars().all(|c| c.is_ascii_digit()),
        form.contains('-'),
        form.contains(['\'', '\u{2019}']),
        form.contains('.'),
        !chars().any(char::is_alphanumeric),
        chars().nth(1).is_none(),
        form.contains(' '),
    ];
    marks.extend(
        (0..)
            .zip(shapes)
            .filter(|(_, on)| *on)
            .map(|(i, _)| SHAPE_MARK as u32 + i),
    );
    if readings.is_empty() {
        marks.push(UNKNOWN_MARK as u32);
    }
    marks
}

fn gram_row(kind: u8, chars: &[char]) -> u32 {
    hash_row(kind, chars.iter().flat_map(|&c| (c as u32).to_le_bytes()))
}

/// FNV-1a, 64 bits, folded to a row (<http://www.isthe.com/chongo/tech/comp/fnv/>).
fn hash_row(kind: u8, bytes: impl Iterator<Item = u8>) -> u32 {
    let hash = std::iter::once(kind)
        .chain(bytes)
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    ((hash ^ (hash >> 29)) % GRAM_ROWS as u64) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_digits_and_apostrophes_do_not_split_the_vocabulary() {
        for (form, key) in [
            ("L\u{2019}", "l'"),
            ("2016", "0000"),
            ("ÉTAT", "état"),
            ("10\u{202f}000", "00 000"),
        ] {
            assert_eq!(FormFeatures::new(form, Readings::default()).key, key);
        }
    }

    #[test]
    fn every_row_is_within_its_table() {
        for form in ["", "a", "Jean-Pierre", "😀", "ﬁ", "N°", &"x".repeat(10_000)] {
            let features = FormFeatures::new(form, Readings::from_bits(u64::MAX));
            assert!(features.grams.iter().all(|&row| (row as usize) < GRAM_ROWS));
            assert!(features.marks.iter().all(|&row| (row as usize) < MARK_ROWS));
        }
    }
}
