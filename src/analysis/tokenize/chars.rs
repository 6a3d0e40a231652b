//! Classes of characters that tokens are cut by.

use unicode_normalization::char::is_combining_mark;

/// White space, or a character without a shape that no token holds.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{200e}' | '\u{200f}'
        )
}

/// Ends a line.
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The apostrophe as typed, printed, or mistyped.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '\u{b4}')
}

/// The hyphen as typed, as Unicode has it, and the one that keeps its line.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Part of a word wherever it stands: letters, digits, marks and characters that only shape them.
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// A space that can part groups of three digits: « 10 000 ».
pub(crate) fn is_digit_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// A picture that starts a token of its own.
pub(crate) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
}

/// Joins, colors or closes a picture: variation selectors, joiners, skin tones, tags, flag halves.
pub(crate) fn is_pictograph_tail(c: char) -> bool {
    matches!(
        c,
        '\u{fe0f}' | '\u{200d}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}'
    )
}

/// Half a flag.
pub(crate) fn is_regional(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// A vowel letter, with any accent, or an h: what elision wants to its right.
pub(crate) fn takes_elision(c: char) -> bool {
    c.to_lowercase().next().is_some_and(|c| {
        matches!(
            c,
            'a' | 'e'
                | 'i'
                | 'o'
                | 'u'
                | 'y'
                | 'h'
                | 'œ'
                | 'æ'
                | 'à'
                | 'á'
                | 'â'
                | 'ä'
                | 'ã'
                | 'å'
                | 'è'
                | 'é'
                | 'ê'
                | 'ë'
                | 'ì'
                | 'í'
                | 'î'
                | 'ï'
                | 'ò'
                | 'ó'
                | 'ô'
                | 'ö'
                | 'õ'
                | 'ø'
                | 'ù'
                | 'ú'
                | 'û'
                | 'ü'
                | 'ÿ'
                | 'ý'
        )
    })
}
