//! Lines of a text, and paragraphs made of lines that an editor broke.

use crate::text::Span;

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its words, in bytes, without blanks at either end.
    pub(super) span: Span,
    /// Whether a blank line, a dropped line or the start of the text lies before it.
    pub(super) opens_block: bool,
    /// Whether it is markup of its own: a heading or list item, never joined to its neighbors.
    pub(super) alone: bool,
    /// Whether it was found to be no part of the article.
    pub(super) dropped: bool,
}

/// The widest line, in characters, that still counts as broken by an editor.
const MAX_WRAP: usize = 100;
/// The narrowest measure that editors wrap at, in characters.
const MIN_WRAP: usize = 50;
/// How far, in characters, a line may fall short of the measure and still be full.
const SLACK: usize = 20;

/// The lines of `text` that are not blank. Every line break of Unicode ends a line, form feeds too.
pub(super) fn lines(text: &str, markdown: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut blank = true;
    let mut start = 0;
    let breaks = text
        .char_indices()
        .filter(|&(_, c)| is_line_break(c))
        .map(|(i, c)| (i, c.len_utf8(), c))
        .chain(std::iter::once((text.len(), 0, '\n')));
    for (end, width, c) in breaks {
        let (span, alone) = trim(text, Span::new(start, end), markdown);
        // « \r\n » gives an empty line between its two characters, which is no blank line.
        let within_crlf =
            c == '\n' && end == start && start > 0 && text.as_bytes()[start - 1] == b'\r';
        start = end + width;
        if span.is_empty() {
            blank |= !within_crlf;
        } else {
            lines.push(Line {
                span,
                opens_block: blank,
                alone,
                dropped: false,
            });
            blank = matches!(c, '\u{c}' | '\u{2029}');
        }
    }
    lines
}

const fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Blanks, and the characters of no width that pages leave behind.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}')
}

/// `span` without blanks, and in Markdown without the marks of headings, items and quotations;
/// and whether such a mark was there.
fn trim(text: &str, span: Span, markdown: bool) -> (Span, bool) {
    let mut span = trim_blanks(text, span);
    let mut alone = false;
    loop {
        if !markdown {
            break;
        }
        let words = span.of(text);
        let mark = words.len() - words.trim_start_matches('#').len();
        let rest = &words[mark..];
        let cut = if (1..=6).contains(&mark) && rest.starts_with(' ') {
            mark
        } else if ["> ", "- ", "* ", "+ "]
            .iter()
            .any(|m| words.starts_with(m))
        {
            1
        } else if !words.is_empty()
            && words
                .chars()
                .all(|c| matches!(c, '-' | '*' | '_' | '=' | ' ' | '>'))
        {
            words.len()
        } else {
            break;
        };
        alone |= !words.starts_with('>');
        span = trim_blanks(text, Span::new(span.start + cut, span.end));
    }
    (span, alone)
}

/// `span` without blanks at either end.
pub(super) fn trim_blanks(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + words.len() - words.trim_start_matches(is_blank).len();
    let kept = words.trim_matches(is_blank).len();
    Span::new(start, start + kept)
}

/// The paragraphs: lines that stay, those of one paragraph joined where an editor broke it.
pub(super) fn join_wrapped(text: &str, lines: &[Line]) -> Vec<Span> {
    let mut regions: Vec<Span> = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        while end < lines.len() && !lines[end].opens_block {
            end += 1;
        }
        join_block(text, &lines[start..end], start == 0, &mut regions);
        start = end;
    }
    regions
}

fn join_block(text: &str, block: &[Line], first: bool, regions: &mut Vec<Span>) {
    let widths: Vec<usize> = block.iter().map(|l| width(l.span.of(text))).collect();
    let measure = widths.iter().copied().max().unwrap_or(0);
    let wrapped = block.len() >= 3 && (MIN_WRAP..=MAX_WRAP).contains(&measure);
    let mut joined = false;
    for (i, line) in block.iter().enumerate() {
        if line.dropped || line.span.is_empty() {
            joined = false;
            continue;
        }
        match regions.last_mut() {
            Some(last) if joined => *last = last.cover(line.span),
            _ => regions.push(line.span),
        }
        joined = block.get(i + 1).is_some_and(|next| {
            let words = (line.span.of(text), next.span.of(text));
            let full = wrapped
                && !(first && i == 0)
                && widths[i] + SLACK >= measure
                && widths[i] + 1 + width(first_word(words.1)) > measure;
            let narrow = widths[i] <= MAX_WRAP && widths[i] + 2 * SLACK >= MIN_WRAP;
            !line.alone
                && !next.alone
                && !next.dropped
                && (full || narrow && continues(words.0, words.1))
        });
    }
}

/// Width of a line in characters; exact only up to what matters here.
fn width(words: &str) -> usize {
    words.chars().take(MAX_WRAP + 1).count()
}

fn first_word(words: &str) -> &str {
    words.split(char::is_whitespace).next().unwrap_or_default()
}

/// Whether a sentence that has not ended in `line` goes on in `next`.
fn continues(line: &str, next: &str) -> bool {
    let open = !line.ends_with(['.', '!', '?', '…', ':', ';', '»', '”', '"', ')']);
    open && next.starts_with(char::is_lowercase)
}
