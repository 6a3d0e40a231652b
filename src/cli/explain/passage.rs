use crate::extract::trace::Trace;
use crate::text::{CharIndex, Span};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// How many code points of the sentence are shown on either side of the words, at most.
const CONTEXT: usize = 400;

/// The words of a statement in their sentence, with trigger and arguments marked.
pub(super) struct Passage<'a> {
    text: &'a str,
    chars: CharIndex,
    /// The words of the evidence (bytes).
    span: Span,
    /// What is shown (bytes).
    shown: Span,
    sentence: Span,
    trace: Trace,
}

/// What some words of a passage are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Evidence,
    Argument,
    Trigger,
}

impl Mark {
    /// The signs around the words on plain paper.
    const fn signs(self) -> [&'static str; 2] {
        match self {
            Self::Evidence => ["⟦", "⟧"],
            Self::Argument => ["[", "]"],
            Self::Trigger => ["*", "*"],
        }
    }

    /// The attribute of a terminal (ECMA-48): bold, underlined, reversed.
    const fn attribute(self) -> &'static str {
        match self {
            Self::Evidence => "\u{1b}[1m",
            Self::Argument => "\u{1b}[4m",
            Self::Trigger => "\u{1b}[7m",
        }
    }
}

/// The bytes of code points `begin` to `end` of `text`; `None` if they lie outside it.
pub(super) fn bytes(text: &str, begin: usize, end: usize) -> Option<Span> {
    let mut offsets = text.char_indices().map(|(i, _)| i).chain([text.len()]);
    let start = offsets.nth(begin)?;
    let end = match end.checked_sub(begin)? {
        0 => start,
        n => offsets.nth(n - 1)?,
    };
    Some(Span::new(start, end))
}

impl<'a> Passage<'a> {
    /// The passage of `text` around the words `span`, in `sentence`.
    pub(super) fn new(text: &'a str, span: Span, sentence: Span, trace: Trace) -> Self {
        let before = text[sentence.start..span.start].char_indices().rev();
        let cut = before.map(|(i, _)| sentence.start + i).nth(CONTEXT - 1);
        let start = cut.unwrap_or(sentence.start);
        let mut after = text[span.end..sentence.end].char_indices();
        let end = after
            .nth(CONTEXT)
            .map_or(sentence.end, |(i, _)| span.end + i);
        Self {
            text,
            chars: CharIndex::new(text),
            span,
            shown: Span::new(start, end),
            sentence,
            trace,
        }
    }

    /// The words themselves.
    pub(super) fn words(&self) -> &str {
        self.span.of(self.text)
    }

    /// The words with their sentence, as far as it is shown.
    pub(super) fn sentence(&self) -> &str {
        self.shown.of(self.text)
    }

    /// On one line, with all marks: as attributes of a terminal, else as signs.
    pub(super) fn render(&self, colored: bool) -> String {
        let marks = self.marks();
        let mut edges: Vec<usize> = vec![self.shown.start, self.shown.end];
        edges.extend(marks.iter().flat_map(|(_, s)| [s.start, s.end]));
        edges.retain(|e| (self.shown.start..=self.shown.end).contains(e));
        edges.sort_unstable();
        edges.dedup();
        let mut line = String::new();
        if self.shown.start > self.sentence.start {
            line.push('…');
        }
        for (i, &edge) in edges.iter().enumerate() {
            if !colored {
                let closed = marks.iter().rev().filter(|(_, s)| s.end == edge);
                closed.for_each(|(mark, _)| line.push_str(mark.signs()[1]));
                let opened = marks.iter().filter(|(_, s)| s.start == edge);
                opened.for_each(|(mark, _)| line.push_str(mark.signs()[0]));
            }
            let Some(&next) = edges.get(i + 1) else { break };
            let piece = Span::new(edge, next);
            let inside = || marks.iter().filter(|(_, s)| s.contains(piece));
            if colored {
                inside().for_each(|(mark, _)| line.push_str(mark.attribute()));
            }
            let flat = piece.of(self.text).chars();
            line.extend(flat.map(|c| if c.is_control() { ' ' } else { c }));
            if colored && inside().next().is_some() {
                line.push_str("\u{1b}[0m");
            }
        }
        if self.shown.end < self.sentence.end {
            let _ = write!(line, "…");
        }
        line.trim().to_owned()
    }

    /// Where some words of the article stand, for programs: in code points, with the words.
    fn place(&self, span: Span) -> Value {
        json!({
            "start": self.chars.char_offset(self.text, span.start),
            "end": self.chars.char_offset(self.text, span.end),
            "text": span.of(self.text),
        })
    }

    /// The places of trigger, subject and object, null where unknown.
    pub(super) fn places(&self) -> [Value; 3] {
        let trace = &self.trace;
        [trace.trigger, trace.subject, trace.object]
            .map(|span| span.map_or(Value::Null, |span| self.place(span)))
    }

    /// Marks from the widest kind to the narrowest, none empty.
    fn marks(&self) -> Vec<(Mark, Span)> {
        let all = [
            (Mark::Evidence, Some(self.span)),
            (Mark::Argument, self.trace.subject),
            (
                Mark::Argument,
                self.trace.object.filter(|o| Some(*o) != self.trace.subject),
            ),
            (Mark::Trigger, self.trace.trigger),
        ];
        all.into_iter()
            .filter_map(|(mark, span)| Some((mark, span.filter(|s| !s.is_empty())?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_trigger_and_arguments_stand_in_their_sentence() {
        let text = "Rien. L’été 🙂, e\u{301}té : l’armée a frappé Gao. Fin.";
        let at = |word: &str| {
            let start = text.find(word).unwrap();
            Span::new(start, start + word.len())
        };
        let begin = text.chars().position(|c| c == 'G').unwrap();
        assert_eq!(bytes(text, begin, begin + 3), Some(at("Gao")));
        assert_eq!(bytes(text, 3, 4000), None);
        let sentence = Span::new(at("L’été").start, at(" Fin").start);
        let trace = Trace {
            trigger: Some(at("frappé")),
            subject: Some(at("l’armée")),
            object: Some(at("Gao")),
        };
        let span = at("l’armée").cover(at("Gao"));
        let passage = Passage::new(text, span, sentence, trace);
        assert_eq!(
            passage.render(false),
            "L’été 🙂, e\u{301}té : ⟦[l’armée] a *frappé* [Gao]⟧."
        );
        assert!(
            passage
                .render(true)
                .contains("\u{1b}[1m\u{1b}[7mfrappé\u{1b}[0m")
        );
        assert_eq!(passage.places()[2]["start"], begin);
        let long = "mot ".repeat(1000);
        let cut = Passage::new(
            &long,
            Span::new(1600, 1603),
            Span::new(0, long.len()),
            Trace::default(),
        );
        let line = cut.render(false);
        assert!(line.starts_with('…') && line.ends_with('…'), "{line}");
        assert_eq!(cut.sentence().chars().count(), 2 * CONTEXT + 3);
    }
}
