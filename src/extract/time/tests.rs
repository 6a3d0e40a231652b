use super::*;
use crate::ud::{Feats, Token, Upos};

/// Sentences of `text`, parted by ` / `, cut into tokens well enough for dates.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut start = 0;
    let mut out = Vec::new();
    for part in text.split(" / ") {
        let mut tokens = Vec::new();
        let mut from = None;
        for (i, c) in part.char_indices().chain([(part.len(), ' ')]) {
            let word = c.is_alphanumeric() || c == '-' || c == '\u{301}';
            let elision = matches!(c, '\'' | '’');
            if word {
                from.get_or_insert(i);
                continue;
            }
            let end = if elision { i + c.len_utf8() } else { i };
            if let Some(f) = from.take() {
                tokens.push((f, end));
            } else if elision {
                tokens.push((i, end));
            }
            if !elision && !c.is_whitespace() {
                tokens.push((i, i + c.len_utf8()));
            }
        }
        let token = |&(a, b): &(usize, usize)| Token {
            form: part[a..b].into(),
            lemma: part[a..b].into(),
            upos: Upos::X,
            feats: Feats::default(),
            head: None,
            deprel: "dep".into(),
            span: Span::new(start + a, start + b),
        };
        out.push(Sentence {
            span: Span::new(start, start + part.len()),
            tokens: tokens.iter().map(token).collect(),
            multiword_tokens: Vec::new(),
        });
        start += part.len() + 3;
    }
    out
}

fn show(value: TimeValue) -> String {
    let date = |d: Option<Date>| d.map_or_else(|| "-".to_owned(), |d| d.to_string());
    let next = value.next.map(|n| format!(" next {n}")).unwrap_or_default();
    match value.kind {
        TimeKind::Point => date(value.date) + &next,
        TimeKind::Since => format!("since {}{next}", date(value.date)),
        TimeKind::Until => format!("until {}{next}", date(value.until)),
        TimeKind::Range => format!("{}..{}", date(value.date), date(value.until)),
        TimeKind::Duration => "duration".to_owned(),
        TimeKind::Recurring => "recurring".to_owned(),
        TimeKind::Vague => format!("vague {}", date(value.date)),
    }
}

fn run(tables: &TimeTables, article: &str, text: &str, with_next: bool) -> String {
    let article = (article != "-").then(|| article.parse().unwrap());
    let found = tables.resolve(&sentences(text), article).mentions;
    let shown: Vec<String> = found
        .iter()
        .map(|m| {
            let mut value = m.value;
            if !with_next {
                value.next = None;
            }
            format!("{}={}", m.span.of(text), show(value))
        })
        .collect();
    shown.join("; ")
}

#[test]
fn every_case_gives_its_dates() {
    let tables = TimeTables::load(&Data::embedded()).unwrap();
    let cases = include_str!("cases.tsv");
    let mut wrong = Vec::new();
    let mut n_cases = 0;
    for line in cases
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .skip(1)
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let [article, text, expected] = fields[..] else {
            panic!("3 fields expected: {line}")
        };
        n_cases += 1;
        let found = run(&tables, article, text, expected.contains(" next "));
        if found != expected {
            wrong.push(format!(
                "[{article}] {text}\n   expected {expected}\n   found    {found}"
            ));
        }
    }
    assert!(n_cases >= 120, "{n_cases} cases");
    assert!(
        wrong.is_empty(),
        "{} of {n_cases} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn decomposed_accents_and_capitals_are_read_alike() {
    let tables = TimeTables::load(&Data::embedded()).unwrap();
    let text = "LE 15 AOU\u{302}T 2022, l’E\u{301}te\u{301} 2014";
    assert_eq!(
        run(&tables, "-", text, false),
        "LE 15 AOU\u{302}T 2022=2022-08-15; l’E\u{301}te\u{301} 2014=2014"
    );
}

#[test]
fn words_of_a_contraction_are_covered() {
    let tables = TimeTables::load(&Data::embedded()).unwrap();
    let mut sentence = sentences("l'attaque du 15 août").remove(0);
    let du = sentence.tokens[2].clone();
    sentence.tokens[2].form = "de".into();
    sentence.tokens.insert(
        3,
        Token {
            form: "le".into(),
            ..du.clone()
        },
    );
    sentence.multiword_tokens.push(crate::ud::MultiwordToken {
        words: 2..4,
        form: "du".into(),
        span: du.span,
    });
    let found = tables.resolve(&[sentence], None).mentions;
    assert_eq!(found[0].tokens, 2..6);
    assert_eq!(show(found[0].value), "--08-15");
}
