/// A position for people: line and column from 1, the column in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
}

/// Byte offsets of line starts, to turn a byte offset into line and column.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(i, _)| i + 1))
            .collect();
        Self { starts }
    }

    /// Line and column of byte `offset` of `text`, the text that was indexed.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let line = self.starts.partition_point(|&s| s <= offset).max(1);
        let start = self.starts[line - 1];
        let column = text
            .get(start..offset)
            .map_or(0, |before| before.chars().count())
            + 1;
        LineColumn { line, column }
    }

    /// The words of line `line` (from 1) of `text`, without its line break.
    #[must_use]
    pub fn line<'a>(&self, text: &'a str, line: usize) -> &'a str {
        let start = self.starts[line - 1];
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        text[start..end].trim_end_matches(['\n', '\r'])
    }
}

/// Converts byte offsets to code points, as RFC 5147 and NIF 2.0 count them.
///
/// Keeps one entry per 64 bytes, so that a lookup costs at most 64 bytes of scanning.
#[derive(Clone, Debug)]
pub struct CharIndex {
    counts: Vec<u32>,
}

const STRIDE: usize = 64;

impl CharIndex {
    /// Indexes `text` in one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut n = 0u32;
        for (i, b) in text.bytes().enumerate() {
            if i % STRIDE == 0 {
                counts.push(n);
            }
            n += u32::from(b & 0xC0 != 0x80);
        }
        if text.len().is_multiple_of(STRIDE) {
            counts.push(n);
        }
        Self { counts }
    }

    /// How many code points lie before byte `offset` of `text`, the text that was indexed.
    #[must_use]
    pub fn char_offset(&self, text: &str, offset: usize) -> usize {
        let block = offset / STRIDE;
        let tail = text.as_bytes()[block * STRIDE..offset]
            .iter()
            .filter(|&&b| b & 0xC0 != 0x80)
            .count();
        self.counts[block] as usize + tail
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn char_offsets_agree_with_counting() {
        let text = "« L’été », e\u{301}té 🙂 à Deir ez-Zor\u{202f}! ".repeat(9);
        let index = CharIndex::new(&text);
        for (n, (i, _)) in text.char_indices().enumerate() {
            assert_eq!(index.char_offset(&text, i), n);
        }
        assert_eq!(index.char_offset(&text, text.len()), text.chars().count());
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        let text = "été\nà Bagdad\r\n";
        let index = LineIndex::new(text);
        let at = index.line_column(text, text.find("Bagdad").unwrap());
        assert_eq!(at, LineColumn { line: 2, column: 3 });
        assert_eq!(index.line(text, 2), "à Bagdad");
    }
}
