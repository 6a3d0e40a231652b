//! How fast the whole rule set runs, after analysis and entities: `cargo bench --bench rules`.
//!
//! Sentences are random trees with the parts of speech, relations, lexical classes and entities that
//! rules ask for, more densely than news has them, so that the figure is a lower bound.
//! Prints tokens per second on one core, the best and the median of nine runs.

#![expect(clippy::print_stdout, reason = "a benchmark prints its result")]

use griot::data::Data;
use griot::extract::Extractor;
use griot::lexicon::Classes;
use griot::rule::BasicGraph;
use griot::ud::{Feats, Sentence, Token, Upos};
use std::hint::black_box;
use std::time::Instant;

const N_SENTENCES: usize = 2_000;
const N_RUNS: usize = 9;

const UPOS: [Upos; 12] = [
    Upos::Noun,
    Upos::Verb,
    Upos::Adp,
    Upos::Det,
    Upos::Propn,
    Upos::Adj,
    Upos::Punct,
    Upos::Pron,
    Upos::Adv,
    Upos::Noun,
    Upos::Adp,
    Upos::Det,
];
const OF_VERBS: [&str; 14] = [
    "N0",
    "N1",
    "nsubj",
    "obj",
    "obl:à",
    "obl:dans",
    "obl:par",
    "obl:contre",
    "xcomp",
    "advcl",
    "conj",
    "advmod",
    "aux",
    "punct",
];
const OF_NOUNS: [&str; 10] = [
    "nmod:de",
    "nmod:à",
    "nmod:contre",
    "nmod:par",
    "amod",
    "det",
    "case",
    "appos",
    "conj",
    "acl",
];
const ENTITIES: [&str; 10] = [
    "State",
    "Actor",
    "City",
    "Place",
    "ArmedGroup",
    "Armed",
    "Region",
    "Country",
    "Person",
    "MilitaryForce",
];

/// Xorshift (Marsaglia 2003), so that every run sees the same sentences.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

fn sentence(random: &mut Random) -> Sentence {
    let mut tokens: Vec<Token> = Vec::new();
    for i in 0..8 + random.below(40) {
        let head = i.checked_sub(1).map(|last| last - random.below(i.min(6)));
        let deprel = match head {
            None => "root",
            Some(head) if tokens[head].upos == Upos::Verb => random.pick(&OF_VERBS),
            Some(_) => random.pick(&OF_NOUNS),
        };
        tokens.push(Token {
            form: format!("form{}", random.below(5_000)).into(),
            lemma: format!("lemma{}", random.below(5_000)).into(),
            upos: random.pick(&UPOS),
            feats: Feats::new("Gender=Masc|Number=Sing|VerbForm=Part"),
            head,
            deprel: deprel.into(),
            span: griot::text::Span::default(),
        });
    }
    Sentence {
        tokens,
        ..Sentence::default()
    }
}

fn graph(random: &mut Random, classes: &[&str]) -> BasicGraph {
    let mut graph = BasicGraph::new(sentence(random));
    for i in 0..graph.sentence().tokens.len() {
        let (class_one_in, n_entities) = match graph.sentence().tokens[i].upos {
            Upos::Verb => (2, 0),
            Upos::Noun => (4, 2 * usize::from(random.below(4) == 0)),
            Upos::Propn => (usize::MAX, 3),
            _ => continue,
        };
        if random.below(class_one_in) == 0 {
            graph.add_attribute(i, "class", random.pick(classes));
        }
        for _ in 0..n_entities {
            graph.add_attribute(i, "entity", random.pick(&ENTITIES));
        }
        if n_entities > 0 {
            graph.add_attribute(i, "mention", "Name");
        }
    }
    graph
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = Data::embedded();
    let extractor = Extractor::load(&data)?;
    let rules = extractor.rules();
    let classes = Classes::load(&data).map_err(|errors| errors[0].clone())?;
    let classes: Vec<&str> = classes.names().collect();
    let mut random = Random(88_172_645_463_325_252);
    let graphs: Vec<BasicGraph> = (0..N_SENTENCES)
        .map(|_| graph(&mut random, &classes))
        .collect();
    let n_tokens: usize = graphs
        .iter()
        .map(|graph| graph.sentence().tokens.len())
        .sum();
    let mut speeds: Vec<f64> = (0..N_RUNS)
        .map(|_| {
            let start = Instant::now();
            for graph in &graphs {
                black_box(rules.matches(graph));
            }
            n_tokens as f64 / start.elapsed().as_secs_f64()
        })
        .collect();
    speeds.sort_by(f64::total_cmp);
    let n_matches: usize = graphs.iter().map(|graph| rules.matches(graph).len()).sum();
    println!(
        "{} rules, {n_tokens} tokens, {n_matches} matches: median {:.0}, best {:.0} tokens/s on one core",
        rules.rules().len(),
        speeds[N_RUNS / 2],
        speeds[N_RUNS - 1]
    );
    Ok(())
}
