use crate::text::{Diagnostic, Span};
use crate::ud::{Feats, MultiwordToken, Sentence, Token, Upos};
use smol_str::SmolStr;
use std::ops::Range;

/// What can be wrong with a CoNLL-U file: a place in it and a message.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConlluError(#[from] pub Diagnostic);

/// Reads the file at `path` whose text is `source`: each sentence with its text.
///
/// Spans are byte ranges of the sentence's own text: its `# text` comment, or without one its
/// tokens joined as `SpaceAfter` says. Empty nodes, XPOS, DEPS and MISC are not kept. Where no word of a
/// sentence has a head, as in a file that is only tokenized, each word hangs on the first.
///
/// # Errors
/// At the first line that is not CoNLL-U, form that `# text` does not hold, or head that makes no tree.
pub fn read_conllu(path: &str, source: &str) -> Result<Vec<(String, Sentence)>, ConlluError> {
    let file = File { path, source };
    let mut sentences = Vec::new();
    let mut block = Block::default();
    let mut offset = 0;
    for line in source.split('\n') {
        let span = Span::new(offset, offset + line.len());
        offset = span.end + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim().is_empty() {
            sentences.extend(file.sentence(std::mem::take(&mut block))?);
        } else if let Some(comment) = line.strip_prefix('#') {
            block.comment(comment);
        } else {
            block.rows.push(file.row(line, span)?);
        }
    }
    sentences.extend(file.sentence(block)?);
    Ok(sentences)
}

/// The lines between two blank lines.
#[derive(Default)]
struct Block<'a> {
    text: Option<&'a str>,
    rows: Vec<Row<'a>>,
}

impl<'a> Block<'a> {
    fn comment(&mut self, comment: &'a str) {
        if let Some((key, value)) = comment.split_once('=')
            && key.trim() == "text"
        {
            self.text = Some(value.strip_prefix(' ').unwrap_or(value));
        }
    }
}

/// One line of ten columns.
struct Row<'a> {
    span: Span,
    columns: [&'a str; 10],
}

/// What the ID column says the line is.
enum Id {
    Word(usize),
    Multiword(Range<usize>),
    EmptyNode,
}

/// A sentence while its words are read.
#[derive(Default)]
struct Draft {
    sentence: Sentence,
    /// HEAD as written, with the place to blame.
    heads: Vec<(Option<usize>, Span)>,
    text: String,
    position: usize,
}

struct File<'a> {
    path: &'a str,
    source: &'a str,
}

impl<'a> File<'a> {
    fn error(&self, span: Span, message: impl Into<String>) -> ConlluError {
        ConlluError(Diagnostic::error(self.path, self.source, span, message))
    }

    /// The place of column `n` of `row`.
    fn place(&self, row: &Row<'_>, n: usize) -> Span {
        let before: usize = row.columns[..n].iter().map(|c| c.len() + 1).sum();
        let start = row.span.start + before;
        Span::new(start, start + row.columns[n].len())
    }

    fn row(&self, line: &'a str, span: Span) -> Result<Row<'a>, ConlluError> {
        let columns: Vec<&str> = line.split('\t').collect();
        let found = columns.len();
        let columns = columns.try_into().map_err(|_| {
            let message = format!("{found} columns where ten, separated by tabs, are expected");
            self.error(span, message)
        })?;
        Ok(Row { span, columns })
    }

    fn sentence(&self, block: Block<'a>) -> Result<Option<(String, Sentence)>, ConlluError> {
        if block.rows.is_empty() {
            return Ok(None);
        }
        let mut draft = Draft {
            text: block.text.unwrap_or_default().to_owned(),
            ..Draft::default()
        };
        // Words under a multiword token take its span.
        let mut covered: Option<(usize, Span)> = None;
        for row in &block.rows {
            match self.id(row)? {
                Id::EmptyNode => {}
                Id::Multiword(words) => {
                    let expected = draft.sentence.tokens.len();
                    if words.start != expected || words.len() < 2 || covered.is_some() {
                        let message = format!("expected a range of IDs from {}", expected + 1);
                        return Err(self.error(self.place(row, 0), message));
                    }
                    let span = self.surface(row, &mut draft, block.text.is_some())?;
                    covered = Some((words.end, span));
                    draft.sentence.multiword_tokens.push(MultiwordToken {
                        words,
                        form: SmolStr::new(row.columns[1]),
                        span,
                    });
                }
                Id::Word(index) => {
                    let expected = draft.sentence.tokens.len();
                    if index != expected {
                        let message = format!("expected ID {}", expected + 1);
                        return Err(self.error(self.place(row, 0), message));
                    }
                    let span = match covered {
                        Some((_, span)) => span,
                        None => self.surface(row, &mut draft, block.text.is_some())?,
                    };
                    self.word(row, span, &mut draft)?;
                    covered = covered.filter(|&(end, _)| index + 1 < end);
                }
            }
        }
        if covered.is_some() {
            let last = block.rows.last().map_or(Span::default(), |r| r.span);
            return Err(self.error(last, "the sentence ends within a multiword token"));
        }
        self.finish(draft)
    }

    fn id(&self, row: &Row<'_>) -> Result<Id, ConlluError> {
        let id = row.columns[0];
        if id.contains('.') {
            return Ok(Id::EmptyNode);
        }
        let number = |s: &str| s.parse::<usize>().ok().filter(|&n| n > 0);
        let parsed = match id.split_once('-') {
            Some((first, last)) => number(first)
                .zip(number(last))
                .filter(|(first, last)| first <= last)
                .map(|(first, last)| Id::Multiword(first - 1..last)),
            None => number(id).map(|n| Id::Word(n - 1)),
        };
        parsed.ok_or_else(|| {
            let message = format!("`{id}` is no ID; expected `3`, `3-4` or `3.1`");
            self.error(self.place(row, 0), message)
        })
    }

    /// Finds the form of `row` in the text, or adds it to the text where there is none to read.
    fn surface(
        &self,
        row: &Row<'_>,
        draft: &mut Draft,
        has_text: bool,
    ) -> Result<Span, ConlluError> {
        let form = row.columns[1];
        if form.is_empty() {
            return Err(self.error(self.place(row, 1), "empty form"));
        }
        if !has_text {
            if !draft.text.is_empty() && draft.position == draft.text.len() {
                draft.text.push(' ');
            }
            let start = draft.text.len();
            draft.text.push_str(form);
            let end = draft.text.len();
            // A position before the end of the text says that no space follows.
            let glued = row.columns[9].split('|').any(|m| m == "SpaceAfter=No");
            draft.position = if glued { 0 } else { end };
            return Ok(Span::new(start, end));
        }
        let rest = &draft.text[draft.position..];
        let start = draft.position + rest.len() - rest.trim_start().len();
        if !draft.text[start..].starts_with(form) {
            let message = format!("`{form}` does not stand here in `# text`");
            return Err(self.error(self.place(row, 1), message));
        }
        draft.position = start + form.len();
        Ok(Span::new(start, draft.position))
    }

    fn word(&self, row: &Row<'_>, span: Span, draft: &mut Draft) -> Result<(), ConlluError> {
        let [_, form, lemma, upos, _, feats, head, deprel, ..] = row.columns;
        let upos = match upos {
            "_" => Upos::X,
            tag => tag.parse().map_err(|()| {
                let message = format!("`{tag}` is no universal part of speech");
                self.error(self.place(row, 3), message)
            })?,
        };
        let head_place = self.place(row, 6);
        let head = match head {
            "_" => None,
            number => Some(number.parse().map_err(|_| {
                let message = format!("head `{number}` is no number");
                self.error(head_place, message)
            })?),
        };
        draft.heads.push((head, head_place));
        draft.sentence.tokens.push(Token {
            form: form.into(),
            lemma: lemma.into(),
            upos,
            feats: Feats::new(feats),
            head: None,
            deprel: deprel.into(),
            span,
        });
        Ok(())
    }

    fn finish(&self, mut draft: Draft) -> Result<Option<(String, Sentence)>, ConlluError> {
        let tokens = &mut draft.sentence.tokens;
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return Ok(None);
        };
        draft.sentence.span = first.span.cover(last.span);
        if draft.heads.iter().all(|(head, _)| head.is_none()) {
            for (i, token) in tokens.iter_mut().enumerate() {
                token.head = (i > 0).then_some(0);
                token.deprel = if i == 0 { "root" } else { "dep" }.into();
            }
        } else {
            self.attach(tokens, &draft.heads)?;
        }
        Ok(Some((draft.text, draft.sentence)))
    }

    fn attach(
        &self,
        tokens: &mut [Token],
        heads: &[(Option<usize>, Span)],
    ) -> Result<(), ConlluError> {
        let mut root = None;
        for (i, &(head, place)) in heads.iter().enumerate() {
            let head = head.ok_or_else(|| self.error(place, "expected a head"))?;
            if head > tokens.len() {
                let message = format!("head {head} lies outside the sentence");
                return Err(self.error(place, message));
            }
            if head == 0 && root.replace(i).is_some() {
                return Err(self.error(place, "a second root; a sentence has one"));
            }
            tokens[i].head = head.checked_sub(1);
        }
        // A word is settled when its path upwards reaches the root.
        let mut settled = vec![false; tokens.len()];
        for (start, &(_, place)) in heads.iter().enumerate().take(tokens.len()) {
            let mut path = Vec::new();
            let mut at = start;
            while !settled[at] {
                if path.len() > tokens.len() {
                    return Err(self.error(place, "this head closes a cycle"));
                }
                path.push(at);
                match tokens[at].head {
                    Some(head) => at = head,
                    None => break,
                }
            }
            for word in path {
                settled[word] = true;
            }
        }
        Ok(())
    }
}
