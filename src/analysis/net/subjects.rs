use crate::ud::{Token, Upos};

/// The words to be relabeled as subjects: a finite verb must have one.
///
/// French leaves out the subject only of imperatives and of verbs that share one with the verb they are
/// coordinated with. So where a finite verb got none, the object that follows it, if it has one, is its subject:
/// « a déclaré le ministre », « où règne l'obscurité ». `tokens` are one sentence or a stretch of it,
/// with `heads` and `labels` being theirs (0 for the root, names of relations).
pub(super) fn missing_subjects(tokens: &[Token], heads: &[usize], labels: &[&str]) -> Vec<usize> {
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
