use super::output::{message, with_output};
use super::{DataArgs, Outcome};
use crate::analysis::Analyzer;
use crate::extract::entity::recognize::{
    NameClass, NamesConfig, NamesExample, SeenName, train_names,
};
use crate::text::Span;
use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Train the model that sees names of persons, places and organizations
///
/// Learns from WiNER-fr: folders of articles (`.txt`) and their names in brat's form (`.ann`), of which the
/// outermost of the types Person, Location and Organization count. Put the result as `model/names.griot`
/// into a folder and name the folder with `--data` to use it; `french/SOURCES.md` in griot's source says how the
/// built-in model was trained.
#[derive(Args)]
#[command(after_help = "\
Example:
  griot train-names --winer winer --without tests/winer/test.txt --without tests/winer/held-out.txt -o names.griot")]
pub(super) struct TrainNames {
    /// Folder of annotated articles
    #[arg(long, value_name = "DIR")]
    winer: PathBuf,
    /// File that lists articles to leave out, one file name without extension a line; may be given several times
    #[arg(long, value_name = "FILE")]
    without: Vec<PathBuf>,
    /// Passes over all articles
    #[arg(long, value_name = "N", default_value_t = NamesConfig::default().epochs)]
    epochs: usize,
    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = NamesConfig::default().seed)]
    seed: u64,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

impl TrainNames {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let data = self.data.load()?;
        let analyzer = Analyzer::load(&data)?;
        let mut without = BTreeSet::new();
        for file in &self.without {
            let ids = super::train::read_text(file)?;
            without.extend(
                ids.lines()
                    .filter(|l| !l.starts_with('#'))
                    .map(str::to_owned),
            );
        }
        let mut files = Vec::new();
        walk(&self.winer, &mut files)
            .map_err(|e| anyhow!("cannot read `{}`: {e}", self.winer.display()))?;
        files.retain(|f| {
            f.file_stem()
                .is_some_and(|s| !without.contains(&*s.to_string_lossy()))
        });
        files.sort();
        let examples: Vec<NamesExample> = files
            .par_iter()
            .map(|file| example(file, &analyzer))
            .collect::<anyhow::Result<_>>()?;
        let n_names: usize = examples.iter().map(|e| e.names.len()).sum();
        message(&format!("{} articles, {n_names} names", examples.len()));
        let config = NamesConfig {
            epochs: self.epochs,
            seed: self.seed,
            ..NamesConfig::default()
        };
        let model = train_names(&data, &examples, &config)?;
        with_output(Some(&self.output), |out| Ok(out.write_all(&model)?))?;
        Ok(Outcome::Done)
    }
}

/// The `.txt` files below `folder` that have an `.ann` beside them.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "txt")
            && path.with_extension("ann").exists()
        {
            files.push(path);
        }
    }
    Ok(())
}

fn example(file: &Path, analyzer: &Analyzer) -> anyhow::Result<NamesExample> {
    let text = super::train::read_text(file)?;
    let annotations = file.with_extension("ann");
    let names = names(&super::train::read_text(&annotations)?, &text)
        .with_context(|| format!("`{}` is no annotation of its text", annotations.display()))?;
    Ok(NamesExample {
        sentences: analyzer.analyze(&text, &[]),
        names,
        text,
    })
}

/// The outermost names of a brat file: `T1`, a tab, `Person 5 17`, a tab, `Jean-Yves Le Drian`, in code points.
fn names(annotations: &str, text: &str) -> anyhow::Result<Vec<SeenName>> {
    let bytes: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let mut all = Vec::new();
    for line in annotations.lines().filter(|l| l.starts_with('T')) {
        let Some(class) = line.split('\t').nth(1) else {
            bail!("no type in `{line}`");
        };
        let mut parts = class.split([' ', ';']);
        let Some(class) = parts.next().and_then(NameClass::named) else {
            continue;
        };
        let offsets: Vec<usize> = parts
            .map(|p| -> anyhow::Result<usize> {
                Ok(*bytes.get(p.parse::<usize>()?).context("beyond the end")?)
            })
            .collect::<anyhow::Result<_>>()?;
        let (Some(&start), Some(&end)) = (offsets.first(), offsets.last()) else {
            bail!("no offsets in `{line}`");
        };
        all.push((start, std::cmp::Reverse(end), class));
    }
    all.sort_unstable();
    let mut names: Vec<SeenName> = Vec::new();
    for (start, std::cmp::Reverse(end), class) in all {
        if names.last().is_none_or(|n| n.span.end <= start) {
            let span = Span::new(start, end);
            names.push(SeenName { span, class });
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outermost_names_of_a_brat_file() {
        let text = "Été à la Mosquée de Valence";
        let ann = "T1\tLocation 20 27\tValence\nT2\tOrganization 9 27\tMosquée de Valence\nT3\tDate 0 3\tÉté\n";
        let found = names(ann, text).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].span.of(text), "Mosquée de Valence");
        assert_eq!(found[0].class, NameClass::Organization);
        assert!(names("T1\tPerson 5 99\tX\n", text).is_err());
    }
}
