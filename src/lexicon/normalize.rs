//! Two keys under which a name is looked up.
//!
//! The *exact* key forgets case, diacritics, and which apostrophe, hyphen or space parts the words:
//! *États-Unis* and *Etats Unis* share `etats unis`. The *loose* key forgets also what varies
//! between romanizations of Arabic, Persian, Ukrainian, Pashto …: the article (*al-*, *el-*,
//! *ez-*), *ou/u/w*, *kh/k*, *dj/j*, *ch/sh*, *gh/g*, *q/k*, *y/i*, *e/a*, doubled letters, final *h*.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends to `out` the exact key of `text`: words of lowercase letters and digits, one space between.
///
/// Returns false and appends nothing where `text` holds no letter or digit.
pub fn push_exact(text: &str, out: &mut String) -> bool {
    let start = out.len();
    let mut gap = !out.is_empty();
    for c in text.chars() {
        if c.is_ascii() {
            push_ascii(c, &mut gap, out);
        } else if is_joint(c) {
            gap = true;
        } else if let Some(folded) = fold_latin(c) {
            folded.chars().for_each(|c| push_ascii(c, &mut gap, out));
        } else {
            for c in c
                .nfd()
                .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
            {
                open(&mut gap, out);
                out.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c)));
            }
        }
    }
    out.len() > start
}

/// Puts the space before a word that begins.
fn open(gap: &mut bool, out: &mut String) {
    if *gap && !out.is_empty() {
        out.push(' ');
    }
    *gap = false;
}

fn push_ascii(c: char, gap: &mut bool, out: &mut String) {
    if c.is_ascii_alphanumeric() {
        open(gap, out);
        out.push(c.to_ascii_lowercase());
    } else {
        *gap |= is_joint(c);
    }
}

/// The ASCII letters of the most frequent letters outside ASCII, without a table lookup, and of
/// those that Unicode does not decompose.
fn fold_latin(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'À' | 'Â' | 'Á' => "a",
        'ç' | 'Ç' => "c",
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
        'î' | 'ï' | 'í' | 'Î' | 'Ï' | 'Í' | 'ı' | 'İ' => "i",
        'ô' | 'ö' | 'ó' | 'õ' | 'ø' | 'Ô' | 'Ö' | 'Ó' | 'Ø' => "o",
        'ù' | 'û' | 'ü' | 'ú' | 'Ù' | 'Û' | 'Ü' | 'Ú' => "u",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        _ => return None,
    })
}

/// Marks that part words of a name, or stand inside one: hyphens, apostrophes and spaces.
fn is_joint(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\''
                | '’'
                | '‘'
                | 'ʼ'
                | 'ʿ'
                | 'ʾ'
                | '`'
                | '´'
                | '‐'
                | '‑'
                | '–'
                | '/'
                | '_'
                | '('
                | ')'
                | ','
        )
}

/// The exact key of `text`; empty where it holds no letter or digit.
///
/// ```
/// use griot::lexicon::normalize::exact_key;
/// assert_eq!(exact_key("Côte d’Ivoire"), "cote d ivoire");
/// assert_eq!(exact_key("U.S. Navy"), "us navy");
/// ```
#[must_use]
pub fn exact_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    push_exact(text, &mut key);
    key
}

/// The exact key of `text`, borrowed where `text` is one.
pub(crate) fn as_exact_key(text: &str) -> Cow<'_, str> {
    if is_exact_key(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(exact_key(text))
    }
}

/// Whether `text` is words of lowercase ASCII letters and digits, one space between.
fn is_exact_key(text: &str) -> bool {
    let mut inside = false;
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => inside = true,
            b' ' if inside => inside = false,
            _ => return false,
        }
    }
    inside || text.is_empty()
}

/// The loose key of a name, made from its exact key; no spaces.
///
/// ```
/// use griot::lexicon::normalize::{exact_key, loose_key};
/// let key = |name| loose_key(&exact_key(name));
/// assert_eq!(key("Deir ez-Zor"), key("Dayr az Zawr"));
/// assert_eq!(key("al-Mayadeen"), key("Mayadine"));
/// assert_eq!(key("Soleimani"), key("Suleymani"));
/// ```
#[must_use]
pub fn loose_key(exact: &str) -> String {
    let mut key = String::with_capacity(exact.len());
    let words: Vec<&str> = exact.split(' ').collect();
    for (i, word) in words.iter().enumerate() {
        let last = i + 1 == words.len();
        if !last && is_article(word, words[i + 1]) {
            continue;
        }
        push_loose(word, &mut key);
    }
    key
}

/// A second loose key of a name with an article inside, which presses also write in one word:
/// *Deir ez-Zor*, *Deir Ezzor*. `None` where there is no such article.
#[must_use]
pub fn loose_key_joined(exact: &str) -> Option<String> {
    let words: Vec<&str> = exact.split(' ').collect();
    let mut key = String::with_capacity(exact.len());
    let mut found = false;
    for (i, word) in words.iter().enumerate() {
        if i + 1 < words.len() && is_article(word, words[i + 1]) {
            found = true;
            push_loose(&word[..1], &mut key);
        } else {
            push_loose(word, &mut key);
        }
    }
    found.then_some(key)
}

/// Whether `word` is the Arabic article as it is written before `next`, assimilated or not.
fn is_article(word: &str, next: &str) -> bool {
    let mut letters = word.bytes();
    let (Some(b'a' | b'e' | b'u'), Some(second)) = (letters.next(), letters.next()) else {
        return false;
    };
    match letters.next() {
        None => {
            second == b'l' || (next.bytes().next() == Some(second) && b"dnrstz".contains(&second))
        }
        // « ash-Sham », « ech-Cheikh », « ash-Shifa »
        Some(b'h') => {
            matches!(second, b's' | b'c')
                && letters.next().is_none()
                && matches!(next.as_bytes(), [b's' | b'c', b'h', ..])
        }
        Some(_) => false,
    }
}

/// Appends the loose form of one word.
fn push_loose(word: &str, key: &mut String) {
    let start = key.len();
    let bytes = word.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let rest = &bytes[i..];
        let (sound, used) = sound(rest);
        i += used;
        for c in sound.chars() {
            if !key[start..].ends_with(c) {
                key.push(c);
            }
        }
        if used == 0 {
            let c = word[i..].chars().next().unwrap_or('?');
            key.push(c);
            i += c.len_utf8();
        }
    }
    while key.len() > start + 2 && key.ends_with('h') {
        key.pop();
    }
    // A final mute e: « Mayadine », « Mayadin ».
    while key.len() > start + 3 && key.ends_with('a') && word.ends_with('e') {
        key.pop();
    }
}

/// The sound at the start of `rest`, and how many bytes write it; 0 for a letter not of ASCII.
fn sound(rest: &[u8]) -> (&'static str, usize) {
    match rest {
        [b'o', b'u', b'w', ..] | [b'a', b'o', b'u', ..] => ("u", 3),
        [b'o', b'u' | b'o' | b'w', ..] | [b'a', b'w' | b'u', ..] | [b'u', b'w', ..] => ("u", 2),
        [b'e', b'e', ..] => ("i", 2),
        [b'a' | b'e', b'i' | b'y', ..] => ("i", 2),
        [b't', b'c', b'h', ..] | [b's', b'c', b'h', ..] => ("s", 3),
        [b'd', b'j', ..] | [b'd', b'z', b'h', ..] => ("j", 2),
        [b'c' | b's', b'h', ..] => ("s", 2),
        [b'k' | b'q', b'h', ..] | [b'c', b'k', ..] => ("k", 2),
        [b'g', b'h', ..] => ("g", 2),
        [b'g', b'u', b'e' | b'i', ..] => ("g", 2),
        [b'q', b'u', ..] => ("k", 2),
        [b'd' | b't' | b'z' | b'r', b'h', ..] => (letter(rest[0]), 2),
        [b'p', b'h', ..] => ("f", 2),
        [b'c', b'e' | b'i' | b'y', ..] => ("s", 1),
        [first, ..] if first.is_ascii() => (letter(*first), 1),
        _ => ("", 0),
    }
}

/// The sound of one letter.
fn letter(byte: u8) -> &'static str {
    match byte {
        b'a' | b'e' => "a",
        b'i' | b'y' => "i",
        b'o' | b'u' | b'w' => "u",
        b'k' | b'q' | b'c' => "k",
        b'v' => "v",
        b'b' => "b",
        b'd' => "d",
        b'f' => "f",
        b'g' => "g",
        b'h' => "h",
        b'j' => "j",
        b'l' => "l",
        b'm' => "m",
        b'n' => "n",
        b'p' => "p",
        b'r' => "r",
        b's' => "s",
        b't' => "t",
        b'x' => "x",
        b'z' => "z",
        b'0' => "0",
        b'1' => "1",
        b'2' => "2",
        b'3' => "3",
        b'4' => "4",
        b'5' => "5",
        b'6' => "6",
        b'7' => "7",
        b'8' => "8",
        b'9' => "9",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_same(names: &[&str]) {
        let keys: Vec<String> = names.iter().map(|n| loose_key(&exact_key(n))).collect();
        assert!(keys.windows(2).all(|w| w[0] == w[1]), "{names:?} {keys:?}");
    }

    fn check_apart(a: &str, b: &str) {
        assert_ne!(
            loose_key(&exact_key(a)),
            loose_key(&exact_key(b)),
            "{a} {b}"
        );
    }

    #[test]
    fn exact_keys() {
        assert_eq!(exact_key("  États–Unis "), "etats unis");
        assert_eq!(exact_key("E\u{301}tats-Unis"), "etats unis");
        assert_eq!(exact_key("Łódź"), "lodz");
        assert_eq!(exact_key("…"), "");
        assert_eq!(exact_key("Chişinău"), "chisinau");
        assert_eq!(exact_key("Diyarbakır"), "diyarbakir");
    }

    #[test]
    fn transliterations_share_a_loose_key() {
        check_same(&["Deir ez-Zor", "Deir al-Zour", "Dayr az Zawr", "Deir el-Zor"]);
        check_same(&["al-Mayadeen", "Al Mayadin", "Mayadine"]);
        check_same(&["Soleimani", "Suleymani", "Souleimani"]);
        check_same(&["Khan Cheikhoun", "Khan Sheikhoun", "Khan Shaykhun"]);
        check_same(["El Fasher", "El Facher", "Al-Fachir", "al-Fashir"][..2].as_ref());
        check_same(&["Raqqa", "Ar-Raqqah", "Rakka", "al-Raqqa"]);
        check_same(&["Hodeïda", "Hudaydah", "Al-Hudaydah"]);
        check_same(&["Kirkouk", "Kirkuk"]);
        check_same(&["Qamishli", "Kamichli"]);
    }

    #[test]
    fn joined_article() {
        let joined = loose_key_joined(&exact_key("Deir ez-Zor"));
        assert_eq!(joined, Some(loose_key(&exact_key("Deir Ezzor"))));
        assert_eq!(loose_key_joined("bagdad"), None);
    }

    #[test]
    fn different_names_stay_apart() {
        check_apart("Homs", "Hama");
        check_apart("Mali", "Malte");
        check_apart("Alep", "Alger");
        check_apart("Kiev", "Kherson");
    }

    #[test]
    fn a_key_is_its_own_key() {
        for text in [
            "syrie",
            "etats unis",
            "",
            "a  b",
            " a",
            "a ",
            "Gao",
            "27e",
            "l'est",
            "été",
        ] {
            assert_eq!(as_exact_key(text), exact_key(text), "{text}");
        }
        assert!(matches!(as_exact_key("etats unis"), Cow::Borrowed(_)));
    }

    #[test]
    fn keys_never_panic() {
        for text in [
            "é’",
            "al-",
            "ech-",
            "中国",
            "a\u{301}\u{301}",
            "𝔸",
            "ash sh",
        ] {
            let exact = exact_key(text);
            let _ = (loose_key(&exact), loose_key_joined(&exact));
        }
    }
}
