use super::tokenize::is_space;
use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::load(&Data::embedded()).unwrap());

/// Bits of text that tokenizers stumble over.
const BITS: [&str; 48] = [
    "l'",
    "d’",
    "Al-Qaïda",
    " ",
    "\n",
    "\n\n",
    "\u{a0}",
    "\u{202f}",
    "10",
    "000",
    ".",
    "...",
    "…",
    "?",
    "!",
    "«",
    "»",
    "\"",
    "“",
    "(",
    ")",
    "-",
    "–",
    "--",
    "-t-il",
    "-ce",
    "M.",
    "J.-C.",
    "O.N.U.",
    "des",
    "du",
    "aux",
    "e\u{301}",
    "👍🏽",
    "🇫🇷",
    "\u{200d}",
    "\u{feff}",
    "\u{301}",
    "http://",
    "@",
    "#",
    "1er",
    "20h45",
    "'",
    "N'",
    "Djamena",
    "ÉTÉ",
    "۞",
];

fn any_text() -> impl Strategy<Value = String> {
    let bits = prop::collection::vec(prop::sample::select(&BITS[..]), 0..40);
    prop_oneof![".{0,60}", bits.prop_map(|bits| bits.concat())]
}

/// Tokens and the gaps between them rebuild `text`, and gaps hold no visible character.
fn check_spans(text: &str, regions: &[Span], sentences: &[Sentence]) {
    let mut end = 0;
    let mut gaps = String::new();
    for sentence in sentences {
        let mut i = 0;
        let mut multiword = sentence.multiword_tokens.iter().peekable();
        let first = sentence.tokens[0].span.start;
        while i < sentence.tokens.len() {
            let whole = multiword.next_if(|m| m.words.start == i);
            let span = whole.map_or(sentence.tokens[i].span, |m| m.span);
            assert!(
                end <= span.start && !span.is_empty(),
                "spans are ordered and disjoint"
            );
            gaps.push_str(&text[end..span.start]);
            end = span.end;
            let next = whole.map_or(i + 1, |m| m.words.end);
            assert!(sentence.tokens[i..next].iter().all(|t| t.span == span));
            i = next;
        }
        assert!(multiword.next().is_none());
        assert_eq!(sentence.span, Span::new(first, end));
        assert!(regions.iter().any(|r| r.contains(sentence.span)));
    }
    for region in regions {
        let tail = end.clamp(region.start, region.end);
        gaps.push_str(&text[tail..region.end]);
    }
    assert!(gaps.chars().all(is_space), "{gaps:?} lies between tokens");
}

fn check_trees(sentences: &[Sentence]) {
    for sentence in sentences {
        let roots = sentence.tokens.iter().filter(|t| t.head.is_none()).count();
        assert_eq!(roots, 1);
        for start in 0..sentence.tokens.len() {
            let mut at = start;
            let mut steps = 0;
            while let Some(head) = sentence.tokens[at].head {
                at = head;
                steps += 1;
                assert!(steps <= sentence.tokens.len(), "a cycle");
            }
        }
    }
}

/// How many texts a law is tried on: `usual`, or as many as the environment variable `GRIOT_CASES` says.
fn cases(usual: u32) -> ProptestConfig {
    let wanted = std::env::var("GRIOT_CASES")
        .ok()
        .and_then(|n| n.parse().ok());
    ProptestConfig::with_cases(wanted.unwrap_or(usual))
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn any_text_is_cut_without_loss(text in any_text()) {
        let whole = [Span::new(0, text.len())];
        check_spans(&text, &whole, &ANALYZER.segment(&text, &[]));
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn any_text_has_trees_and_the_same_ones_twice(text in any_text()) {
        let sentences = ANALYZER.analyze(&text, &[]);
        check_trees(&sentences);
        prop_assert_eq!(&sentences, &ANALYZER.analyze(&text, &[]));
    }
}

/// Time stays linear in the text because no stretch that is parsed as one grows with it.
#[test]
fn a_paragraph_without_a_full_stop_is_cut() {
    let text = "les hommes et les femmes des villes ".repeat(2000);
    let sentences = ANALYZER.analyze(&text, &[]);
    check_spans(&text, &[Span::new(0, text.len())], &sentences);
    check_trees(&sentences);
    let longest = sentences.iter().map(|s| s.tokens.len()).max();
    assert!(longest <= Some(2 * 160), "{longest:?}");
}

#[test]
fn no_sentence_crosses_a_region() {
    let text = "Le régime nie avoir bombardé Alep";
    let middle = text.find(" avoir").unwrap();
    let regions = [Span::new(0, middle), Span::new(middle, text.len())];
    let sentences = ANALYZER.segment(text, &regions);
    assert_eq!(sentences.len(), 2);
    assert_eq!(sentences[1].text(text), "avoir bombardé Alep");
}

#[test]
fn multiword_tokens_follow_the_words_around() {
    let words = |text: &str| {
        let sentences = ANALYZER.segment(text, &[]);
        let forms: Vec<_> = sentences[0]
            .tokens
            .iter()
            .map(|t| t.form.to_string())
            .collect();
        forms.join(" ")
    };
    assert_eq!(words("Du nord aux villes"), "De le nord à les villes");
    assert_eq!(words("Il a tiré des roquettes"), "Il a tiré des roquettes");
    assert_eq!(words("la chute des villes"), "la chute de les villes");
    assert_eq!(
        words("L'armée turque bombarde des positions"),
        "L' armée turque bombarde des positions"
    );
    assert_eq!(
        words("la coalition frappe des civils"),
        "la coalition frappe des civils"
    );
    assert_eq!(
        words("une nouvelle attaque des rebelles"),
        "une nouvelle attaque de les rebelles"
    );
    assert_eq!(
        words("les hommes auxquels il parle"),
        "les hommes à lesquels il parle"
    );
}

#[test]
fn lemmas_follow_part_of_speech_and_features() {
    let check = |form: &str, upos: Upos, feats: &str, expected: &str| {
        let token = Token {
            form: form.into(),
            lemma: SmolStr::default(),
            upos,
            feats: crate::ud::Feats::new(feats),
            head: None,
            deprel: "root".into(),
            span: Span::default(),
        };
        assert_eq!(ANALYZER.lemma(&token), expected, "{form} {upos}");
    };
    check(
        "tuées",
        Upos::Verb,
        "Gender=Fem|Number=Plur|Tense=Past|VerbForm=Part",
        "tuer",
    );
    check("mort", Upos::Noun, "Gender=Fem|Number=Sing", "mort");
    check("connues", Upos::Adj, "Gender=Fem|Number=Plur", "connu");
    check("Etats", Upos::Noun, "Gender=Masc|Number=Plur", "état");
    check("l’", Upos::Det, "Definite=Def", "le");
    check("qu’", Upos::Sconj, "_", "que");
    check("houthistes", Upos::Noun, "Number=Plur", "houthiste");
    check("Bachar", Upos::Propn, "_", "Bachar");
    check(
        "ont",
        Upos::Aux,
        "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin",
        "avoir",
    );
}
