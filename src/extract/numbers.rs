//! Numbers in French words and digits, with what bounds them.

use super::fact::Count;
use crate::data::Data;
use crate::text::{Diagnostic, Span};
use crate::ud::{Sentence, Token, Upos};
use std::collections::HashMap;

/// What a word says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// A number of its own: *deux*, *vingt*.
    Value(u64),
    /// Multiplies what stands before it: *cents*, *mille*, *millions*.
    Times(u64),
    /// A noun of about so many: *dizaine*, *centaine*.
    About(u64),
    /// *au moins*, *plus*.
    AtLeast,
    /// *au plus*, *moins*.
    AtMost,
    /// *aucun*: zero.
    Zero,
    /// *double*, *triple*: so many of what it qualifies.
    Fold(u64),
}

/// The number words of `french/lexicon/numbers.tsv`.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    words: HashMap<String, Word>,
}

const FILE: &str = "lexicon/numbers.tsv";
const HEADER: &str = "word\tkind\tvalue";

impl Numbers {
    /// Reads `lexicon/numbers.tsv`.
    ///
    /// # Errors
    /// When the file is missing or a line of it is wrong.
    pub fn load(data: &Data) -> Result<Self, Vec<Diagnostic>> {
        let text = data
            .file(FILE)
            .and_then(|b| std::str::from_utf8(b).ok())
            .ok_or_else(|| {
                vec![Diagnostic::error(
                    FILE,
                    "",
                    Span::default(),
                    "missing, or not UTF-8",
                )]
            })?;
        let mut numbers = Self::default();
        let mut errors = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(start, start + line.trim_end().len());
            start += line.len();
            let row = line.trim_end_matches(['\n', '\r']);
            if row.is_empty() || row.starts_with('#') || row == HEADER {
                continue;
            }
            match word(row) {
                Some((form, word)) => {
                    numbers.words.insert(form.to_owned(), word);
                }
                None => errors.push(Diagnostic::error(
                    FILE,
                    text,
                    span,
                    "expected word, kind and value",
                )),
            }
        }
        if errors.is_empty() {
            Ok(numbers)
        } else {
            Err(errors)
        }
    }

    /// How many of word `token` the sentence counts; `children` are its dependents.
    ///
    /// Reads a numeral or *aucun* under the noun, or the noun itself where it counts (*une dizaine*),
    /// or the noun of quantity that the noun completes (*une dizaine de morts*).
    #[must_use]
    pub fn count(&self, sentence: &Sentence, children: &[usize], token: usize) -> Option<Count> {
        let tokens = &sentence.tokens;
        // « une vingtaine » is twenty, not one.
        if matches!(self.word(sentence, token), Some(Word::About(_)))
            && let Some(value) = self.value(sentence, token)
        {
            return Some(self.bounded(sentence, token, value));
        }
        let fold = children.iter().find_map(|&c| match self.word(sentence, c) {
            Some(Word::Fold(n)) => Some(exactly(n)),
            _ => None,
        });
        if fold.is_some() {
            return fold;
        }
        for &c in children.iter().filter(|&&c| c < token) {
            let relation = tokens[c].udeprel();
            if (relation == "nummod" || tokens[c].upos == Upos::Num)
                && let Some(value) = self.value(sentence, c)
            {
                return Some(self.bounded(sentence, c, value));
            }
            match self.word(sentence, c) {
                Some(Word::Zero) if matches!(relation, "det" | "advmod" | "case") => {
                    return Some(exactly(0));
                }
                // « un civil », not « des civils », whose article has the same lemma.
                Some(Word::Value(1))
                    if relation == "det" && tokens[c].feats.has("Number", "Sing") =>
                {
                    return Some(exactly(1));
                }
                _ => {}
            }
        }
        // « un de ses gardes », « l'un des assaillants »
        let one = matches!(self.word(sentence, token), Some(Word::Value(1)));
        let of_them = |&c: &usize| c > token && tokens[c].udeprel() == "nmod";
        if one && tokens[token].upos == Upos::Pron && children.iter().any(of_them) {
            return Some(exactly(1));
        }
        if let Some(value) = self.value(sentence, token) {
            return Some(self.bounded(sentence, token, value));
        }
        let head = tokens[token].head?;
        let completes = matches!(tokens[token].udeprel(), "nmod" | "obl");
        let counts = matches!(self.word(sentence, head), Some(Word::About(_)))
            || tokens[head].upos == Upos::Num;
        if completes && counts {
            let value = self.value(sentence, head)?;
            return Some(self.bounded(sentence, head, value));
        }
        None
    }

    fn word(&self, sentence: &Sentence, i: usize) -> Option<Word> {
        let token = &sentence.tokens[i];
        let form = self.words.get(&token.form.to_lowercase()).copied();
        // Plurals of nouns only: the lemma of the article « des » is « un ».
        form.or_else(|| {
            let word = *self.words.get(token.lemma.as_str())?;
            (token.upos == Upos::Noun || matches!(word, Word::Zero)).then_some(word)
        })
    }

    /// The number at word `i`, with the number words that stand before and after it.
    fn value(&self, sentence: &Sentence, i: usize) -> Option<u64> {
        let numeric = |j: usize| self.part(sentence, j).is_some();
        if !numeric(i) {
            return None;
        }
        let mut start = i;
        while start > 0 && numeric(start - 1) {
            start -= 1;
        }
        let mut end = i + 1;
        while end < sentence.tokens.len() && numeric(end) {
            end += 1;
        }
        let (mut total, mut current) = (0u64, 0u64);
        for j in start..end {
            match self.part(sentence, j)? {
                // « des dizaines de morts » gives no number.
                Word::About(_) if j == start && is_plural(&sentence.tokens[j]) => {
                    return None;
                }
                Word::Value(v) => current = current.saturating_add(v),
                Word::Times(m) if m >= 1000 => {
                    total = total.saturating_add(current.max(1).saturating_mul(m));
                    current = 0;
                }
                Word::Times(m) => current = current.max(1).saturating_mul(m),
                Word::About(m) => current = current.max(1).saturating_mul(m),
                _ => {}
            }
        }
        Some(total.saturating_add(current))
    }

    /// Digits, a number word, or nothing.
    fn part(&self, sentence: &Sentence, i: usize) -> Option<Word> {
        if let Some(value) = digits(&sentence.tokens[i].form) {
            return Some(Word::Value(value));
        }
        match self.word(sentence, i) {
            Some(w @ (Word::Value(_) | Word::Times(_) | Word::About(_))) => Some(w),
            _ => self.hyphenated(&sentence.tokens[i].form),
        }
    }

    /// *vingt-deux*, *quatre-vingt-dix*.
    fn hyphenated(&self, form: &str) -> Option<Word> {
        let form = form.to_lowercase();
        if !form.contains('-') {
            return None;
        }
        let mut total = 0u64;
        for part in form.split('-') {
            match self.words.get(part)? {
                Word::Value(20) if total == 4 => total = 80,
                Word::Value(v) => total += v,
                Word::Times(m) => total = total.max(1) * m,
                _ => return None,
            }
        }
        Some(Word::Value(total))
    }

    /// Looks at the three words before the number for *au moins*, *plus de*, *moins de*.
    fn bounded(&self, sentence: &Sentence, i: usize, value: u64) -> Count {
        let bound = (i.saturating_sub(3)..i)
            .filter_map(|j| self.word(sentence, j))
            .find(|w| matches!(w, Word::AtLeast | Word::AtMost));
        match bound {
            Some(Word::AtLeast) => Count {
                value,
                min: Some(value),
                max: None,
            },
            Some(_) => Count {
                value,
                min: None,
                max: Some(value),
            },
            None => exactly(value),
        }
    }
}

fn is_plural(token: &Token) -> bool {
    token.feats.has("Number", "Plur") || token.form.to_lowercase() != token.lemma
}

const fn exactly(value: u64) -> Count {
    Count {
        value,
        min: None,
        max: None,
    }
}

fn word(row: &str) -> Option<(&str, Word)> {
    let mut columns = row.split('\t');
    let (form, kind, value) = (columns.next()?, columns.next()?, columns.next()?);
    let number = || value.parse().ok();
    let word = match kind {
        "value" => Word::Value(number()?),
        "times" => Word::Times(number()?),
        "about" => Word::About(number()?),
        "at-least" => Word::AtLeast,
        "at-most" => Word::AtMost,
        "zero" => Word::Zero,
        "fold" => Word::Fold(number()?),
        _ => return None,
    };
    Some((form, word))
}

/// `10 000`, `1.300`, `45`: a whole number with any thousands separator; `None` for anything else.
fn digits(form: &str) -> Option<u64> {
    let bare: String = form
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.'))
        .collect();
    let grouped = form
        .split(|c: char| !c.is_ascii_digit())
        .skip(1)
        .all(|g| g.len() == 3);
    (grouped && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()))
        .then(|| bare.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_with_separators() {
        assert_eq!(digits("10\u{202f}000"), Some(10_000));
        assert_eq!(digits("1.300"), Some(1_300));
        assert_eq!(digits("3,5"), None);
        assert_eq!(digits("F-16"), None);
    }
}
