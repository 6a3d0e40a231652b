//! Finds what is not article: buttons, notices, forms, credits, lists of other articles.

use super::ReaderError;
use super::lines::{Line, trim_blanks};
use super::patterns::{self, Pattern};
use crate::data::Data;
use crate::text::Span;
use regex::RegexSet;
use std::collections::BTreeMap;

const FILE: &str = "lexicon/boilerplate.tsv";

/// The longest line, in bytes, that may be furniture as a whole.
const MAX_LINE: usize = 700;
/// How many bytes of a line's end are searched for credits.
const TAIL: usize = 200;
/// The longest title, in bytes.
const MAX_TITLE: usize = 260;
/// The shortest line, in bytes, that ends a list of headlines.
const MIN_PROSE: usize = 80;
/// How many lines from the top a title may be repeated in.
const TITLE_ZONE: usize = 8;

/// The patterns of `lexicon/boilerplate.tsv`.
#[derive(Clone, Debug)]
pub(super) struct Cleaner {
    patterns: Vec<Pattern>,
    lines: RegexSet,
    sections: RegexSet,
    crumbs: RegexSet,
}

impl Cleaner {
    pub(super) fn load(data: &Data) -> Result<Self, ReaderError> {
        let kinds = [
            "line",
            "lineCase",
            "section",
            "crumbs",
            "suffix",
            "suffixCase",
            "caption",
        ];
        let patterns = patterns::load(data, FILE, &kinds, BTreeMap::new())?;
        Ok(Self {
            lines: set(&patterns, &["line", "lineCase"]),
            sections: set(&patterns, &["section"]),
            crumbs: set(&patterns, &["crumbs"]),
            patterns,
        })
    }

    /// Drops or shortens the lines that are not article, and gives the title.
    pub(super) fn clean(&self, text: &str, lines: &mut [Line]) -> Option<Span> {
        let title = self.crumbs(text, lines);
        let mut in_section = false;
        for line in lines.iter_mut().filter(|l| !l.dropped) {
            let words = line.span.of(text);
            if in_section && !is_prose(words) {
                line.dropped = true;
                continue;
            }
            in_section = false;
            if words.len() <= MAX_LINE && self.sections.is_match(words) {
                in_section = true;
                line.dropped = true;
            } else if words.len() <= MAX_LINE && self.lines.is_match(words) {
                line.dropped = true;
            } else {
                self.shorten(text, line);
            }
        }
        title.or_else(|| plain_title(text, lines))
    }

    /// Cuts credits off the end of a line; drops it if what is left is a caption.
    fn shorten(&self, text: &str, line: &mut Line) {
        for pattern in &self.patterns {
            if !matches!(pattern.kind.as_str(), "suffix" | "suffixCase" | "caption") {
                continue;
            }
            let words = line.span.of(text);
            let mut from = words.len().saturating_sub(TAIL);
            while !words.is_char_boundary(from) {
                from += 1;
            }
            let Some(found) = pattern.regex.find(&words[from..]) else {
                continue;
            };
            let end = line.span.start + from + found.start();
            let kept = trim_blanks(text, Span::new(line.span.start, end));
            let caption = pattern.kind == "caption" && !kept.of(text).ends_with(is_sentence_end);
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
            if words.len() > MAX_LINE || !self.crumbs.is_match(words) {
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

fn set(patterns: &[Pattern], kinds: &[&str]) -> RegexSet {
    let sources = patterns
        .iter()
        .filter(|p| kinds.contains(&p.kind.as_str()))
        .map(|p| {
            if p.kind.ends_with("Case") {
                p.regex.as_str().to_owned()
            } else {
                format!("(?i:{})", p.regex.as_str())
            }
        });
    RegexSet::new(sources).expect("each pattern was compiled by itself before")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_keeps_its_examples() {
        let cleaner = Cleaner::load(&Data::embedded()).unwrap();
        for p in &cleaner.patterns {
            assert!(!p.matches.is_empty(), "`{}` has no example", p.regex);
            for example in &p.matches {
                assert!(
                    p.regex.is_match(example),
                    "`{}` misses `{example}`",
                    p.regex
                );
            }
            for example in &p.rejects {
                assert!(
                    !p.regex.is_match(example),
                    "`{}` takes `{example}`",
                    p.regex
                );
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
            assert!(!cleaner.lines.is_match(example), "{example}");
            assert!(!cleaner.sections.is_match(example), "{example}");
        }
    }
}
