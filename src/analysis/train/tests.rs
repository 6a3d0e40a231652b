use super::batch::{Batch, Dropout};
use super::corpus::Vocabulary;
use super::graph::step;
use super::*;
use crate::lexicon::Readings;
use crate::text::Span;
use crate::ud::{Feats, Sentence, Token, Upos};

pub(super) struct NoLexicon;

impl ReadForms for NoLexicon {
    fn readings(&self, form: &str) -> Readings {
        Readings::from_bits(form.len() as u64)
    }
}

fn sentence(words: &[(&str, Upos, usize, &str)]) -> Sentence {
    let tokens = words.iter().map(|&(form, upos, head, deprel)| Token {
        form: form.into(),
        lemma: form.into(),
        upos,
        feats: Feats::default(),
        head: head.checked_sub(1),
        deprel: deprel.into(),
        span: Span::default(),
    });
    Sentence {
        tokens: tokens.collect(),
        ..Sentence::default()
    }
}

pub(super) fn toy_treebank() -> Treebank {
    let a = sentence(&[
        ("Le", Upos::Det, 2, "det"),
        ("ministre", Upos::Noun, 3, "nsubj"),
        ("parle", Upos::Verb, 0, "root"),
        (".", Upos::Punct, 3, "punct"),
    ]);
    let b = sentence(&[
        ("Le", Upos::Det, 2, "det"),
        ("drone", Upos::Noun, 0, "root"),
    ]);
    let c = sentence(&[
        ("Paris", Upos::Propn, 2, "nsubj"),
        ("dort", Upos::Verb, 0, "root"),
        (".", Upos::Punct, 2, "punct"),
    ]);
    Treebank {
        genre: Genre::Written,
        min_count: 1,
        copies: 1,
        sentences: vec![a.clone(), b.clone(), c.clone(), a, b, c],
    }
}

#[test]
fn gradients_agree_with_differences() {
    let treebank = toy_treebank();
    let vocabulary = Vocabulary::of(std::slice::from_ref(&treebank));
    let examples = vocabulary.examples(&treebank, &NoLexicon, 0.5);
    let config = Config {
        word: 5,
        gram: 4,
        mark: 3,
        hidden: 6,
        ..Config::default()
    };
    let mut sizes = dims(&vocabulary, &config);
    (sizes.arc, sizes.label, sizes.product, sizes.tag) = (5, 4, 3, 5);
    let mut params = Params::random(sizes, &mut Rng::new(7));
    let batch = Batch::new(examples.iter().collect());
    let dropout = Dropout {
        embedding: 0.1,
        layer: 0.3,
        recurrent: 0.3,
    };
    let mut gradient = vec![0.0; params.values.len()];
    let weight = 1.0 / batch.rows() as f32;
    step(&params, &batch, dropout, &mut Rng::new(3), &mut gradient);
    let (mut checked, mut bent) = (0, 0);
    for (piece, rows, columns) in format::pieces(&sizes) {
        let range = params.layout.range(piece);
        // The largest gradient of each piece, and some others.
        let largest = range
            .clone()
            .max_by(|&a, &b| gradient[a].abs().total_cmp(&gradient[b].abs()));
        let some = (0..4).map(|k| range.start + (k * 7919) % (rows * columns));
        for at in largest.into_iter().chain(some) {
            let (epsilon, value) = (1e-3, params.values[at]);
            let mut loss_at = |x: f32| {
                params.values[at] = x;
                let mut unused = vec![0.0; gradient.len()];
                step(&params, &batch, dropout, &mut Rng::new(3), &mut unused).total()
                    * f64::from(weight)
            };
            let difference = ((loss_at(value + epsilon) - loss_at(value - epsilon))
                / f64::from(2.0 * epsilon)) as f32;
            params.values[at] = value;
            // A leaky rectifier whose input is near 0 bends between the two points: at most a few do.
            let error = (difference - gradient[at]).abs();
            bent += usize::from(error > 2e-3 + 0.03 * gradient[at].abs());
            checked += usize::from(gradient[at].abs() > 1e-3);
        }
    }
    assert!(checked > 20 && bent <= 2, "{checked} {bent}");
}

#[test]
fn learns_a_toy_treebank() {
    let config = Config {
        epochs: 60,
        batch_words: 6,
        word: 16,
        gram: 8,
        mark: 8,
        hidden: 16,
        dropout: 0.05,
        ..Config::default()
    };
    let mut last = f32::INFINITY;
    let one = train(&[toy_treebank()], &[], &NoLexicon, &config, |p, _| {
        last = p.losses.iter().sum()
    })
    .expect("trains");
    assert!(last < 0.3, "{last}");
    let two = train(&[toy_treebank()], &[], &NoLexicon, &config, |_, _| {}).expect("trains");
    assert!(one == two, "training is not deterministic");
}

#[test]
fn analysis_in_integers_agrees_with_training() {
    let config = Config {
        epochs: 40,
        batch_words: 6,
        ..Config::default()
    };
    let bytes = train(&[toy_treebank()], &[], &NoLexicon, &config, |_, _| {}).expect("trains");
    let file = format::read(&bytes).expect("just written");
    let treebank = toy_treebank();
    let vocabulary = Vocabulary::of(std::slice::from_ref(&treebank));
    let params = Params::of(&file);
    let network = crate::analysis::net::Network::load(&bytes).expect("just written");
    for (example, sentence) in vocabulary
        .examples(&treebank, &NoLexicon, 0.5)
        .iter()
        .zip(&treebank.sentences)
    {
        let n = example.len();
        let batch = Batch::new(vec![example]);
        let expected = graph::scores(&params, &batch);
        let heads = [example.iter().map(|i| i.head).collect::<Vec<usize>>()];
        let expected_labels = labels::label_scores(&params, &batch, &expected.hidden, &heads);
        let given = network.scores(sentence, &heads, &NoLexicon);
        for (given, expected, width) in [
            (&given[0], &expected.arcs[0], n + 1),
            (&given[1], &expected.tags, file.dims.tags),
            (&given[2], &expected_labels, file.dims.labels),
        ] {
            for (given, expected) in given
                .chunks_exact(given.len() / n)
                .zip(expected.chunks_exact(width))
            {
                // Outputs of the LSTM are kept in 8 bits: off by less than a hundredth of the largest score.
                let scale = expected.iter().map(|e| e.abs()).fold(0.0, f32::max);
                for (g, e) in given.iter().zip(expected) {
                    assert!((g - e).abs() < 0.05 + scale / 100.0, "{g} {e}");
                }
            }
        }
    }
}

#[test]
fn a_student_learns_from_labeled_text() {
    let config = Config {
        epochs: 25,
        teachers: 2,
        teacher_epochs: 40,
        refiners: 2,
        batch_words: 8,
        word: 16,
        gram: 8,
        mark: 8,
        hidden: 16,
        dropout: 0.05,
        ..Config::default()
    };
    let mut text = toy_treebank().sentences;
    text.push(sentence(&[
        ("Le", Upos::X, 0, "x"),
        ("lac", Upos::X, 0, "x"),
        ("dort", Upos::X, 0, "x"),
        (".", Upos::X, 0, "x"),
    ]));
    let mut stages = Vec::new();
    let model = train(&[toy_treebank()], &text, &NoLexicon, &config, |p, _| {
        stages.push(p.stage)
    })
    .expect("trains");
    stages.dedup();
    assert_eq!(
        stages,
        [
            Stage::Teacher(1),
            Stage::Teacher(2),
            Stage::Student,
            Stage::Refined(1),
            Stage::Refined(2)
        ]
    );
    crate::analysis::net::Network::load(&model)
        .expect("just written")
        .annotate(&mut text, &NoLexicon);
    let heads: Vec<Option<usize>> = text[0].tokens.iter().map(|t| t.head).collect();
    assert_eq!(heads, [Some(1), Some(2), None, Some(2)]);
}
