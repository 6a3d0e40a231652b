/// How many code points are shown on either side of the words, at most.
const CONTEXT: usize = 160;

/// The words of a statement with what stands around them.
pub(super) struct Passage {
    before: String,
    words: String,
    after: String,
}

impl Passage {
    /// The passage around code points `begin` to `end` of `text`; `None` if they lie outside it.
    pub(super) fn new(text: &str, begin: usize, end: usize) -> Option<Self> {
        let byte = |n: usize| {
            let offsets = text.char_indices().map(|(i, _)| i).chain([text.len()]);
            offsets.into_iter().nth(n)
        };
        let (start, stop) = (byte(begin)?, byte(end)?);
        let words = text.get(start..stop)?.to_owned();
        Some(Self {
            before: tail(&text[..start]),
            words,
            after: head(&text[stop..]),
        })
    }

    /// The words themselves.
    pub(super) fn words(&self) -> &str {
        &self.words
    }

    /// The words with their sentence, as far as it is shown.
    pub(super) fn sentence(&self) -> String {
        format!("{}{}{}", self.before, self.words, self.after)
    }

    /// On one line, the words marked: in bold on a terminal, else between brackets.
    pub(super) fn render(&self, colored: bool) -> String {
        let (open, close) = if colored {
            ("\u{1b}[1m", "\u{1b}[0m")
        } else {
            ("⟦", "⟧")
        };
        let flat = |s: &str| -> String {
            s.chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect()
        };
        format!(
            "{}{open}{}{close}{}",
            flat(&self.before),
            flat(&self.words),
            flat(&self.after)
        )
    }
}

/// What ends a sentence or a line, for showing; the analysis knows better, but is not stored.
const fn ends(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\n' | '\r')
}

fn tail(text: &str) -> String {
    let mut kept: Vec<char> = Vec::new();
    let mut next = ' ';
    for c in text.chars().rev() {
        if matches!(c, '\n' | '\r') || (ends(c) && next.is_whitespace() && !kept.is_empty()) {
            break;
        }
        if kept.len() == CONTEXT {
            kept.push('…');
            break;
        }
        kept.push(c);
        next = c;
    }
    let tail: String = kept.into_iter().rev().collect();
    tail.trim_start().to_owned()
}

fn head(text: &str) -> String {
    let mut kept = String::new();
    let mut chars = text.chars().peekable();
    let mut n = 0;
    while let Some(c) = chars.next() {
        if matches!(c, '\n' | '\r') {
            break;
        }
        if n == CONTEXT {
            kept.push('…');
            break;
        }
        kept.push(c);
        n += 1;
        if ends(c) && chars.peek().is_none_or(|c| c.is_whitespace()) {
            break;
        }
    }
    kept.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_stand_in_their_sentence() {
        let text = "Rien. L’été 🙂, e\u{301}té : l’armée a frappé Gao. Fin.";
        let begin = text.chars().position(|c| c == 'G').unwrap();
        let passage = Passage::new(text, begin, begin + 3).unwrap();
        assert_eq!(passage.words(), "Gao");
        assert_eq!(
            passage.render(false),
            "L’été 🙂, e\u{301}té : l’armée a frappé ⟦Gao⟧."
        );
        assert!(Passage::new(text, 3, 4000).is_none());
    }
}
