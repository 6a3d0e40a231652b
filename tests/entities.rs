//! Entities of short texts, through analysis and the entity stage: what is found, as what, and what is not.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use griot::analysis::Analyzer;
use griot::data::Data;
use griot::extract::entity::{Finder, MentionKind, Mentions};
use griot::lexicon::Names;
use std::sync::LazyLock;

static STAGES: LazyLock<(Analyzer, Names, Finder)> = LazyLock::new(|| {
    let data = Data::embedded();
    let finder = Finder::load(&data).unwrap_or_else(|errors| panic!("{errors:?}"));
    (
        Analyzer::load(&data).unwrap(),
        Names::load(&data).unwrap(),
        finder,
    )
});

fn find(text: &str) -> Mentions {
    let (analyzer, names, finder) = &*STAGES;
    finder.find(text, &analyzer.analyze(text, &[]), names)
}

/// The entities of `text`, each as `id Class`, sorted.
fn ids(text: &str) -> Vec<String> {
    let found = find(text);
    let mut ids: Vec<String> = found
        .entities
        .iter()
        .map(|e| format!("{} {}", e.id, e.classes[0]))
        .collect();
    ids.sort();
    ids
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(ids(text), expected, "{text}");
}

#[track_caller]
fn check_has(text: &str, expected: &[&str]) {
    let ids = ids(text);
    for id in expected {
        assert!(
            ids.iter().any(|i| i == id),
            "{id} is not in {ids:?}: {text}"
        );
    }
}

#[test]
fn forces_of_a_country_are_one() {
    check_has(
        "Les forces américaines ont quitté la base. Des soldats américains restent en Irak.",
        &[
            "armee-americaine MilitaryForce",
            "etats-unis State",
            "irak State",
        ],
    );
    let found =
        find("Les forces américaines ont quitté Erbil. Des soldats américains restent en Irak.");
    let army = found
        .entities
        .iter()
        .position(|e| e.id == "armee-americaine")
        .unwrap();
    assert_eq!(
        found
            .mentions
            .iter()
            .filter(|m| m.entity == Some(army))
            .count(),
        2
    );
}

#[test]
fn groups_of_one_backer_are_one() {
    for text in [
        "Des milices soutenues par l'Iran ont attaqué Erbil.",
        "Des groupes armés alignés sur l'Iran ont attaqué Erbil.",
        "Des milices pro-iraniennes ont attaqué Erbil.",
        "Des combattants proiraniens ont attaqué Erbil.",
        "Des milices armées, équipées et dirigées par l'Iran ont attaqué Erbil.",
    ] {
        check_has(text, &["groupes-lies-a-iran ArmedGroup"]);
    }
}

#[test]
fn capitals_act_as_states_and_are_places() {
    check("Moscou a condamné ces frappes.", &["russie State"]);
    check_has("Il a été reçu à Moscou.", &["moscou City"]);
    check(
        "Washington et Londres bombardent les positions.",
        &["etats-unis State", "royaume-uni State"],
    );
}

#[test]
fn sides_of_a_country_are_regions() {
    check_has(
        "Ils sont entrés dans l'est de la Syrie.",
        &["est-syrie Region", "syrie State"],
    );
    check_has(
        "Ils sont entrés dans le nord-est syrien.",
        &["nord-est-syrie Region"],
    );
}

#[test]
fn persons_carry_their_offices() {
    let found = find("Le commandant du Centcom, le général Michael Kurilla, a confirmé l'attaque.");
    let person = found
        .mentions
        .iter()
        .find(|m| m.kind == MentionKind::Name && !m.roles.is_empty())
        .unwrap();
    let entity = &found.entities[person.entity.unwrap()];
    assert_eq!(entity.label, "Michael Kurilla");
    assert!(
        person
            .roles
            .iter()
            .any(|r| r.of.is_some_and(|of| found.entities[of].id == "centcom")),
        "{:?}",
        person.roles
    );
}

#[test]
fn surnames_mean_the_person_named_in_full() {
    check(
        "Le ministre Jean Durandal a parlé. Durandal a refusé de répondre.",
        &["jean-durandal Person"],
    );
}

#[test]
fn descriptions_refer_back() {
    let text =
        "La coalition internationale a frappé Daech à Mossoul. La coalition a visé le groupe.";
    let found = find(text);
    let entity_of = |words: &str, nth: usize| {
        let at = text.match_indices(words).nth(nth).unwrap().0;
        found
            .mentions
            .iter()
            .find(|m| m.span.start <= at && at < m.span.end && m.sentence == 1)
            .and_then(|m| m.entity)
    };
    let label = |e: Option<usize>| e.map(|e| found.entities[e].label.as_str());
    assert_eq!(
        label(entity_of("La coalition", 1)),
        Some("Coalition internationale contre l'État islamique")
    );
    assert_eq!(label(entity_of("groupe", 0)), Some("État islamique"));
}

#[test]
fn an_unsure_pronoun_stays_open() {
    let found = find("Le rythme des attaques augmente. Ils ont peur.");
    assert!(
        found
            .mentions
            .iter()
            .all(|m| m.kind != MentionKind::Pronoun)
    );
}

#[test]
fn adjectives_of_origin_do_not_turn_groups_into_their_country() {
    for text in [
        "Les rebelles haïtiens ont attaqué la prison.",
        "Les gangs haïtiens ont attaqué la prison.",
    ] {
        let found = find(text);
        let first = found.mentions.first().and_then(|m| m.entity).unwrap();
        assert_eq!(
            found.entities[first].classes[0].as_str(),
            "ArmedGroup",
            "{text}: {:?}",
            ids(text)
        );
    }
}

#[test]
fn a_possessive_needs_a_subject_of_its_number() {
    let found = find("L'Iran a mis en garde ceux qui déploient leurs troupes en Irak.");
    assert!(
        found.entities.iter().all(|e| e.id != "armee-iranienne"),
        "{:?}",
        found.entities.iter().map(|e| &e.id).collect::<Vec<_>>()
    );
}

#[test]
fn sides_of_the_country_are_those_of_the_country_named_last() {
    check_has(
        "La France a perdu deux soldats. Une base a été attaquée à Kidal, dans le nord du pays.",
        &["nord-mali Region"],
    );
}

#[test]
fn homonyms_stay_apart() {
    let libya = ids("En Libye, l'armée a bombardé Tripoli.");
    assert!(!libya.contains(&"tripoli City".to_owned()), "{libya:?}");
    let short = ids("L'armée libanaise s'est déployée à Tripoli.");
    assert!(short.contains(&"tripoli City".to_owned()), "{short:?}");
    let there = ids("Le Liban a fermé son ambassade à Tripoli, en Libye.");
    assert!(!there.contains(&"tripoli City".to_owned()), "{there:?}");
}

#[test]
fn a_town_said_to_be_a_province_is_the_province() {
    check_has(
        "Deir Ez-Zor est une province stratégique de Syrie.",
        &["deir-ez-zor-sy-07 Region"],
    );
}

#[test]
fn names_of_no_lexicon_are_seen_and_typed() {
    check_has(
        "Le médecin Anselme Vachonnet a été blessé, selon Barnabé Quillevic.",
        &["anselme-vachonnet Person", "barnabe-quillevic Person"],
    );
}

#[test]
fn dates_titles_and_common_words_are_no_entities() {
    check(
        "Lundi, en janvier, le calme est revenu. Hier encore, des combats faisaient rage.",
        &[],
    );
}

#[test]
fn every_mention_quotes_its_words_and_any_text_is_read() {
    for text in [
        "",
        "«",
        "(AQPA)",
        "L’",
        "Le Le Le",
        "d'Al-",
        "à de des du",
        "É\u{301} 中国 🙂",
        "groupe groupe groupe soutenus par",
        "le général le général , ,",
    ] {
        for mention in find(text).mentions {
            assert!(
                text.get(mention.span.range())
                    .is_some_and(|words| !words.is_empty())
            );
        }
    }
}
