//! Which date belongs to which event.
//!
//! A date belongs to the event whose word it depends on, or to the event that is an argument of the
//! verb it depends on. The date of a verb of speech is the date of the speech, not of what is said.

use super::draft::{Draft, Filled};
use super::syntax::DeepGraph;
use super::time::{TimeKind, TimeMention};
use crate::date::Date;
use crate::lexicon::Classes;
use crate::ud::{Sentence, Upos};
use smol_str::SmolStr;

/// Gives each of `drafts`, the events of `sentence`, its date among `times`, those of that sentence.
pub(super) fn date_events(
    drafts: &mut [Draft],
    times: &[&TimeMention],
    sentence: &Sentence,
    graph: &DeepGraph,
    classes: &Classes,
) {
    for time in times {
        let Some(value) = time.value.date.filter(|_| !is_background(time)) else {
            continue;
        };
        let Some(event) = owner(drafts, time, sentence, graph, classes) else {
            continue;
        };
        let draft = &mut drafts[event];
        if draft.date.is_none() {
            draft.date = Some(Filled {
                value,
                status: draft.status,
                span: time.span,
                rule: SmolStr::new_static("date"),
            });
        }
    }
}

fn owner(
    drafts: &[Draft],
    time: &TimeMention,
    sentence: &Sentence,
    graph: &DeepGraph,
    classes: &Classes,
) -> Option<usize> {
    governor(drafts, time, sentence, graph, classes).unwrap_or_else(|| undated(drafts))
}

/// *depuis deux ans*: how long something lasts dates no attack.
fn is_background(time: &TimeMention) -> bool {
    time.value.kind == TimeKind::Since
        && matches!(
            time.value.date,
            Some(Date::Year { .. } | Date::Month { .. })
        )
}

/// The one event of the sentence that has no date.
fn undated(drafts: &[Draft]) -> Option<usize> {
    let mut without = (0..drafts.len()).filter(|&i| drafts[i].date.is_none());
    without.next().filter(|_| without.next().is_none())
}

/// Climbs from the date to the event that governs it: `Some(None)` where it is the date of something else.
fn governor(
    drafts: &[Draft],
    time: &TimeMention,
    sentence: &Sentence,
    graph: &DeepGraph,
    classes: &Classes,
) -> Option<Option<usize>> {
    let tokens = &sentence.tokens;
    let mut at = time
        .tokens
        .clone()
        .find_map(|i| tokens.get(i)?.head.filter(|h| !time.tokens.contains(h)));
    for _ in 0..tokens.len() {
        let word = at?;
        let token = &tokens[word];
        if let Some(i) = drafts.iter().position(|d| d.triggers.contains(&word)) {
            return Some(Some(i));
        }
        let verbal = matches!(token.upos, Upos::Verb | Upos::Aux);
        if verbal {
            if classes.has(&token.lemma, token.upos, "speech") {
                return Some(None);
            }
            return argument(drafts, word, time, graph).map(Some);
        }
        // « l'accord de 2015 »: the date of another noun is not the event's.
        let passes = ["transparent", "relator"];
        if !passes
            .iter()
            .any(|c| classes.has(&token.lemma, token.upos, c))
        {
            return Some(None);
        }
        at = token.head;
    }
    None
}

/// The event that is an argument of verb `verb`, the one nearest to the date.
fn argument(drafts: &[Draft], verb: usize, time: &TimeMention, graph: &DeepGraph) -> Option<usize> {
    drafts
        .iter()
        .enumerate()
        .filter(|(_, d)| {
            graph
                .out_edges(verb)
                .iter()
                .any(|(label, to)| label != "advcl" && d.triggers.contains(to))
        })
        .min_by_key(|(_, d)| d.triggers[0].abs_diff(time.tokens.start))
        .map(|(i, _)| i)
}
