//! Words: elisions, hyphens, abbreviations, pronouns joined to a verb.

use super::chars::{is_apostrophe, is_digit_space, is_hyphen, is_word, takes_elision};
use super::{Kind, Piece, Place, Tokenizer, fold};
use crate::lexicon::{ReadForms, Readings};
use crate::text::Span;

const ARTICLE: Readings = Readings::named(&["det"]);
const ARTICLE_OR_SUBJECT: Readings = Readings::named(&["det", "propersuj"]);
const OBJECT_OR_PREPOSITION: Readings = Readings::named(&["properobj", "prep"]);
const NOMINAL: Readings = Readings::named(&["nom", "adj"]);
const GRAMMATICAL: Readings = Readings::named(&[
    "det",
    "prep",
    "cjco",
    "cjsub",
    "propersuj",
    "prodem",
    "proind",
    "prorel",
    "proint",
]);
/// What « -t-il » follows.
const FINITE: Readings = Readings::named(&["ipre", "iimp", "ipsi", "ifut", "cond", "spre", "simp"]);
/// What « -le » follows.
const IMPERATIVE: Readings = Readings::named(&["impe"]);
/// What « -ci » follows.
const POINTED_AT: Readings = Readings::named(&["nom", "nb", "proind"]);

/// What a full stop after a word is.
enum FullStop {
    /// Within the word: « O.N.U ».
    Inside,
    /// The end of the word: « M. ».
    Last(Place),
    /// A token of its own.
    Outside,
}

impl Tokenizer<'_> {
    /// End and kind of the word that starts at `at`.
    pub(super) fn word(&self, text: &str, at: usize, before: Option<Piece>) -> (usize, Kind) {
        let mut end = at;
        while let Some(c) = text[end..].chars().next() {
            let after = end + c.len_utf8();
            let joins = text[after..].starts_with(is_word);
            let inside = if is_word(c) {
                true
            } else if is_apostrophe(c) {
                if self.elides(text, Span::new(at, end), after) {
                    return (after, Kind::Word);
                }
                joins
            } else if c == '.' {
                match self.full_stop(text, Span::new(at, end), before) {
                    FullStop::Inside => true,
                    FullStop::Last(place) => return (after, Kind::Abbreviation(place)),
                    FullStop::Outside => false,
                }
            } else if c == '°' && matches!(&text[at..end], "n" | "N") {
                return (after, Kind::Word);
            } else if c == '&' {
                joins_capitals(&text[at..end], &text[after..])
            } else {
                joins && (is_hyphen(c) || c == '@')
            };
            if !inside {
                break;
            }
            end = after;
        }
        (end, Kind::Word)
    }

    /// Whether the apostrophe between `prefix` and `after` ends an elided word.
    fn elides(&self, text: &str, prefix: Span, after: usize) -> bool {
        if !self.rules.is_elision(&fold(prefix.of(text))) {
            return false;
        }
        let mut rest = text[after..].chars();
        let Some(next) = rest.next().filter(|&c| is_word(c)) else {
            // « l' ONU », « l'« oasis » ».
            return true;
        };
        let whole = text[after..]
            .find(|c| !(is_word(c) || is_hyphen(c) || is_apostrophe(c)))
            .map_or(text.len(), |n| after + n);
        if self.rules.is_whole(&fold(&text[prefix.start..whole])) {
            return false;
        }
        // « N'Djamena », « M'Bala » against « l'HLM » and « d'Reims ».
        let acronym = rest.next().is_none_or(|c| !c.is_lowercase());
        let foreign = prefix.len() == 1 && prefix.of(text).starts_with(char::is_uppercase);
        takes_elision(next) || !next.is_uppercase() || acronym || !foreign
    }

    fn full_stop(&self, text: &str, word: Span, before: Option<Piece>) -> FullStop {
        let after = &text[word.end + 1..];
        let mut rest = after.chars();
        let next = rest.next().unwrap_or(' ');
        let form = word.of(text);
        let letters = Letters::of(form);
        if let Some(place) = self.rules.abbreviation(form)
            && (!is_word(next) || (place == Place::Before && !next.is_lowercase()))
        {
            return FullStop::Last(place);
        }
        if is_word(next) {
            let titled = next.is_uppercase() && rest.next().is_some_and(char::is_lowercase);
            let sentence = titled && letters == Letters::Word && form.ends_with(char::is_lowercase);
            return if sentence {
                FullStop::Outside
            } else {
                FullStop::Inside
            };
        }
        let initial_next = is_hyphen(next)
            && rest.next().is_some_and(char::is_uppercase)
            && rest.next() == Some('.');
        match letters {
            Letters::One | Letters::Several if initial_next => FullStop::Inside,
            Letters::Several => FullStop::Last(Place::After),
            Letters::One if self.is_initial(text, word, after, before) => {
                FullStop::Last(Place::Before)
            }
            _ => FullStop::Outside,
        }
    }

    /// Whether the capital at `word`, before a full stop and `after`, stands for a name: « George W. Bush »,
    /// not « l'hépatite B. Elle … ».
    fn is_initial(&self, text: &str, word: Span, after: &str, before: Option<Piece>) -> bool {
        if !word.of(text).starts_with(char::is_uppercase) {
            return false;
        }
        let after = after.trim_start_matches(is_digit_space);
        let Some(next) = after.chars().next() else {
            return false;
        };
        if !is_word(next) {
            return next == ',';
        }
        let named = before.is_none_or(|p| match p.kind {
            Kind::Word => p.span.of(text).starts_with(char::is_uppercase),
            Kind::Abbreviation(_) | Kind::Terminal | Kind::Open | Kind::Quote | Kind::Dash => true,
            _ => false,
        });
        let next_word = &after[..after.find(|c| !is_word(c)).unwrap_or(after.len())];
        !(next.is_uppercase() && self.starts_sentences(next_word, named))
    }

    /// Whether the capital of `word` is likely that of a sentence: a grammatical word, and not one that
    /// names hold (« Jean-Marie A. Le Pen ») where a name comes `named` before it.
    pub(crate) fn starts_sentences(&self, word: &str, named: bool) -> bool {
        let lowered = fold(word);
        let readings = self.lexicon.exact_readings(&lowered);
        let is_particle = readings.overlaps(ARTICLE) && readings.overlaps(OBJECT_OR_PREPOSITION);
        self.is_grammatical_form(&lowered, readings)
            && !(named && is_particle)
            && (!readings.overlaps(NOMINAL) || readings.overlaps(ARTICLE_OR_SUBJECT))
    }

    /// Whether `word` can be an article, a preposition, a conjunction or a pronoun.
    pub(crate) fn is_grammatical(&self, word: &str) -> bool {
        let lowered = fold(word);
        self.is_grammatical_form(&lowered, self.lexicon.exact_readings(&lowered))
    }

    fn is_grammatical_form(&self, lowered: &str, readings: Readings) -> bool {
        // Letters by themselves are names of things, but for « à ».
        (lowered.chars().nth(1).is_some() || !lowered.is_ascii()) && readings.overlaps(GRAMMATICAL)
    }

    /// Adds a word, without the pronouns that are tokens of their own: « a-t-il » is « a » and « -t-il ».
    pub(super) fn push_word(&self, text: &str, piece: Piece, pieces: &mut Vec<Piece>) {
        let mut cuts = [0usize; 2];
        let mut n = 0;
        let mut end = piece.span.end;
        while n < cuts.len()
            && let Some(cut) = self.clitic(&text[piece.span.start..end])
        {
            end = piece.span.start + cut;
            cuts[n] = end;
            n += 1;
        }
        let mut start = piece.span.start;
        let mut breaks = piece.breaks;
        for &cut in cuts[..n].iter().rev() {
            let span = Span::new(start, cut);
            pieces.push(Piece {
                span,
                breaks,
                ..piece
            });
            start = cut;
            breaks = 0;
        }
        let span = Span::new(start, piece.span.end);
        pieces.push(Piece {
            span,
            breaks,
            ..piece
        });
    }

    /// Byte where the last joined pronoun of `form` starts, with its hyphen.
    fn clitic(&self, form: &str) -> Option<usize> {
        let mut hyphens = form.char_indices().rev().filter(|&(_, c)| is_hyphen(c));
        let (last, hyphen) = hyphens.next()?;
        if last == 0 || form.len() - last > 12 {
            return None;
        }
        let suffix = &form[last + hyphen.len_utf8()..];
        let shouted = form.chars().all(|c| !c.is_lowercase());
        if !shouted && suffix.chars().any(char::is_uppercase) {
            return None;
        }
        if let Some((t, c)) = hyphens.next()
            && t > 0
            && self.rules.is_subject(&fold(&form[t + c.len_utf8()..]))
        {
            return Some(t);
        }
        let suffix = fold(suffix);
        let base = fold(&form[..last]);
        let rules = self.rules;
        let is_clitic = [
            (rules.is_subject(&suffix), FINITE),
            (rules.is_object(&suffix), IMPERATIVE),
            (rules.is_deictic(&suffix), POINTED_AT),
        ];
        if !is_clitic.iter().any(|(listed, _)| *listed) || !self.lexicon.readings(form).is_empty() {
            return None;
        }
        let readings = self.lexicon.exact_readings(&base);
        let fits = is_clitic
            .iter()
            .any(|(listed, bases)| *listed && readings.overlaps(*bases));
        // « donne-le-moi »: what is left ends in a pronoun itself.
        (fits || self.clitic(&form[..last]).is_some()).then_some(last)
    }
}

/// How the letters of a word stand between full stops.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// « J »
    One,
    /// « O.N.U », « J.-C »
    Several,
    Word,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut parts = 0;
        for part in word.split('.') {
            let mut chars = part.trim_start_matches(is_hyphen).chars();
            let single = chars.next().is_some_and(char::is_alphabetic)
                && chars.all(|c| !c.is_alphanumeric());
            if !single {
                return Self::Word;
            }
            parts += 1;
        }
        if parts > 1 { Self::Several } else { Self::One }
    }
}

/// « AT&T »
fn joins_capitals(before: &str, after: &str) -> bool {
    before.ends_with(char::is_uppercase) && after.starts_with(char::is_uppercase)
}
