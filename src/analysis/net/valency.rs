//! Relations that the grammar of French rules out, put right: each verb has the arguments that its form allows.

use crate::lexicon::{ReadForms, Readings};
use crate::ud::{Token, Upos};

/// Readings of what may stand as an adverb or a word of a closed class.
const FUNCTION: Readings = Readings::named(&[
    "adj",
    "adv",
    "nom",
    "prn",
    "nb",
    "interj",
    "prep",
    "cjco",
    "cjsub",
    "det",
    "detdem",
    "detpos",
    "prodem",
    "proind",
    "propersuj",
    "properobj",
    "prorel",
    "proint",
    "negadv",
    "proneg",
    "preverb",
    "loc",
]);
/// Relation of a subject.
const SUBJECT: &str = "nsubj";
/// Relation of the subject of a passive.
const PASSIVE_SUBJECT: &str = "nsubj:pass";
/// Relation of an adverb.
const ADVERB: &str = "advmod";
/// Relation of the agent of a passive.
const AGENT: &str = "obl:agent";
/// Relations of a free dependent of a predicate and of a noun.
const FREE: (&str, &str) = ("obl:mod", "nmod");

/// Relabels the words whose relation cannot be.
///
/// `tokens` are one sentence or a stretch of it, with their tags; `heads` (0 for the root, else the
/// index of the head plus 1) and `labels` are theirs.
pub(super) fn correct(tokens: &[Token], heads: &[usize], labels: &mut [&str]) {
    for word in missing_subjects(tokens, heads, labels) {
        labels[word] = SUBJECT;
    }
    for word in 0..heads.len().min(tokens.len()) {
        let Some(head) = heads[word].checked_sub(1).filter(|&h| h < tokens.len()) else {
            continue;
        };
        if labels[word] == AGENT && !takes_agent(head, tokens, heads, labels) {
            let is_noun = matches!(tokens[head].upos, Upos::Noun | Upos::Propn);
            labels[word] = if is_noun { FREE.1 } else { FREE.0 };
        } else if labels[word] == ADVERB && tokens[word].upos == Upos::Propn {
            labels[word] = bare_name(word, head, tokens, heads, labels);
        }
    }
}

/// Whether a word that was taken for one of a closed class, or for an adverb, is none: it has a capital, and the
/// lexicon, which has all of them, does not know it as one. *Quetta a été bombardée* opens with a name.
pub(super) fn is_no_function_word(token: &Token, lexicon: &dyn ReadForms) -> bool {
    let closed = token.upos.is_function() && token.upos != Upos::Aux;
    let mut letters = token.form.chars();
    closed
        && letters.next().is_some_and(char::is_uppercase)
        && letters.clone().count() > 2
        && letters.all(char::is_alphabetic)
        && !lexicon.readings(&token.form).overlaps(FUNCTION)
}

/// The relation of a name that was taken for an adverb.
fn bare_name(
    name: usize,
    head: usize,
    tokens: &[Token],
    heads: &[usize],
    labels: &[&str],
) -> &'static str {
    let mut dependents = (0..heads.len()).filter(|&word| heads[word] == head + 1);
    let has_subject = dependents.any(|word| labels[word].starts_with(SUBJECT));
    let has_case = (0..name).any(|w| heads[w] == name + 1 && labels[w] == "case");
    if tokens[head].upos != Upos::Verb || has_subject || has_case || name > head {
        FREE.0
    } else if tokens[head].feats.has("Voice", "Pass") {
        PASSIVE_SUBJECT
    } else {
        SUBJECT
    }
}

/// Whether a word can have an agent: a participle that is no part of an active compound tense, « visé par »,
/// or an infinitive, « faire établir par ».
fn takes_agent(verb: usize, tokens: &[Token], heads: &[usize], labels: &[&str]) -> bool {
    let has = |label| (0..heads.len()).any(|word| heads[word] == verb + 1 && labels[word] == label);
    let feats = &tokens[verb].feats;
    feats.has("Voice", "Pass")
        || feats.has("VerbForm", "Inf")
        || feats.has("VerbForm", "Part") && (has("aux:pass") || !has("aux:tense"))
}

/// The words to be relabeled as subjects: a finite verb must have one.
///
/// French leaves out the subject only of imperatives and of verbs that share one with the verb they are
/// coordinated with. So where a finite verb got none, the object that follows it, if it has one, is its subject:
/// « a déclaré le ministre », « où règne l'obscurité ».
fn missing_subjects(tokens: &[Token], heads: &[usize], labels: &[&str]) -> Vec<usize> {
    let n = heads.len().min(tokens.len());
    let mut has_subject = vec![false; n];
    let mut auxiliary = vec![None; n];
    let mut object: Vec<Option<usize>> = vec![None; n];
    for word in 0..n {
        let Some(head) = heads[word].checked_sub(1).filter(|&h| h < n) else {
            continue;
        };
        match labels[word] {
            "nsubj" | "nsubj:pass" | "nsubj:caus" | "csubj" | "expl:subj" => {
                has_subject[head] = true
            }
            "aux:tense" if auxiliary[head].is_none() => auxiliary[head] = Some(word),
            "obj" if word > head && is_nominal(&tokens[word]) => {
                object[head].get_or_insert(word);
            }
            _ => {}
        }
    }
    let needs_one = |verb: usize| {
        let finite = auxiliary[verb].unwrap_or(verb);
        tokens[verb].upos == Upos::Verb
            && !has_subject[verb]
            && labels[verb] != "conj"
            && tokens[finite].feats.has("VerbForm", "Fin")
            && !tokens[finite].feats.has("Mood", "Imp")
    };
    (0..n)
        .filter(|&verb| needs_one(verb))
        .filter_map(|verb| object[verb])
        .collect()
}

fn is_nominal(token: &Token) -> bool {
    matches!(
        token.upos,
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num
    )
}

#[cfg(test)]
mod tests {
    use super::correct;
    use crate::text::Span;
    use crate::ud::{Feats, Token, Upos};

    fn token(form: &str, upos: Upos, feats: &str) -> Token {
        Token {
            form: form.into(),
            lemma: form.into(),
            upos,
            feats: Feats::new(feats),
            head: None,
            deprel: "dep".into(),
            span: Span::default(),
        }
    }

    #[test]
    fn agents_stand_under_passives() {
        let agent = |feats, auxiliary| {
            let tokens = [
                token("a", Upos::Aux, "VerbForm=Fin"),
                token("motivé", Upos::Verb, feats),
                token("juges", Upos::Noun, ""),
            ];
            let mut labels = [auxiliary, "root", "obl:agent"];
            correct(&tokens, &[2, 0, 2], &mut labels);
            labels[2]
        };
        assert_eq!(agent("VerbForm=Part", "aux:tense"), "obl:mod");
        assert_eq!(agent("VerbForm=Part", "aux:pass"), "obl:agent");
        assert_eq!(agent("VerbForm=Part|Voice=Pass", "aux:tense"), "obl:agent");
        assert_eq!(agent("VerbForm=Inf", "aux:caus"), "obl:agent");
        assert_eq!(agent("VerbForm=Fin", "advmod"), "obl:mod");
    }

    #[test]
    fn finite_verbs_have_subjects() {
        let tokens = [
            token("déclaré", Upos::Verb, "VerbForm=Fin"),
            token("ministre", Upos::Noun, ""),
        ];
        let mut labels = ["root", "obj"];
        correct(&tokens, &[0, 1], &mut labels);
        assert_eq!(labels, ["root", "nsubj"]);
    }
}
