//! How much speaks for taking two drafts for one event.

use super::draft::{Draft, precision};
use super::fact::Status;
use super::merge::{
    Cast, Merged, dates, distance, is_headline, is_part, is_toll_of, overlap, shared,
};

/// The reasons for taking `b` for the event `m`, weighed.
pub(super) fn reasons(m: &Merged, b: &Draft, cast: &Cast<'_>, title: usize) -> i32 {
    let a = &m.draft;
    let distance = distance(m, b);
    // « leurs attentats du 7 octobre » say by their day which they are.
    let on_a_day = |d: &Draft| d.date.as_ref().is_some_and(|d| precision(d.value) >= 2);
    let by_day = on_a_day(b)
        && !on_a_day(a)
        && ["agent", "target", "place"]
            .iter()
            .all(|r| !shared(a, b, r));
    let mut score = if is_part(m, b, cast) { 3 } else { 0 };
    if dates(a.date.as_ref(), b.date.as_ref()) == Some(true) {
        let same_day = a
            .date
            .as_ref()
            .zip(b.date.as_ref())
            .is_some_and(|(x, y)| x.value == y.value && precision(x.value) >= 2);
        // That a day lies in a year says little.
        let far = a
            .date
            .as_ref()
            .zip(b.date.as_ref())
            .is_some_and(|(x, y)| precision(x.value).abs_diff(precision(y.value)) > 2);
        score += match (same_day, far) {
            (true, _) => 3,
            (_, true) => 0,
            _ if by_day => 1,
            _ => 2,
        };
    }
    for (role, weight) in [("agent", 2), ("target", 2), ("place", 1)] {
        if shared(a, b, role) {
            score += weight;
        } else if overlap(a, b, role, cast) == Some(true) {
            score += weight - 1;
        }
    }
    let claim = !b.lacks("claimedBy");
    let headline = is_headline(m, b, title, cast);
    // « une offensive … Les assauts répétés »: an offensive is made of many.
    let of_offensive = a.lasting && b.plural && b.definite;
    let number_differs = a.plural != b.plural && !of_offensive;
    if number_differs && b.triggers.len() == 1 && !b.toll_only && !claim && !headline {
        score -= 1;
    }
    // « X a tué dix soldats, mais dément l'attentat d'hier »: what points back points out of its sentence.
    if b.definite && distance > 0 && !by_day {
        score += 2;
    }
    // What points back points to what was told last.
    score += match distance {
        0 | 1 if b.back => 5,
        2 if b.back => 3,
        3 if b.back => 2,
        _ => 0,
    };
    // « un double attentat … ces deux attentats »
    let number = |d: &Draft| d.counts.get("count").map(|n| n.value.value);
    if b.definite && number(b).is_some_and(|n| n > 1) && number(a) == number(b) {
        score += 3;
    }
    if a.class == b.class {
        score += 1;
    }
    if a.lemmas.iter().any(|l| b.lemmas.contains(l)) {
        score += 1;
    }
    // A claim is of what was told before.
    if !b.lacks("claimedBy") && b.definite {
        score += 2;
    }
    if b.toll_only && distance <= 1 {
        score += 3;
    }
    // « X ont attaqué une base de Y. Dix-sept soldats ont été tués »
    let dead_of_it = b.date.is_none()
        && !b.lacks("slain")
        && ["agent", "place"].iter().all(|r| b.lacks(r))
        && overlap(a, b, "target", cast) == Some(true);
    if dead_of_it && distance == 1 {
        score += 2;
    }
    if distance <= 1 && is_toll_of(a, b, cast) {
        score += 3;
    }
    if headline {
        score += 3;
    }
    if distance == 1 && b.definite {
        score += 1;
    }
    let same_means = |a: &Draft| {
        let weapon = |d: &Draft| d.weapon.as_ref().map(|w| w.value.clone());
        a.class == b.class && weapon(a).is_some() && weapon(a) == weapon(b)
    };
    // « Deux bombes ont explosé » right after « un attentat »: the news goes on with its details.
    // « des raids aériens », then « une frappe »: one of several, or another.
    let one_of_them = a.plural && !b.plural && !b.definite;
    if distance == 1 && same_means(a) && !b.apart && !one_of_them {
        score += 2;
    }
    // « une vague d'attaques », and then « l'attaque du 15 août »
    let one_day = |d: &Draft| d.date.as_ref().is_some_and(|d| precision(d.value) >= 2);
    if a.plural && a.date.is_none() && !b.plural && one_day(b) && distance > 0 {
        score -= 2;
    }
    // « une trentaine d'attaques ont été enregistrées », of which that may be one
    let many = b.counts.get("count").is_some_and(|n| n.value.value >= 3);
    let same_target = overlap(a, b, "target", cast) == Some(true);
    // « une vague d'attaques », of which they are then counted
    let finer = |x: &Draft, y: &Draft| {
        let precisions = x.date.as_ref().zip(y.date.as_ref());
        precisions.is_some_and(|(x, y)| precision(y.value) > precision(x.value))
    };
    let series = a.plural && b.plural && finer(a, b);
    if many && !b.definite && !same_target && !headline && !series {
        score -= 2;
    }
    // « des missiles ont été tirés depuis des navires de X », of a strike told just before
    let detail = ["target", "place"].iter().all(|r| b.lacks(r)) && b.date.is_none();
    if detail && distance <= 2 && overlap(a, b, "agent", cast) == Some(true) {
        score += 2;
    }
    if b.apart && !is_part(m, b, cast) {
        score -= 3;
    }
    if a.status == Status::Hypothetical {
        score -= 1;
    }
    score
}
