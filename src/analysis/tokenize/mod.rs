//! Text to surface tokens, cut as the French treebanks of Universal Dependencies cut them.

mod chars;
mod number;
mod rules;
mod word;

pub(super) use chars::{is_line_break, is_space};
pub(super) use rules::{Place, TokenRules, fold};

use crate::lexicon::forms::FormLexicon;
use crate::text::Span;
use chars::{is_hyphen, is_pictograph, is_pictograph_tail, is_regional, is_word};

/// A surface token: a place in the text and what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) span: Span,
    pub(super) kind: Kind,
    /// Line breaks between the token before and this one, two for any more.
    pub(super) breaks: u8,
}

/// What a surface token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, perhaps with digits, hyphens, apostrophes and full stops inside.
    Word,
    /// Digits, perhaps grouped, signed or in a row.
    Number,
    /// Ends in a full stop of its own.
    Abbreviation(Place),
    /// `.`, `!`, `?`, `…` or a row of full stops.
    Terminal,
    /// Opening bracket or quotation mark.
    Open,
    /// Closing bracket or quotation mark.
    Close,
    /// A quotation mark that may open or close.
    Quote,
    /// A hyphen or dash by itself.
    Dash,
    /// Anything else.
    Other,
}

/// No token is longer, so that no input makes later stages slow: bytes.
const MAX_TOKEN: usize = 240;

/// Cuts text into tokens.
pub(super) struct Tokenizer<'a> {
    pub(super) rules: &'a TokenRules,
    pub(super) lexicon: &'a FormLexicon,
}

impl Tokenizer<'_> {
    /// The tokens of `region` of `text`. Linear in its length.
    pub(super) fn tokenize(&self, text: &str, region: Span) -> Vec<Piece> {
        let text = &text[..region.end];
        let mut pieces: Vec<Piece> = Vec::with_capacity(region.len() / 5 + 1);
        let mut at = region.start;
        let mut breaks = 0;
        while let Some(c) = text[at..].chars().next() {
            if is_space(c) {
                breaks += u8::from(is_line_break(c) && breaks < 2);
                at += c.len_utf8();
                continue;
            }
            let before = pieces.last().copied();
            let window = &text[..floor_boundary(text, at + 2 * MAX_TOKEN)];
            let (end, kind) = self.token(window, at, c, before);
            let end = end.min(floor_boundary(text, at + MAX_TOKEN));
            let piece = Piece {
                span: Span::new(at, end),
                kind,
                breaks,
            };
            breaks = 0;
            if kind == Kind::Word {
                self.push_word(text, piece, &mut pieces);
            } else {
                pieces.push(piece);
            }
            at = end;
        }
        pieces
    }

    /// End and kind of the token that starts at `at` with `c`.
    fn token(&self, text: &str, at: usize, c: char, before: Option<Piece>) -> (usize, Kind) {
        if let Some(end) = address(text, at) {
            return (end, Kind::Other);
        }
        let glued = before.is_some_and(|p| p.span.end == at);
        if c.is_ascii_digit() || number::is_sign(text, at, c, before) {
            return self.number(text, at);
        }
        if is_word(c) {
            let after_number = glued && before.is_some_and(|p| p.kind == Kind::Number);
            if after_number && let Some(end) = self.glued_unit(text, at) {
                return (end, Kind::Word);
            }
            return self.word(text, at, before);
        }
        if is_pictograph(c) || is_regional(c) {
            return (pictograph_end(text, at, c), Kind::Other);
        }
        symbol(text, at, c, glued)
    }
}

/// Web and mail addresses, `@names` and `#topics`.
fn address(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let bytes = rest.as_bytes();
    match bytes.first()? {
        b'h' | b'H' | b'w' | b'W' | b'f' => {
            let head = rest.get(..8).or_else(|| rest.get(..7)).unwrap_or_default();
            let head = head.to_ascii_lowercase();
            let starts = ["http://", "https://", "www.", "ftp://"];
            if !starts.iter().any(|s| head.starts_with(s)) {
                return None;
            }
            let stop =
                |c: char| is_space(c) || matches!(c, '«' | '»' | '"' | '<' | '>' | '“' | '”');
            let end = rest.find(stop).unwrap_or(rest.len());
            let trimmed = rest[..end]
                .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '…']);
            Some(at + trimmed.len())
        }
        b'@' | b'#' => {
            let name = rest[1..].find(|c| !is_word(c)).unwrap_or(rest.len() - 1);
            (name > 0).then_some(at + 1 + name)
        }
        _ => None,
    }
}

fn pictograph_end(text: &str, at: usize, c: char) -> usize {
    let mut end = at + c.len_utf8();
    let mut joined = is_regional(c);
    for next in text[end..].chars() {
        let continues =
            is_pictograph_tail(next) || (joined && (is_pictograph(next) || is_regional(next)));
        if !continues {
            break;
        }
        end += next.len_utf8();
        joined = next == '\u{200d}';
    }
    end
}

/// A token without letters or digits.
fn symbol(text: &str, at: usize, c: char, glued: bool) -> (usize, Kind) {
    let run = |same: fn(char) -> bool| {
        let rest = &text[at..];
        at + rest.find(|c| !same(c)).unwrap_or(rest.len())
    };
    let one = at + c.len_utf8();
    let rest = &text[one..];
    match c {
        '.' | '…' => (run(|c| matches!(c, '.' | '…')), Kind::Terminal),
        '!' | '?' | '\u{203c}' | '\u{2047}'..='\u{2049}' => (one, Kind::Terminal),
        '+' if rest.starts_with("/-") => (at + 3, Kind::Other),
        '°' if rest.starts_with(['C', 'F']) && !rest[1..].starts_with(is_word) => {
            (one + 1, Kind::Word)
        }
        '«' | '“' | '„' | '‹' | '(' | '[' | '{' => (one, Kind::Open),
        '‘' if !glued => (one, Kind::Open),
        '»' | '”' | '›' | ')' | ']' | '}' => (one, Kind::Close),
        '"' | '‟' | '\'' | '’' | '‘' => (one, Kind::Quote),
        '–' | '—' | '―' | '−' => (one, Kind::Dash),
        c if is_hyphen(c) => (run(is_hyphen), Kind::Dash),
        _ => {
            let marks = rest.find(|c| !(is_word(c) && !c.is_alphanumeric() && c != '_'));
            (one + marks.unwrap_or(rest.len()), Kind::Other)
        }
    }
}

/// The last character boundary of `text` at or before byte `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at)
        .rev()
        .find(|&i| text.is_char_boundary(i))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
