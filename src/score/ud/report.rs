use super::{Counts, UdScores};
use std::fmt;

/// The scores of one treebank, from its raw text and from its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UdReport {
    /// Sentences, tokens and words found by griot too.
    pub from_text: UdScores,
    /// Sentences, tokens and words of the treebank.
    pub from_words: UdScores,
}

impl fmt::Display for UdReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<12} | {:^23} | {:^23}",
            "", "from raw text", "from gold words"
        )?;
        writeln!(
            f,
            "{:<12} | {:>7} {:>7} {:>7} | {:>7} {:>7} {:>7} | {:>6}",
            "metric", "P", "R", "F1", "P", "R", "F1", "gold n"
        )?;
        let rows = |scores: &UdScores| -> Vec<(&'static str, Counts)> {
            scores.metrics.iter().chain(&scores.arcs).copied().collect()
        };
        for ((name, text), (_, words)) in rows(&self.from_text)
            .into_iter()
            .zip(rows(&self.from_words))
        {
            writeln!(
                f,
                "{name:<12} | {} | {} | {:>6}",
                Percentages(text),
                Percentages(words),
                text.gold
            )?;
        }
        let (text, words) = (
            self.from_text.inverted_speech_subjects,
            self.from_words.inverted_speech_subjects,
        );
        writeln!(
            f,
            "subjects after a verb of speech found: {:.1} % from raw text, {:.1} % from gold words, of {}",
            100.0 * text.recall(),
            100.0 * words.recall(),
            text.gold
        )
    }
}

struct Percentages(Counts);

impl fmt::Display for Percentages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(counts) = self;
        write!(
            f,
            "{:>7.2} {:>7.2} {:>7.2}",
            100.0 * counts.precision(),
            100.0 * counts.recall(),
            100.0 * counts.f1()
        )
    }
}
