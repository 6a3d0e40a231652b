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
const TAIL: usize = 200;
/// The longest caption, in bytes.
const MAX_CAPTION: usize = 300;
/// The longest title, in bytes.
const MAX_TITLE: usize = 260;
/// The shortest line, in bytes, that ends a list of headlines.
const MIN_PROSE: usize = 80;
/// How many lines from the top a title may be repeated in.
const TITLE_ZONE: usize = 8;

/// The patterns of `lexicon/boilerplate.tsv`.
#[derive(Clone, Debug)]
pub(super) struct Cleaner {
    patterns: Patterns,
}

impl Cleaner {
    pub(super) fn load(data: &Data) -> Result<Self, ReaderError> {
        let kinds = [
            "line", "lineCase", "section", "crumbs", "suffix", "credit", "caption",
        ];
        let patterns = patterns::load(data, FILE, &kinds, BTreeMap::new())?;
        Ok(Self { patterns })
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
            in_section = self.is(text, line.span, &["section"]);
            if in_section || self.is(text, line.span, &["line", "lineCase"]) {
                line.dropped = true;
            } else {
                self.shorten(text, line);
            }
        }
        title.or_else(|| plain_title(text, lines))
    }

    /// Whether a pattern of one of `kinds` matches the line under `span`.
    fn is(&self, text: &str, span: Span, kinds: &[&str]) -> bool {
        span.len() <= MAX_LINE && {
            let folded = Folded::new(span.of(text));
            let matches = self.patterns.set.matches(&folded.bytes);
            matches
                .iter()
                .any(|i| kinds.contains(&self.patterns.rows[i].kind.as_str()))
        }
    }

    /// Cuts credits off the end of a line; drops it if what is left is a caption.
    fn shorten(&self, text: &str, line: &mut Line) {
        // A line may end in several: a credit, then an agency.
        for _ in 0..3 {
            let words = line.span.of(text);
            let mut from = words.len().saturating_sub(TAIL);
            while !words.is_char_boundary(from) {
                from += 1;
            }
            let tail = Folded::new(&words[from..]);
            let hit = self.patterns.set.matches(&tail.bytes).iter().find_map(|i| {
                let pattern = &self.patterns.rows[i];
                let ends = ["suffix", "credit", "caption"].contains(&pattern.kind.as_str());
                let found = pattern.regex().filter(|_| ends)?.find(&tail.bytes)?;
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
            if !self.is(text, alive[i].span, &["crumbs"]) {
                continue;
            }
            let words = alive[i].span.of(text);
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
        for p in &cleaner.patterns.rows {
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
            let span = Span::new(0, example.len());
            assert!(
                !cleaner.is(example, span, &["line", "lineCase", "section"]),
                "{example}"
            );
        }
    }
}
