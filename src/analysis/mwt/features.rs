use crate::analysis::tokenize::fold;
use crate::lexicon::forms::FormLexicon;
use crate::lexicon::{ReadForms, Readings};
use smol_str::SmolStr;

/// Readings of finite verbs.
const FINITE: Readings = Readings::named(&[
    "ipre", "iimp", "ipsi", "ifut", "cond", "spre", "simp", "impe",
]);

const PRONOUNS: Readings =
    Readings::named(&["propersuj", "properobj", "prodem", "proind", "prorel"]);

/// What is seen of token `i` of a sentence of surface tokens, as feature names.
pub(super) fn features(lexicon: &FormLexicon, forms: &[SmolStr], i: usize) -> Vec<String> {
    let word = |offset: isize| -> SmolStr {
        i.checked_add_signed(offset)
            .and_then(|j| forms.get(j))
            .map_or(SmolStr::new_static("_"), |form| fold(form))
    };
    let class = |offset: isize| -> String {
        i.checked_add_signed(offset)
            .and_then(|j| forms.get(j))
            .map_or("_".to_owned(), |form| class(lexicon, form))
    };
    let (w0, p1, p2, p3) = (word(0), word(-1), word(-2), word(-3));
    let (n1, n2) = (word(1), word(2));
    let (c1, c2, d1, d2) = (class(-1), class(-2), class(1), class(2));
    let (s1, t1) = (suffix(&p1), suffix(&n1));
    let mut out = vec![format!("{w0} bias")];
    let mut add = |name: &str, value: &[&str]| {
        out.push(format!("{w0} {name} {}", value.join(" ")));
    };
    add("p1", &[&p1]);
    add("p2", &[&p2]);
    add("n1", &[&n1]);
    add("n2", &[&n2]);
    add("p2p1", &[&p2, &p1]);
    add("p1n1", &[&p1, &n1]);
    add("s1", &[&s1]);
    add("t1", &[&t1]);
    add("c1", &[&c1]);
    add("c2", &[&c2]);
    add("d1", &[&d1]);
    add("d2", &[&d2]);
    add("c2c1", &[&c2, &c1]);
    add("c1d1", &[&c1, &d1]);
    add("d1d2", &[&d1, &d2]);
    add("p1d1", &[&p1, &d1]);
    add("c3c2c1", &[&class(-3), &c2, &c1]);
    add("p3", &[&p3]);
    out
}

/// The last three letters of `word`.
fn suffix(word: &str) -> String {
    let start = word.char_indices().rev().nth(2).map_or(0, |(i, _)| i);
    word[start..].to_owned()
}

/// A short name of what `form` can be: its readings without person, and its shape.
fn class(lexicon: &FormLexicon, form: &str) -> String {
    const SORTS: [(&str, Readings); 10] = [
        ("N", Readings::named(&["nom"])),
        ("A", Readings::named(&["adj"])),
        ("P", Readings::named(&["ppas"])),
        ("V", FINITE),
        ("I", Readings::named(&["infi", "ppre"])),
        ("D", Readings::named(&["det", "detdem", "detpos"])),
        ("R", Readings::named(&["adv", "negadv"])),
        ("E", Readings::named(&["prep"])),
        ("C", Readings::named(&["cjco", "cjsub"])),
        ("O", PRONOUNS),
    ];
    const PLURAL: Readings = Readings::named(&["pl"]);
    const SINGULAR: Readings = Readings::named(&["sg"]);
    let readings = lexicon.readings(form);
    let mut name: String = SORTS
        .iter()
        .filter(|(_, sort)| readings.overlaps(*sort))
        .map(|(sort, _)| *sort)
        .collect();
    if name.is_empty() {
        name = match form.chars().next() {
            Some(c) if c.is_ascii_digit() => "0".to_owned(),
            Some(c) if c.is_uppercase() => "X".to_owned(),
            Some(c) if c.is_alphabetic() => "x".to_owned(),
            _ => form.chars().take(3).collect(),
        };
    }
    if readings.contains(PLURAL) && !readings.contains(SINGULAR) {
        name.push('s');
    }
    name
}
