//! Tokens to sentences, for the press: quotations that run over sentences, headlines without a full
//! stop, datelines, lists.

use super::tokenize::{Kind, Piece, Place, Tokenizer};
use std::ops::Range;

/// No sentence is longer, so that no input makes the parser slow: surface tokens.
const MAX_SENTENCE: usize = 160;

/// The least part of [`MAX_SENTENCE`] that a sentence cut for its length keeps.
const MIN_CUT: usize = 60;

/// No more marks are looked at in search of the end of a sentence: « ?!... ») ».
const MAX_CLOSERS: usize = 16;

/// A dateline is no longer: « Alep (Syrie), 22 avril 2017. – ».
const MAX_DATELINE: usize = 12;

/// The sentences of one region: ranges of `pieces`, in order, none empty, that cover all of them.
pub(super) fn segment(
    tokenizer: &Tokenizer<'_>,
    text: &str,
    pieces: &[Piece],
) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut view = View {
        tokenizer,
        text,
        pieces,
        start: 0,
        open_quotes: 0,
    };
    let mut i = 0;
    while i < pieces.len() {
        view.open_quotes += usize::from(pieces[i].kind == Kind::Quote);
        let end = view.sentence_end(i);
        if let Some(end) = end {
            let passed = &pieces[i + 1..end];
            view.open_quotes += passed.iter().filter(|p| p.kind == Kind::Quote).count();
            push_capped(pieces, text, view.start..end, &mut sentences);
            view.start = end;
            if pieces.get(end).is_some_and(|p| p.breaks > 1) {
                view.open_quotes = 0;
            }
        }
        i = end.unwrap_or(i + 1);
    }
    sentences
}

struct View<'a> {
    tokenizer: &'a Tokenizer<'a>,
    text: &'a str,
    pieces: &'a [Piece],
    /// First token of the sentence under way.
    start: usize,
    /// Straight quotation marks met in the paragraph, up to and with the current token.
    open_quotes: usize,
}

impl View<'_> {
    /// Token after the sentence that token `i` ends, or closes the way to the end of; `None` if it ends none.
    fn sentence_end(&self, i: usize) -> Option<usize> {
        let after = i + 1;
        if after == self.pieces.len() || self.breaks_line(after) {
            return Some(after);
        }
        let may_end = match self.pieces[i].kind {
            Kind::Terminal => !self.is_list_number(i),
            Kind::Abbreviation(Place::After) => true,
            _ => false,
        };
        if !may_end {
            return self.starts_unmarked(after).then_some(after);
        }
        let end = self.past_closers(after);
        if end == self.pieces.len() || self.breaks_line(end) {
            return Some(end);
        }
        let next = &self.pieces[end];
        if self.is_dateline(i) && next.kind == Kind::Dash {
            return Some(end + 1);
        }
        let starts = match next.kind {
            Kind::Word | Kind::Number | Kind::Abbreviation(_) => {
                let form = next.span.of(self.text);
                let capital = form.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
                if end == after && self.pieces[i].kind != Kind::Terminal {
                    capital && self.tokenizer.starts_sentences(form, false)
                } else {
                    capital
                }
            }
            Kind::Open | Kind::Quote | Kind::Dash => self.capital_follows(end),
            _ => false,
        };
        starts.then_some(end)
    }

    /// Whether a sentence starts at token `i` though none ends before it with a full stop, as after a title or in a
    /// list: a grammatical word with a capital, before a word without one.
    fn starts_unmarked(&self, i: usize) -> bool {
        let form = |i: usize| self.pieces.get(i).map_or("", |p| p.span.of(self.text));
        let is_start = |i: usize| {
            form(i).starts_with(char::is_uppercase)
                && form(i + 1).starts_with(char::is_lowercase)
                && form(i).chars().nth(1).is_some_and(|c| !c.is_uppercase())
                && self.tokenizer.starts_sentences(form(i), false)
        };
        let before = form(i - 1);
        match self.pieces[i - 1].kind {
            Kind::Word if before.ends_with(char::is_alphanumeric) => {
                let is_dash = self.pieces[i].kind == Kind::Dash;
                let start = if is_dash { i + 1 } else { i };
                is_start(start) && !self.tokenizer.is_grammatical(before)
            }
            Kind::Close if before == ")" => is_start(i),
            Kind::Other if before == ";" => is_start(i),
            _ => false,
        }
    }

    /// Whether a line ends before token `i`, and the sentence with it: always at a blank line, and at a
    /// single break unless the line was only wrapped, that is, goes on in lowercase.
    fn breaks_line(&self, i: usize) -> bool {
        match self.pieces[i].breaks {
            0 => false,
            1 => {
                let lowercase = self.pieces[i]
                    .span
                    .of(self.text)
                    .starts_with(char::is_lowercase);
                !lowercase || self.pieces[i - 1].kind == Kind::Terminal
            }
            _ => true,
        }
    }

    /// « 1. », « a. » or « IV. » at the start of a line is the number of what follows.
    fn is_list_number(&self, i: usize) -> bool {
        i == self.start + 1
            && self.pieces[i].span.len() == 1
            && self.pieces[i].span.start == self.pieces[self.start].span.end
            && (self.pieces[self.start].kind == Kind::Number
                || self.pieces[self.start].span.len() == 1)
    }

    fn is_dateline(&self, i: usize) -> bool {
        let sentence = &self.pieces[self.start..i];
        sentence.len() <= MAX_DATELINE
            && sentence.iter().any(|p| p.kind == Kind::Number)
            && sentence
                .first()
                .is_some_and(|p| p.span.of(self.text).starts_with(char::is_alphanumeric))
    }

    /// Token after the terminals and closing marks from `i` on that belong to the sentence before.
    fn past_closers(&self, mut i: usize) -> usize {
        let mut quotes = self.open_quotes;
        let limit = self.pieces.len().min(i + MAX_CLOSERS);
        while i < limit && !self.breaks_line(i) {
            let piece = &self.pieces[i];
            let closes = match piece.kind {
                Kind::Terminal | Kind::Close => true,
                Kind::Quote => {
                    quotes += 1;
                    let glued = self.pieces[i - 1].span.end == piece.span.start;
                    let glues = (self.pieces.get(i + 1))
                        .is_some_and(|next| next.span.start == piece.span.end);
                    if glued == glues {
                        quotes.is_multiple_of(2)
                    } else {
                        glued
                    }
                }
                _ => false,
            };
            if !closes {
                break;
            }
            i += 1;
        }
        i
    }

    /// Whether the first word after the opening marks and dashes from `i` on starts with a capital or digit.
    fn capital_follows(&self, i: usize) -> bool {
        let mut rest = self.pieces[i..].iter().take(4);
        rest.find(|p| !matches!(p.kind, Kind::Open | Kind::Quote | Kind::Dash))
            .is_some_and(|p| {
                let first = |c: char| c.is_uppercase() || c.is_ascii_digit();
                p.breaks == 0 && p.span.of(self.text).starts_with(first)
            })
    }
}

/// Adds a sentence, in parts where it is longer than [`MAX_SENTENCE`].
fn push_capped(
    pieces: &[Piece],
    text: &str,
    mut sentence: Range<usize>,
    out: &mut Vec<Range<usize>>,
) {
    while sentence.len() > MAX_SENTENCE {
        let window = sentence.start + MIN_CUT..sentence.start + MAX_SENTENCE;
        let best = window
            .clone()
            .max_by_key(|&i| (break_strength(pieces[i].span.of(text)), i))
            .unwrap_or(window.start);
        let cut = if break_strength(pieces[best].span.of(text)) == 0 {
            window.end
        } else {
            best + 1
        };
        out.push(sentence.start..cut);
        sentence.start = cut;
    }
    out.push(sentence);
}

/// How well a sentence can be cut after a token.
fn break_strength(form: &str) -> u8 {
    match form {
        ";" => 3,
        ":" | "»" | "”" => 2,
        "," | ")" | "–" | "—" => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tokenize::TokenRules;
    use crate::data::Data;
    use crate::lexicon::forms::FormLexicon;
    use crate::text::Span;

    /// Checks that `text` has the sentences that `expected` parts by `|`.
    fn check(text: &str, expected: &str) {
        let data = Data::embedded();
        let rules = TokenRules::load(&data).unwrap();
        let lexicon = FormLexicon::load(data.file("lexicon/forms.bin").unwrap()).unwrap();
        let tokenizer = Tokenizer {
            rules: &rules,
            lexicon: &lexicon,
        };
        let pieces = tokenizer.tokenize(text, Span::new(0, text.len()));
        let sentences: Vec<&str> = segment(&tokenizer, text, &pieces)
            .into_iter()
            .map(|s| pieces[s.start].span.cover(pieces[s.end - 1].span).of(text))
            .collect();
        assert_eq!(sentences.join("|"), expected);
    }

    #[test]
    fn full_stops_of_abbreviations_end_no_sentence() {
        check(
            "M. Obama parle. George W. Bush aussi.",
            "M. Obama parle.|George W. Bush aussi.",
        );
        check(
            "L'O.N.U. condamne. L'U.S. Navy aussi.",
            "L'O.N.U. condamne.|L'U.S. Navy aussi.",
        );
        check("Des armes, etc. Elle nie.", "Des armes, etc.|Elle nie.");
        check("Le n° 3. Le vol. 2 manque.", "Le n° 3.|Le vol. 2 manque.");
        check(
            "Environ 10.000 morts. 3,5 % de plus.",
            "Environ 10.000 morts.|3,5 % de plus.",
        );
    }

    #[test]
    fn quotations_run_over_sentences() {
        check(
            "« Il part. Nous restons. » Il sourit.",
            "« Il part.|Nous restons. »|Il sourit.",
        );
        check("« Partez ! » dit-il. Fin.", "« Partez ! » dit-il.|Fin.");
        check(
            "Il dit : \"Partez.\" Elle part.",
            "Il dit : \"Partez.\"|Elle part.",
        );
        check(
            "Elle part. \"Restez\", dit-il.",
            "Elle part.|\"Restez\", dit-il.",
        );
        check(
            "Attendez... Non ! Si ?! Oui… peut-être.",
            "Attendez...|Non !|Si ?!|Oui… peut-être.",
        );
    }

    #[test]
    fn lines_end_sentences_unless_they_are_wrapped() {
        check(
            "Attaque à Alep\nLe régime nie.",
            "Attaque à Alep|Le régime nie.",
        );
        check(
            "Les forces du\nrégime avancent.",
            "Les forces du\nrégime avancent.",
        );
        check("Titre\n\nil est tard", "Titre|il est tard");
        check(
            "1. Le régime avance.\n2. Alep tombe.",
            "1. Le régime avance.|2. Alep tombe.",
        );
        check(
            "22 avril 2017. – Le régime nie.",
            "22 avril 2017. –|Le régime nie.",
        );
    }

    #[test]
    fn no_sentence_is_too_long() {
        let text = "mot, ".repeat(1000);
        let data = Data::embedded();
        let rules = TokenRules::load(&data).unwrap();
        let lexicon = FormLexicon::load(data.file("lexicon/forms.bin").unwrap()).unwrap();
        let tokenizer = Tokenizer {
            rules: &rules,
            lexicon: &lexicon,
        };
        let pieces = tokenizer.tokenize(&text, Span::new(0, text.len()));
        let sentences = segment(&tokenizer, &text, &pieces);
        assert!(
            sentences
                .iter()
                .all(|s| s.len() <= MAX_SENTENCE && !s.is_empty())
        );
        assert_eq!(
            sentences.iter().map(ExactSizeIterator::len).sum::<usize>(),
            2000
        );
    }
}
