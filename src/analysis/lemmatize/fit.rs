use super::has;
use crate::lexicon::forms::Analysis;
use crate::ud::{Token, Upos};

/// How well a reading of the lexicon fits a tagged word: 0 for not at all.
pub(super) fn fit(analysis: &Analysis<'_>, token: &Token) -> u32 {
    let any = |labels: &[&str]| labels.iter().any(|l| has(analysis.pos, l));
    let sort = match token.upos {
        Upos::Noun => {
            3 * u32::from(any(&["nom", "titr"])) + u32::from(any(&["adj", "ppas", "loc.nom"]))
        }
        Upos::Adj => {
            let adjective = any(&["adj"]) && !any(&["ppas"]);
            3 * u32::from(adjective)
                + 2 * u32::from(any(&["ppas"]))
                + u32::from(any(&["nom", "nb"]))
        }
        Upos::Verb | Upos::Aux => return verb_fit(analysis, token),
        Upos::Adv => u32::from(any(&["adv", "negadv", "advint", "loc.adv", "prep"])),
        Upos::Adp => u32::from(any(&["prep", "prepv", "loc.prep", "adv"])),
        Upos::Cconj | Upos::Sconj => {
            u32::from(any(&["cjco", "cjsub", "cj", "loc.cj", "loc.cjsub"]))
        }
        Upos::Num => u32::from(any(&["nb", "det", "detind"])),
        Upos::Intj => u32::from(any(&["interj", "nom"])),
        Upos::Det | Upos::Pron => u32::from(any(&["mg"])),
        _ => 0,
    };
    if sort == 0 {
        return 0;
    }
    let agrees = |name: &str, value: &str, labels: &[&str]| {
        !token.feats.has(name, value)
            || labels.iter().any(|l| has(analysis.feats, l))
            || analysis.feats.is_empty()
    };
    let gender =
        agrees("Gender", "Masc", &["mas", "epi"]) && agrees("Gender", "Fem", &["fem", "epi"]);
    let number =
        agrees("Number", "Sing", &["sg", "inv"]) && agrees("Number", "Plur", &["pl", "inv"]);
    8 * sort + 2 * u32::from(number) + u32::from(gender)
}

fn verb_fit(analysis: &Analysis<'_>, token: &Token) -> u32 {
    const FORMS: [&str; 11] = [
        "infi", "ppas", "ppre", "ipre", "iimp", "ipsi", "ifut", "cond", "spre", "simp", "impe",
    ];
    if !FORMS.iter().any(|l| has(analysis.pos, l)) {
        return 0;
    }
    let feats = &token.feats;
    let tense = |name: &str| feats.has("Tense", name);
    let expected = match (feats.get("VerbForm"), feats.get("Mood")) {
        (Some("Inf"), _) => "infi",
        (Some("Part"), _) if tense("Past") => "ppas",
        (Some("Part"), _) => "ppre",
        (_, Some("Cnd")) => "cond",
        (_, Some("Imp")) => "impe",
        (_, Some("Sub")) if tense("Imp") || tense("Past") => "simp",
        (_, Some("Sub")) => "spre",
        _ if tense("Imp") => "iimp",
        _ if tense("Past") => "ipsi",
        _ if tense("Fut") => "ifut",
        _ => "ipre",
    };
    let person = match feats.get("Person") {
        Some(person) => analysis.pos.split('|').any(|l| l.starts_with(person)),
        None => true,
    };
    1 + 4 * u32::from(has(analysis.pos, expected)) + 2 * u32::from(person)
}
