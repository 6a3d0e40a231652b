use super::build::report_error;
use super::output::{message, with_output};
use super::{DataArgs, Outcome};
use crate::analysis::train::{Config, Genre, Treebank, train};
use crate::analysis::{Analyzer, mwt};
use crate::article::ArticleReader;
use crate::data::Data;
use crate::pipeline;
use crate::ud::{Sentence, read_conllu};
use anyhow::{Context as _, bail};
use clap::Args;
use std::path::{Path, PathBuf};

/// Train everything that the analysis learns
///
/// Learns from treebanks in CoNLL-U and from free text, and writes a folder to be named with `--data`:
/// `model/french.griot`, which tags and parses; `model/multiword.tsv`, which splits words; and
/// `lexicon/lemmas.tsv` and `lexicon/lemma_endings.tsv`. Repeatable for a seed on one kind of processor. With
/// the texts that `french/model/MODEL_CARD.md` in griot's source names, it takes about an hour of one core.
#[derive(Args)]
#[command(after_help = "\
Example:
  griot train --treebank gsd-dev.conllu --treebank sequoia-train.conllu --questions fqb.conllu \\
    --text news/*.txt -o trained")]
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
    /// Articles, or sentences in CoNLL-U, without annotation: networks trained on the treebanks label them first
    #[arg(long, value_name = "PATH", num_args = 1..)]
    text: Vec<PathBuf>,
    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = Config::default().seed)]
    seed: u64,
    /// Passes over all sentences
    #[arg(long, value_name = "N", default_value_t = Config::default().epochs)]
    epochs: usize,
    /// Learn the three tables only, in seconds
    #[arg(long)]
    tables: bool,
    /// Folder to write
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

impl Train {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let data = self.data.load()?;
        let analyzer = Analyzer::load(&data)?;
        // Rare words of speech are mostly noises and breaks: they must come twice to count.
        let mut treebanks = Vec::new();
        for (genre, min_count, files) in [
            (Genre::Written, 1, &self.treebank),
            (Genre::Questions, 1, &self.questions),
            (Genre::Spoken, 2, &self.spoken),
        ] {
            treebanks.push(Treebank {
                genre,
                min_count,
                copies: 1,
                sentences: read_treebanks(files)?,
            });
        }
        treebanks.retain(|treebank| !treebank.sentences.is_empty());
        self.learn_tables(&analyzer, &treebanks)?;
        if !self.tables {
            let text = read_free_text(&self.text, &data, &analyzer)?;
            let model = self.learn_model(&analyzer, &treebanks, &text)?;
            self.write("model/french.griot", &model)?;
        }
        Ok(Outcome::Done)
    }

    fn learn_tables(&self, analyzer: &Analyzer, treebanks: &[Treebank]) -> anyhow::Result<()> {
        let of = |genres: &[Genre]| -> Vec<Sentence> {
            let chosen = treebanks.iter().filter(|t| genres.contains(&t.genre));
            chosen.flat_map(|t| t.sentences.iter().cloned()).collect()
        };
        // Questions have their own conventions for the lemmas of pronouns.
        let written = of(&[Genre::Written]);
        let both = of(&[Genre::Written, Genre::Questions]);
        for (file, table) in [
            ("lexicon/lemma_endings.tsv", analyzer.learn_lemma_endings()),
            ("lexicon/lemmas.tsv", analyzer.learn_lemmas(&written)),
            ("model/multiword.tsv", mwt::train(analyzer.lexicon(), &both)),
        ] {
            self.write(file, table.as_bytes())?;
        }
        Ok(())
    }

    fn learn_model(
        &self,
        analyzer: &Analyzer,
        treebanks: &[Treebank],
        text: &[Sentence],
    ) -> anyhow::Result<Vec<u8>> {
        let config = Config {
            seed: self.seed,
            epochs: self.epochs,
            ..Config::default()
        };
        let lexicon = analyzer.lexicon();
        let model = train(treebanks, text, lexicon, &config, |progress, _| {
            let [tags, arcs, labels] = progress.losses;
            message(&format!(
                "{:?}, pass {}: loss of tags {tags:.3}, arcs {arcs:.3}, labels {labels:.3}",
                progress.stage, progress.epoch
            ));
        })?;
        Ok(model)
    }

    /// Writes `file` of the folder.
    fn write(&self, file: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.output.join(file);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
        }
        with_output(Some(&path), |out| Ok(out.write_all(bytes)?))
    }
}

fn read_treebanks(files: &[PathBuf]) -> anyhow::Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    for file in files {
        let read = read_conllu(&file.to_string_lossy(), &read_text(file)?)?;
        sentences.extend(read.into_iter().map(|(_, sentence)| sentence));
    }
    Ok(sentences)
}

/// The sentences of articles, cut as analysis cuts them, or of files in CoNLL-U.
fn read_free_text(
    paths: &[PathBuf],
    data: &Data,
    analyzer: &Analyzer,
) -> anyhow::Result<Vec<Sentence>> {
    let reader = ArticleReader::load(data)?;
    let is_conllu = |path: &PathBuf| path.extension().is_some_and(|e| e == "conllu");
    let (treebanks, articles): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(is_conllu);
    let mut sentences = read_treebanks(&treebanks)?;
    let (sources, errors) = pipeline::sources(&articles);
    errors.iter().for_each(report_error);
    if !errors.is_empty() {
        bail!("not all of the text could be found");
    }
    for source in &sources {
        let path = source.path.to_string_lossy();
        let article = reader.read(&source.id, &path, &source.bytes()?, None)?;
        if !article.regions.is_empty() {
            sentences.extend(analyzer.segment(&article.text, &article.regions));
        }
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
