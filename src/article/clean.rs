//! Finds what is not article: buttons, notices, forms, credits, lists of other articles.

use super::ReaderError;
use super::fold::Folded;
use super::lines::{Line, trim_blanks};
use super::patterns::{self, Patterns};
use crate::data::Data;
use crate::text::Span;
use std::collections::BTreeMap;

const FILE: &str = "lexicon/boilerplate.tsv";

/// The longest line, in bytes, that may be furniture as a whole.
const MAX_LINE: usize = 700;
/// How many bytes of a line's end are searched for credits.
const TAIL: usize = 400;
/// The longest caption, in bytes.
const MAX_CAPTION: usize = 300;
/// The longest title, in bytes.
const MAX_TITLE: usize = 260;
/// The shortest line, in bytes, that ends a list of headlines.
const MIN_PROSE: usize = 80;
/// How many lines from the top a title may be repeated in.
const TITLE_ZONE: usize = 8;

/// Kinds of patterns of whole lines, all anchored at the start: a line of prose ends their search early.
const WHOLE: [&str; 4] = ["line", "lineCase", "section", "crumbs"];
/// Kinds of patterns of the ends of lines.
const ENDS: [&str; 3] = ["suffix", "credit", "caption"];

/// The patterns of `lexicon/boilerplate.tsv`.
#[derive(Clone, Debug)]
pub(super) struct Cleaner {
    whole: Patterns,
    ends: Patterns,
}

/// What a line is, seen as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Prose,
    Furniture,
    Section,
    Crumbs,
}

impl Cleaner {
    pub(super) fn load(data: &Data) -> Result<Self, ReaderError> {
        let kinds = [&WHOLE[..], &ENDS[..]].concat();
        let load = |wanted: &[&str]| patterns::load(data, FILE, &kinds, wanted, BTreeMap::new());
        Ok(Self {
            whole: load(&WHOLE)?,
            ends: load(&ENDS)?,
        })
    }

    /// Drops or shortens the lines that are not article, and gives the title.
    pub(super) fn clean(&self, text: &str, lines: &mut [Line]) -> Option<Span> {
        let title = self.crumbs(text, lines);
        let mut in_section = false;
        for line in lines.iter_mut().filter(|l| !l.dropped) {
            if in_section && !is_prose(line.span.of(text)) {
                line.dropped = true;
                continue;
            }
            let look = self.look(line.span.of(text));
            in_section = look == Look::Section;
            if matches!(look, Look::Section | Look::Furniture) {
                line.dropped = true;
            } else {
                self.shorten(text, line);
            }
        }
        title.or_else(|| plain_title(text, lines))
    }

    fn look(&self, words: &str) -> Look {
        if words.len() > MAX_LINE {
            return Look::Prose;
        }
        let matches = self.whole.set.matches(&Folded::new(words).bytes);
        let looks = matches
            .iter()
            .map(|i| match self.whole.rows[i].kind.as_str() {
                "section" => Look::Section,
                "crumbs" => Look::Crumbs,
                _ => Look::Furniture,
            });
        // « Accueil » Monde » Titre » may hold words of furniture; a section says more than a line.
        looks.max_by_key(|look| *look as u8).unwrap_or(Look::Prose)
    }

    /// Cuts credits off the end of a line; drops it if what is left is a caption.
    fn shorten(&self, text: &str, line: &mut Line) {
        // Prose that ends in a full stop has no credit after it, except one in parentheses.
        let words = line.span.of(text);
        if words.ends_with('.') && !words.ends_with(").") && !words.ends_with("...") {
            return;
        }
        // A line may end in several: a credit, then an agency.
        for _ in 0..3 {
            let words = line.span.of(text);
            let mut from = words.len().saturating_sub(TAIL);
            while !words.is_char_boundary(from) {
                from += 1;
            }
            let tail = Folded::new(&words[from..]);
            let hit = self.ends.set.matches(&tail.bytes).iter().find_map(|i| {
                let pattern = &self.ends.rows[i];
                let found = pattern.regex()?.find(&tail.bytes)?;
                Some((pattern.kind.as_str(), tail.place(found.start())))
            });
            let Some((kind, at)) = hit else {
                return;
            };
            let end = line.span.start + from + at;
            let kept = trim_blanks(text, Span::new(line.span.start, end));
            let caption = match kind {
                "credit" => kept.len() <= MAX_CAPTION,
                "caption" => !kept.of(text).ends_with(is_sentence_end),
                _ => false,
            };
            line.dropped = kept.is_empty() || caption;
            line.span = kept;
            if line.dropped {
                return;
            }
        }
    }

    /// Drops breadcrumbs, « Accueil » Monde » Titre », and what repeats the title below them.
    fn crumbs(&self, text: &str, lines: &mut [Line]) -> Option<Span> {
        let mut alive: Vec<&mut Line> = lines
            .iter_mut()
            .filter(|l| !l.dropped)
            .take(TITLE_ZONE)
            .collect();
        let mut title = None;
        for i in 0..alive.len() {
            let words = alive[i].span.of(text);
            if self.look(words) != Look::Crumbs {
                continue;
            }
            let last = words
                .rsplit(['»', '>', '›', '/', '|'])
                .next()
                .unwrap_or_default()
                .trim();
            let repeated =
                !last.is_empty() && alive[i + 1..].iter().any(|l| l.span.of(text) == last);
            if repeated || last.len() < MIN_PROSE / 2 {
                alive[i].dropped = true;
            } else {
                alive[i].span = trim_blanks(
                    text,
                    Span::new(alive[i].span.end - last.len(), alive[i].span.end),
                );
            }
            if title.is_none() && !last.is_empty() {
                title = alive[i..]
                    .iter()
                    .find(|l| !l.dropped && l.span.of(text) == last)
                    .map(|l| l.span);
            }
        }
        drop_repeats(text, &mut alive);
        title
    }
}

/// Drops lines near the top that say again what a line before them said.
fn drop_repeats(text: &str, alive: &mut [&mut Line]) {
    for i in 1..alive.len() {
        let words = alive[i].span.of(text);
        let said = words.len() <= MAX_LINE
            && alive[..i]
                .iter()
                .any(|l| !l.dropped && l.span.of(text) == words);
        alive[i].dropped |= said;
    }
}

/// The first line, if it is short, ends like no sentence, and has more after it.
fn plain_title(text: &str, lines: &[Line]) -> Option<Span> {
    let mut alive = lines.iter().filter(|l| !l.dropped);
    let first = alive.next()?;
    let words = first.span.of(text);
    let headline = words.len() <= MAX_TITLE && !words.ends_with(['.', '…', ';', ':', ',']);
    (alive.next().is_some() && (headline || first.alone)).then_some(first.span)
}

fn is_prose(words: &str) -> bool {
    words.len() >= MIN_PROSE && words.ends_with(is_sentence_end)
}

fn is_sentence_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '»' | '”' | '"' | ')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_keeps_its_examples() {
        let cleaner = Cleaner::load(&Data::embedded()).unwrap();
        for p in cleaner.whole.rows.iter().chain(&cleaner.ends.rows) {
            let is_match = |example: &str| p.regex().unwrap().is_match(&Folded::new(example).bytes);
            assert!(!p.matches.is_empty(), "`{}` has no example", p.source);
            for example in &p.matches {
                assert!(is_match(example), "`{}` misses `{example}`", p.source);
            }
            for example in &p.rejects {
                assert!(!is_match(example), "`{}` takes `{example}`", p.source);
            }
        }
    }

    #[test]
    fn prose_is_not_furniture() {
        let cleaner = Cleaner::load(&Data::embedded()).unwrap();
        for example in [
            "L’armée a partagé un bilan provisoire de douze morts.",
            "Suivez l’évolution de la situation : l’armée a repris la ville de Sake.",
            "Par ailleurs, trois soldats ont été tués à Gao.",
            "Publié mardi, le rapport accuse le M23.",
            "Les combats ont repris",
        ] {
            assert_eq!(cleaner.look(example), Look::Prose, "{example}");
        }
    }
}
