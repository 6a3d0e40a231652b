use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `name` as a safe segment of an IRI: ASCII letters, digits, `-`, `_` and `.`, never empty.
///
/// Accents are dropped. A name with letters of other scripts gets a hash of the whole at its end, so
/// that two such names stay apart.
///
/// ```
/// use griot::article::slug;
/// assert_eq!(slug("2018-03 Frappes à Alep"), "2018-03-Frappes-a-Alep");
/// assert_ne!(slug("سوريا"), slug("اليمن"));
/// ```
#[must_use]
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut lost = false;
    for c in name.nfd().filter(|&c| !is_combining_mark(c)) {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
            out.push(c);
        } else {
            lost |= c.is_alphanumeric();
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
    }
    let kept = out.trim_matches(['-', '.']);
    if lost || kept.is_empty() {
        let stem = if kept.is_empty() { "article" } else { kept };
        return format!("{stem}-{:08x}", fnv1a(name.as_bytes()));
    }
    kept.to_owned()
}

/// The 32-bit FNV-1a hash (Fowler, Noll, Vo), here for its brevity: it need not resist anybody.
fn fnv1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, &b| {
        (h ^ u32::from(b)).wrapping_mul(0x0100_0193)
    })
}
