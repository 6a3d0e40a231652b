use super::*;
use crate::ud::read_conllu;

/// A file with a sentence of `tokens`; a token with blanks is a multiword token and its words.
fn file(tokens: &[&str]) -> Vec<(String, Sentence)> {
    let mut source = String::new();
    let mut n = 0;
    let mut line = |id: &str, form: &str, head: &str| {
        source += &format!("{id}\t{form}\t_\t_\t_\t_\t{head}\tdep\t_\tSpaceAfter=No\n");
    };
    for token in tokens {
        let mut parts = token.split(' ');
        let form = parts.next().unwrap();
        let words: Vec<&str> = parts.collect();
        if words.is_empty() {
            n += 1;
            line(&n.to_string(), form, if n == 1 { "0" } else { "1" });
        } else {
            line(&format!("{}-{}", n + 1, n + words.len()), form, "_");
            for word in words {
                n += 1;
                line(&n.to_string(), word, if n == 1 { "0" } else { "1" });
            }
        }
    }
    read_conllu("t.conllu", &source).unwrap()
}

/// Checks how many words of two tokenizations of one text are the same, as the shared task's script says.
fn check(gold: &[&str], system: &[&str], expected: usize) {
    let (gold, system) = (file(gold), file(system));
    let scores = evaluate_sides(&side(pairs(&gold)), &side(pairs(&system)), |_| false).unwrap();
    assert_eq!(scores.get("Words").unwrap().correct, expected);
}

#[test]
fn words_align_as_in_the_shared_task() {
    check(&["a"], &["a"], 1);
    check(&["a", "b", "c"], &["a", "b", "c"], 3);
    check(&["abc a b c"], &["a", "b", "c"], 3);
    check(&["a", "bc b c", "d"], &["a", "b", "c", "d"], 4);
    check(&["abcd a b c d"], &["ab a b", "cd c d"], 4);
    check(&["abc a b c", "de d e"], &["a", "bcd b c d", "e"], 5);
    check(&["abcd"], &["a", "b", "c", "d"], 0);
    check(&["abc", "d"], &["a", "b", "c", "d"], 1);
    check(&["a", "bc", "d"], &["a", "b", "c", "d"], 2);
    check(&["a", "bc b c", "d"], &["a", "b", "cd"], 2);
    check(
        &["abc a BX c", "def d EX f"],
        &["ab a b", "cd c d", "ef e f"],
        4,
    );
    check(&["ab a b", "cd bc d"], &["a", "bc", "d"], 2);
    check(&["a", "bc b c", "d"], &["ab AX BX", "cd CX a"], 1);
}

#[test]
fn another_text_is_an_error() {
    let error = evaluate(
        &file(&["ab", "c"]),
        "abd",
        &[file(&["ab", "d"])[0].1.clone()],
        |_| false,
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "the analysis is of another text: after `ab` it has `d` where the gold has `c`"
    );
}

#[test]
fn subjects_after_a_verb_of_speech_are_counted() {
    let source = "1\taffirme\taffirmer\tVERB\t_\t_\t0\troot\t_\t_\n2\tDamas\tDamas\tPROPN\t_\t_\t1\tnsubj\t_\t_\n";
    let gold = read_conllu("t.conllu", source).unwrap();
    let mut system = gold[0].1.clone();
    system.tokens[1].deprel = "obj".into();
    let scores = evaluate(&gold, &gold[0].0, &[system], |lemma| lemma == "affirmer").unwrap();
    let inverted = scores.inverted_speech_subjects;
    assert_eq!((inverted.gold, inverted.correct), (1, 0));
    assert_eq!(scores.get("UAS").unwrap().correct, 2);
    assert_eq!(scores.get("LAS").unwrap().correct, 1);
}
