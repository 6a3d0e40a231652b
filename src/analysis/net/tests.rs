use super::tree::is_tree;
use super::*;
use crate::lexicon::{ReadForms, Readings};
use crate::text::Span;
use crate::ud::{Feats, Sentence, Token, Upos};

struct NoLexicon;

impl ReadForms for NoLexicon {
    fn readings(&self, _: &str) -> Readings {
        Readings::default()
    }
}

fn model() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/french/model/french.griot");
    std::fs::read(path).expect("the model is in the repository")
}

fn sentence(text: &str) -> Sentence {
    let tokens = text.split_whitespace().map(|form| Token {
        form: form.into(),
        lemma: form.into(),
        upos: Upos::X,
        feats: Feats::default(),
        head: None,
        deprel: "dep".into(),
        span: Span::default(),
    });
    Sentence {
        tokens: tokens.collect(),
        ..Sentence::default()
    }
}

fn assert_tree(sentence: &Sentence) {
    let heads: Vec<usize> = sentence
        .tokens
        .iter()
        .map(|t| t.head.map_or(0, |h| h + 1))
        .collect();
    assert!(sentence.tokens.is_empty() || is_tree(&heads), "{heads:?}");
    for token in &sentence.tokens {
        assert_eq!(token.head.is_none(), token.deprel == "root");
    }
}

#[test]
fn simple_sentences_are_right() {
    let network = Network::load(&model()).expect("the model loads");
    let mut sentences = [
        sentence("Le drone a frappé la base ."),
        sentence("La ville a été attaquée par les rebelles ."),
    ];
    network.annotate(&mut sentences, &NoLexicon);
    let row = |s: &Sentence| {
        let word = |t: &Token| format!("{} {} {}", t.upos, t.head.map_or(0, |h| h + 1), t.deprel);
        s.tokens.iter().map(word).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        row(&sentences[0]),
        "DET 2 det, NOUN 4 nsubj, AUX 4 aux:tense, VERB 0 root, DET 6 det, NOUN 4 obj, PUNCT 4 punct"
    );
    assert_eq!(
        row(&sentences[1]),
        "DET 2 det, NOUN 5 nsubj:pass, AUX 5 aux:tense, AUX 5 aux:pass, VERB 0 root, ADP 8 case, DET 8 det, NOUN 5 obl:agent, PUNCT 5 punct"
    );
    assert!(sentences[1].tokens[4].feats.has("VerbForm", "Part"));
    assert!(sentences[1].tokens[4].feats.has("Gender", "Fem"));
}

#[test]
fn an_answer_does_not_depend_on_the_neighbors() {
    let network = Network::load(&model()).expect("the model loads");
    let texts = [
        "Le ministre a parlé .",
        "Oui",
        "",
        "Trois soldats ont été tués dans une embuscade , selon l' armée .",
        "drone 😀 ﷽ Ǆ",
        "Les forces gouvernementales , soutenues par des milices , ont repris la ville , a déclaré le porte-parole .",
    ];
    let mut together: Vec<Sentence> = (0..7).flat_map(|_| texts.map(sentence)).collect();
    network.annotate(&mut together, &NoLexicon);
    for (text, given) in texts.iter().zip(&together) {
        let mut alone = [sentence(text)];
        network.annotate(&mut alone, &NoLexicon);
        assert_eq!(&alone[0], given);
        assert_tree(given);
    }
}

#[test]
fn any_length_gives_a_tree() {
    let network = Network::load(&model()).expect("the model loads");
    for words in [0, 1, 2, 97, 255, 256, 257, 513, 10_000] {
        let text: Vec<&str> = ["le", "chat", "de", ",", "qui", "dort", "Paris"]
            .into_iter()
            .cycle()
            .take(words)
            .collect();
        let mut sentences = [sentence(&text.join(" "))];
        network.annotate(&mut sentences, &NoLexicon);
        assert_eq!(sentences[0].tokens.len(), words);
        assert_tree(&sentences[0]);
    }
}

#[test]
fn damaged_models_are_refused() {
    let bytes = model();
    assert_eq!(Network::load(b"").err(), Some(ModelError::Foreign));
    assert_eq!(
        Network::load(b"griot-net\x07").err(),
        Some(ModelError::Foreign)
    );
    for len in (0..bytes.len()).step_by(bytes.len() / 50) {
        assert!(Network::load(&bytes[..len]).is_err());
    }
    for at in 0..200 {
        let mut bytes = bytes.clone();
        bytes[at] = 255;
        let _ = Network::load(&bytes);
    }
}

#[test]
fn every_kernel_gives_the_same_bits() {
    let number = |i: usize| (i.wrapping_mul(2_654_435_761) >> 7) as i16;
    for (rows, pairs, blocks) in [
        (1, 2, 1),
        (3, 8, 2),
        (9, 64, 3),
        (16, 32, 4),
        (17, 96, 8),
        (25, 4, 4),
        (70, 64, 4),
    ] {
        let (inputs, columns) = (pairs * 2, blocks * kernel::LANES);
        let x: Vec<i16> = (0..rows * inputs).map(|i| number(i) / 4).collect();
        let weights: Vec<i16> = (0..columns * inputs).map(|i| number(i + 7) / 256).collect();
        let (mut fast, mut plain) = (vec![0; rows * columns], vec![1; rows * columns]);
        kernel::multiply(&x, &weights, pairs, &mut fast);
        kernel::multiply_plainly(&x, &weights, pairs, &mut plain);
        assert_eq!(fast, plain);

        // Bytes against the same numbers in 16 bits: weight `k` of output `o`, where rows are `inputs` long.
        let weight = |o: usize, k: usize| number(o * inputs + k + 7) as i8;
        let place = |o: usize, k: usize, group: usize, inputs: usize| {
            let block = o / kernel::LANES * inputs * kernel::LANES;
            block + k / group * group * kernel::LANES + o % kernel::LANES * group + k % group
        };
        let padded = inputs.next_multiple_of(kernel::TILE);
        let bytes: Vec<u8> = (0..rows * inputs).map(|i| number(i) as u8).collect();
        let wide: Vec<i16> = (bytes.iter())
            .map(|&b| i16::from(b) - i16::from(kernel::ZERO))
            .collect();
        let (mut in_pairs, mut in_fours) = (vec![0; columns * inputs], vec![0; columns * inputs]);
        let mut in_tiles = vec![0; columns * padded];
        let mut first = vec![0; columns];
        for o in 0..columns {
            for k in 0..inputs {
                in_pairs[place(o, k, 2, inputs)] = i16::from(weight(o, k));
                in_fours[place(o, k, 4, inputs)] = weight(o, k);
                in_tiles[place(o, k, 4, padded)] = weight(o, k);
                first[o] -= i32::from(kernel::ZERO) * i32::from(weight(o, k));
            }
        }
        kernel::multiply_plainly(&wide, &in_pairs, pairs, &mut plain);
        if kernel::has_vnni() {
            kernel::multiply_bytes(&bytes, &in_fours, inputs / 4, &first, &mut fast);
            assert_eq!(fast, plain);
        }
        kernel::multiply_plainly(&x, &in_pairs, pairs, &mut plain);
        if kernel::has_tiles() && columns.is_multiple_of(kernel::TILE) {
            let room = &mut aligned::Aligned::default();
            let numbers = layer::Inputs::Numbers(&x);
            kernel::multiply_tiles(numbers, (&in_tiles, inputs), room, &mut fast);
            assert_eq!(fast, plain);
            kernel::multiply_plainly(&wide, &in_pairs, pairs, &mut plain);
            let bytes = layer::Inputs::Bytes(&bytes);
            kernel::multiply_tiles(bytes, (&in_tiles, inputs), room, &mut fast);
            assert_eq!(fast, plain);
        }
    }
}

#[test]
fn rooms_begin_at_a_line_of_the_cache() {
    let mut room = aligned::Aligned::<f32>::default();
    for len in [0, 1, 17, 5, 1000, 3] {
        assert_eq!(room.sized(len).len(), len);
        assert_eq!(room.len(), len);
        assert_eq!(room.as_ptr() as usize % 64, 0);
    }
    room[1] = 2.0;
    assert_eq!(room.clone()[1], 2.0);
}
