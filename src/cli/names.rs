use super::build::report_error;
use super::output::with_output;
use super::{DataArgs, Outcome};
use crate::analysis::Analyzer;
use crate::extract::entity::Finder;
use crate::extract::entity::recognize::NameClass;
use crate::lexicon::Names;
use crate::pipeline;
use crate::text::{CharIndex, Diagnostic};
use anyhow::anyhow;
use clap::Args;
use std::path::PathBuf;

/// Show the names of persons, places and organizations that the learned recognizer sees
///
/// One line for each: file, first code point, code point after the last, PER, LOC or ORG, and the words, parted
/// by tabs. The whole of each file is read as text. `griot extract` goes further: it takes the names that its
/// lexicons know first, and says whom and what all of them mean.
#[derive(Args)]
pub(super) struct NamesCommand {
    /// Files and folders of articles; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

impl NamesCommand {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let data = self.data.load()?;
        let analyzer = Analyzer::load(&data)?;
        let names = Names::load(&data)?;
        let finder = Finder::load(&data).map_err(|errors| anyhow!("{}", all(&errors)))?;
        let (sources, errors) = pipeline::sources(&self.paths);
        errors.iter().for_each(report_error);
        let mut n_failed = errors.len();
        with_output(None, |out| {
            for source in &sources {
                let bytes = match source.bytes() {
                    Ok(bytes) => bytes,
                    Err(error) => {
                        report_error(&error);
                        n_failed += 1;
                        continue;
                    }
                };
                // No byte that is not UTF-8 names anything.
                let text = String::from_utf8_lossy(&bytes);
                let chars = CharIndex::new(&text);
                let sentences = analyzer.analyze(&text, &[]);
                for name in finder.seen_names(&text, &sentences, &names) {
                    let words = name.span.of(&text).split_whitespace().collect::<Vec<_>>();
                    let at = |byte| chars.char_offset(&text, byte);
                    writeln!(
                        out,
                        "{}\t{}\t{}\t{}\t{}",
                        source.path.display(),
                        at(name.span.start),
                        at(name.span.end),
                        label(name.class),
                        words.join(" ")
                    )?;
                }
            }
            Ok(())
        })?;
        Ok(Outcome::incomplete_if(n_failed > 0))
    }
}

const fn label(class: NameClass) -> &'static str {
    match class {
        NameClass::Person => "PER",
        NameClass::Location => "LOC",
        NameClass::Organization => "ORG",
    }
}

fn all(errors: &[Diagnostic]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
