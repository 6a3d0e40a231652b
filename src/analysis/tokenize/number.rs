//! Numbers: groups of digits, decimals, dates, scores, hours, ordinals.

use super::chars::{is_digit_space, is_hyphen, is_word};
use super::{Kind, Piece, Tokenizer, fold};

/// Whether the `+` or minus `c` at `at` belongs to the number after it: « -0,8 », not « 1-0 ».
pub(super) fn is_sign(text: &str, at: usize, c: char, before: Option<Piece>) -> bool {
    matches!(c, '+' | '-' | '−')
        && text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
        && before.is_none_or(|p| p.span.end < at || p.kind == Kind::Open)
}

impl Tokenizer<'_> {
    /// The token that starts at `at` with a digit or a sign and a digit.
    pub(super) fn number(&self, text: &str, at: usize) -> (usize, Kind) {
        let sign = text[at..].find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let first = digits(text, at + sign);
        let mut end = grouped(text, at + sign, first);
        while let Some(longer) = longer(text, end) {
            end = longer;
        }
        let rest = &text[end..];
        let run = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        if run > 0 {
            if self.rules.is_ordinal(&fold(&rest[..run])) {
                return (end + run, Kind::Word);
            }
            if self.glued_unit(text, end).is_some() {
                return (end, Kind::Number);
            }
            return self.word(text, at + sign, None);
        }
        let mut after = rest.chars();
        let joined = after.next().is_some_and(is_hyphen) && after.next().is_some_and(is_word);
        if joined && sign == 0 && end == first {
            return self.word(text, at, None);
        }
        (end, Kind::Number)
    }

    /// End of the unit that follows a number at once: « h » in « 20h45 », « km » in « 30km ».
    pub(super) fn glued_unit(&self, text: &str, at: usize) -> Option<usize> {
        let rest = &text[at..];
        let run = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        let hour = run
            .strip_prefix(['h', 'H'])
            .is_some_and(|m| m.starts_with(|c: char| c.is_ascii_digit()));
        if hour {
            return Some(at + 1);
        }
        self.rules.is_unit(run).then_some(at + run.len())
    }
}

/// End of the ASCII digits from `at`.
fn digits(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len())
}

/// End of the groups of three digits, parted by one kind of space or apostrophe, that follow the first.
fn grouped(text: &str, start: usize, first: usize) -> usize {
    let mut end = first;
    let mut separator = None;
    while first - start <= 3
        && let Some(c) = text[end..].chars().next()
        && (is_digit_space(c) || c == '\'')
        && separator.is_none_or(|s| s == c)
    {
        let group = end + c.len_utf8();
        let group_end = digits(text, group);
        if group_end - group != 3 || text[group_end..].starts_with(is_word) {
            break;
        }
        separator = Some(c);
        end = group_end;
    }
    end
}

/// End of the next digits where a separator joins them: « 4,5 », « 29.000 », « 20:45 », « 12/05 », « 1971-72 ».
fn longer(text: &str, at: usize) -> Option<usize> {
    let c = text[at..].chars().next()?;
    let joins = matches!(c, ',' | '.' | ':' | '/') || is_hyphen(c);
    let start = at + c.len_utf8();
    let end = digits(text, start);
    (joins && end > start).then_some(end)
}
