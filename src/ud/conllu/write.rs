use crate::text::{CharIndex, Span};
use crate::ud::{Sentence, Token};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes `sentences`, an analysis of `text`, as CoNLL-U.
///
/// Sentences are named `{id_prefix}1`, `{id_prefix}2` …. `MISC` holds the place of every surface token
/// in `text` in code points, half-open, as `start_char=…|end_char=…`, and `SpaceAfter=No`
/// where the next token follows at once. White space inside `# text` and forms is written as one space
/// a character, since the format is made of lines and tabs.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_conllu(
    out: &mut impl Write,
    text: &str,
    sentences: &[Sentence],
    id_prefix: &str,
) -> io::Result<()> {
    let index = CharIndex::new(text);
    for (i, sentence) in sentences.iter().enumerate() {
        let next = sentences.get(i + 1).map(|s| s.span.start);
        writeln!(out, "# sent_id = {id_prefix}{}", i + 1)?;
        writeln!(out, "# text = {}", on_one_line(sentence.text(text)))?;
        Writer {
            text,
            index: &index,
            sentence,
            next,
        }
        .write(out)?;
        writeln!(out)?;
    }
    Ok(())
}

struct Writer<'a> {
    text: &'a str,
    index: &'a CharIndex,
    sentence: &'a Sentence,
    /// Where the next sentence starts.
    next: Option<usize>,
}

impl Writer<'_> {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut multiword = self.sentence.multiword_tokens.iter().peekable();
        let mut covered = 0;
        for (i, token) in self.sentence.tokens.iter().enumerate() {
            if let Some(whole) = multiword.next_if(|m| m.words.start == i) {
                covered = whole.words.end;
                writeln!(
                    out,
                    "{}-{covered}\t{}\t_\t_\t_\t_\t_\t_\t_\t{}",
                    i + 1,
                    column(&whole.form),
                    self.misc(whole.span, covered)
                )?;
            }
            let misc = if i < covered {
                "_".to_owned()
            } else {
                self.misc(token.span, i + 1)
            };
            write_word(out, i, token, &misc)?;
        }
        Ok(())
    }

    /// MISC of the surface token at `span`; `following` is the index of the word after it.
    fn misc(&self, span: Span, following: usize) -> String {
        let next = self.sentence.tokens.get(following).map(|t| t.span.start);
        let glued = if next.or(self.next) == Some(span.end) {
            "SpaceAfter=No|"
        } else {
            ""
        };
        let start = self.index.char_offset(self.text, span.start);
        let end = self.index.char_offset(self.text, span.end);
        format!("{glued}start_char={start}|end_char={end}")
    }
}

fn write_word(out: &mut impl Write, i: usize, token: &Token, misc: &str) -> io::Result<()> {
    writeln!(
        out,
        "{}\t{}\t{}\t{}\t_\t{}\t{}\t{}\t_\t{misc}",
        i + 1,
        column(&token.form),
        column(&token.lemma),
        token.upos,
        token.feats,
        token.head.map_or(0, |head| head + 1),
        column(&token.deprel),
    )
}

/// `value`, or `_` for an empty one.
fn column(value: &str) -> Cow<'_, str> {
    if value.is_empty() {
        Cow::Borrowed("_")
    } else {
        on_one_line(value)
    }
}

fn on_one_line(text: &str) -> Cow<'_, str> {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if text.contains(breaks) {
        Cow::Owned(text.replace(breaks, " "))
    } else {
        Cow::Borrowed(text)
    }
}
