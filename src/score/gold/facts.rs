//! Facts: plain triples against those of the gold, by the names of their entities.

use super::ArticleScore;
use super::file::{Fact, Gold};
use super::graph::Predicted;
use super::tally::{Mistake, MistakeKind, Tally};
use super::terms::{Terms, is_symmetric};
use std::collections::{BTreeMap, BTreeSet};

type Triple = (String, String, String);

pub(super) fn score(gold: &Gold, predicted: &Predicted, terms: &Terms, score: &mut ArticleScore) {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut right: BTreeSet<&Triple> = BTreeSet::new();
    for fact in &gold.facts {
        let found: BTreeSet<&Triple> = predicted
            .facts
            .iter()
            .filter(|triple| says(gold, predicted, triple, fact))
            .collect();
        if !fact.status.is_plain() {
            // A triple that answers to a fact of the gold, too, is no trap.
            let traps = found.difference(&right);
            score
                .mistakes
                .extend(traps.map(|triple| trap(gold, predicted, triple, fact)));
            continue;
        }
        let is_found = !found.is_empty();
        right.extend(found);
        if fact.optional {
            continue;
        }
        let tally = tallies.entry(&fact.relation).or_default();
        tally.gold += 1;
        tally.found += usize::from(is_found);
        if !is_found {
            score.mistakes.push(missed(gold, fact));
        }
    }
    for triple in &predicted.facts {
        let tally = tallies.entry(&triple.1).or_default();
        tally.predicted += 1;
        if right.contains(triple) {
            tally.right += 1;
        } else {
            score.mistakes.push(spurious(gold, predicted, triple));
        }
    }
    let all = terms.relations().map(|relation| {
        let tally = tallies.get(relation).copied().unwrap_or_default();
        (relation.to_owned(), tally)
    });
    score.facts = all.collect();
}

/// Whether `triple` says what `fact` says.
fn says(gold: &Gold, predicted: &Predicted, triple: &Triple, fact: &Fact) -> bool {
    let (subject, relation, object) = triple;
    let between = |s: &str, o: &str| {
        gold.is_one_of(predicted.names(s), fact.subject.keys())
            && gold.is_one_of(predicted.names(o), fact.object.keys())
    };
    *relation == fact.relation
        && (between(subject, object) || is_symmetric(relation) && between(object, subject))
}

fn trap(gold: &Gold, predicted: &Predicted, triple: &Triple, fact: &Fact) -> Mistake {
    Mistake {
        kind: MistakeKind::Trap,
        what: format!("{} ({})", shown(predicted, triple), fact.status.as_str()),
        ..spurious(gold, predicted, triple)
    }
}

fn missed(gold: &Gold, fact: &Fact) -> Mistake {
    let (s, o) = (fact.subject.display(), fact.object.display());
    Mistake {
        kind: MistakeKind::MissedFact,
        article: gold.article.clone(),
        what: format!("{s} {} {o}", fact.relation),
        words: fact.evidence.clone(),
        rule: None,
    }
}

fn spurious(gold: &Gold, predicted: &Predicted, triple: &Triple) -> Mistake {
    let reason = predicted.reason(triple);
    Mistake {
        kind: MistakeKind::SpuriousFact,
        article: gold.article.clone(),
        what: shown(predicted, triple),
        words: reason.words,
        rule: reason.rule,
    }
}

fn shown(predicted: &Predicted, (subject, relation, object): &Triple) -> String {
    let (subject, object) = (predicted.label(subject), predicted.label(object));
    format!("{subject} {relation} {object}")
}
