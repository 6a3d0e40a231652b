//! Bytes to text: UTF-8, or UTF-16 with a byte order mark; anything else is an error that helps.

/// Bytes that are no text in an encoding that griot reads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A byte that UTF-8 does not allow there.
    #[error(
        "byte {offset} is 0x{byte:02X}, which is not UTF-8{guess}; convert the file, for example with `iconv -f WINDOWS-1252 -t UTF-8 {path}`"
    )]
    NotUtf8 {
        /// Offset of the byte in the file, from 0.
        offset: usize,
        /// The byte.
        byte: u8,
        /// What it would be in Windows-1252, as the end of a clause; may be empty.
        guess: String,
        /// The file, for the command.
        path: String,
    },
    /// A surrogate without its partner, or half a code unit at the end.
    #[error(
        "byte {offset} is not UTF-16, though the byte order mark announces it; save the file again, as UTF-8"
    )]
    NotUtf16 {
        /// Offset in the file, from 0.
        offset: usize,
    },
    /// UTF-16 that does not say so.
    #[error(
        "byte {offset} is NUL, as in UTF-16 without a byte order mark; convert the file, for example with `iconv -f {encoding} -t UTF-8 {path}`"
    )]
    BareUtf16 {
        /// Offset of the first NUL in the file, from 0.
        offset: usize,
        /// `UTF-16LE` or `UTF-16BE`.
        encoding: &'static str,
        /// The file, for the command.
        path: String,
    },
    /// No text at all.
    #[error("byte {offset} shows {kind}; expected the plain text of an article{mend}")]
    NotText {
        /// Offset in the file, from 0.
        offset: usize,
        /// What it is.
        kind: &'static str,
        /// How to mend it, as the end of a clause; may be empty.
        mend: &'static str,
    },
}

/// First bytes of files that people mistake for text, what they are, and how to get at the text.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (
        b"%PDF-",
        "a PDF file",
        "; extract it, for example with `pdftotext`",
    ),
    (
        b"PK\x03\x04",
        "a ZIP archive (or a DOCX, ODT or EPUB file)",
        "; export it as plain text",
    ),
    (b"\x7fELF", "a program", ""),
    (b"\x89PNG", "a PNG image", ""),
    (b"\xff\xd8\xff", "a JPEG image", ""),
    (b"\x1f\x8b", "a gzip file", "; unpack it first"),
    (
        b"\xd0\xcf\x11\xe0",
        "a Microsoft Office file",
        "; export it as plain text",
    ),
    (b"{\\rtf", "an RTF file", "; export it as plain text"),
];

/// The text in `bytes`, without its byte order mark. `path` is for messages only.
pub(super) fn decode(bytes: &[u8], path: &str) -> Result<String, DecodeError> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, 3, path),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes, 0, path),
    }
}

fn utf8(bytes: &[u8], skipped: usize, path: &str) -> Result<String, DecodeError> {
    if let Some(&(_, kind, mend)) = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        let offset = skipped;
        return Err(DecodeError::NotText { offset, kind, mend });
    }
    if let Some(nul) = bytes.iter().position(|&b| b == 0) {
        return Err(nul_error(bytes, nul, skipped, path));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        let byte = bytes[at];
        DecodeError::NotUtf8 {
            offset: skipped + at,
            byte,
            guess: windows_1252(byte)
                .map_or_else(String::new, |c| format!(" (`{c}` in Windows-1252)")),
            path: path.to_owned(),
        }
    })?;
    let start = text.trim_start();
    if ["<!doctype html", "<html"].iter().any(|tag| {
        start
            .get(..tag.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(tag))
    }) {
        return Err(DecodeError::NotText {
            offset: skipped + text.len() - start.len(),
            kind: "HTML",
            mend: "; save the words of the page as text",
        });
    }
    Ok(text.to_owned())
}

/// A NUL byte: UTF-16 if every second byte of the beginning is one, else a binary file.
fn nul_error(bytes: &[u8], nul: usize, skipped: usize, path: &str) -> DecodeError {
    let head = &bytes[..bytes.len().min(512)];
    let nuls = |parity: usize| {
        head.iter()
            .skip(parity)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    let offset = skipped + nul;
    if head.len() >= 4 && (even + odd) * 3 >= head.len() && even.min(odd) * 8 <= even.max(odd) {
        let encoding = if odd > even { "UTF-16LE" } else { "UTF-16BE" };
        let path = path.to_owned();
        return DecodeError::BareUtf16 {
            offset,
            encoding,
            path,
        };
    }
    let kind = "a NUL byte, which no text has";
    DecodeError::NotText {
        offset,
        kind,
        mend: "",
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    let mut offset = 2;
    for c in char::decode_utf16(units) {
        let c = c.map_err(|_| DecodeError::NotUtf16 { offset })?;
        offset += 2 * c.len_utf16();
        text.push(c);
    }
    if bytes.len() % 2 == 1 {
        return Err(DecodeError::NotUtf16 { offset });
    }
    if let Some(nul) = text.find('\0') {
        let offset = 2 + 2 * text[..nul].encode_utf16().count();
        let kind = "a NUL character, which no text has";
        return Err(DecodeError::NotText {
            offset,
            kind,
            mend: "",
        });
    }
    Ok(text)
}

/// The character of a byte above 0x7F in Windows-1252, where it has one that French uses.
fn windows_1252(byte: u8) -> Option<char> {
    match byte {
        0x85 => Some('…'),
        0x91 => Some('‘'),
        0x92 => Some('’'),
        0x93 => Some('“'),
        0x94 => Some('”'),
        0x96 => Some('–'),
        0x97 => Some('—'),
        0x9C => Some('œ'),
        0xA0.. => Some(char::from(byte)),
        _ => None,
    }
}
