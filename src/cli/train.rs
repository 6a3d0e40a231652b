use super::output::{message, with_output};
use super::{DataArgs, Outcome};
use crate::analysis::Analyzer;
use crate::analysis::train::{Config, Genre, Treebank, train};
use crate::ud::{Sentence, read_conllu};
use anyhow::bail;
use clap::Args;
use std::path::{Path, PathBuf};

/// Train the model that tags and parses sentences
///
/// Learns from treebanks in CoNLL-U and writes a model file. Put it as `model/french.griot` into a folder
/// and name the folder with `--data` to use it. Training is repeatable for a seed on one kind of processor
/// and takes hours; `french/SOURCES.md` in griot's source says how the built-in model was trained.
#[derive(Args)]
#[command(after_help = "\
Example:
  griot train --treebank sequoia.conllu --treebank gsd.conllu --spoken rhapsodie.conllu -o model/french.griot")]
pub(super) struct Train {
    /// Treebank of written French; may be given several times
    #[arg(long, required = true, value_name = "FILE")]
    treebank: Vec<PathBuf>,
    /// Treebank of questions
    #[arg(long, value_name = "FILE")]
    questions: Vec<PathBuf>,
    /// Treebank of spoken French
    #[arg(long, value_name = "FILE")]
    spoken: Vec<PathBuf>,
    /// Sentences in CoNLL-U without annotation, which networks trained on the treebanks label first
    #[arg(long, value_name = "FILE")]
    text: Vec<PathBuf>,
    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = Config::default().seed)]
    seed: u64,
    /// Passes over all sentences
    #[arg(long, value_name = "N", default_value_t = Config::default().epochs)]
    epochs: usize,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

impl Train {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let analyzer = Analyzer::load(&self.data.load()?)?;
        let mut treebanks = Vec::new();
        // Rare words of speech are mostly noises and breaks: they must come twice to count.
        for (genre, min_count, files) in [
            (Genre::Written, 1, &self.treebank),
            (Genre::Questions, 1, &self.questions),
            (Genre::Spoken, 2, &self.spoken),
        ] {
            let sentences = read_all(files)?;
            if !sentences.is_empty() {
                treebanks.push(Treebank {
                    genre,
                    min_count,
                    copies: 1,
                    sentences,
                });
            }
        }
        let text = read_all(&self.text)?;
        let config = Config {
            seed: self.seed,
            epochs: self.epochs,
            ..Config::default()
        };
        let model = train(
            &treebanks,
            &text,
            analyzer.lexicon(),
            &config,
            |progress, _| {
                let [tags, arcs, labels] = progress.losses;
                message(&format!(
                    "{:?}, pass {}: loss of tags {tags:.3}, arcs {arcs:.3}, labels {labels:.3}",
                    progress.stage, progress.epoch
                ));
            },
        )?;
        with_output(Some(&self.output), |out| Ok(out.write_all(&model)?))?;
        Ok(Outcome::Done)
    }
}

fn read_all(files: &[PathBuf]) -> anyhow::Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    for file in files {
        let read = read_conllu(&file.to_string_lossy(), &read_text(file)?)?;
        sentences.extend(read.into_iter().map(|(_, sentence)| sentence));
    }
    Ok(sentences)
}

/// A file that the user named: not reading it is wrong usage, no failure of the store.
pub(super) fn read_text(file: &Path) -> anyhow::Result<String> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(text),
        Err(e) => bail!("cannot read `{}`: {e}", file.display()),
    }
}
