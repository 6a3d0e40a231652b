use super::build::report_error;
use super::output::with_output;
use super::{DataArgs, Outcome, Threads};
use crate::pipeline::{self, Pipeline};
use crate::rdf::Base;
use crate::ud::write_conllu;
use clap::Args;
use std::path::PathBuf;

/// Show the analysis of articles as CoNLL-U
///
/// Sentences, words, lemmas, tags, features and trees, as in the treebanks of Universal
/// Dependencies. `MISC` says where each token stands in the file, in code points.
#[derive(Args)]
#[command(after_help = "\
Example:
  echo 'Les rebelles ont attaqué la base.' | griot parse -")]
pub(super) struct Parse {
    /// Files and folders of articles; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write to this file and not to standard output
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    data: DataArgs,
}

impl Parse {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let pipeline = Pipeline::load(&self.data.load()?, Base::default())?;
        let (sources, errors) = pipeline::sources(&self.paths);
        errors.iter().for_each(report_error);
        let mut n_failed = errors.len();
        let pool = self.threads.pool()?;
        with_output(self.file.as_deref(), |mut out| {
            pipeline::for_each(
                &pool,
                &sources,
                |source, bytes| pipeline.analyze(source, &bytes),
                |result| {
                    match result {
                        Err(error) => {
                            report_error(&error);
                            n_failed += 1;
                        }
                        Ok((article, sentences)) => {
                            writeln!(out, "# newdoc id = {}", article.id)?;
                            let prefix = format!("{}-", article.id);
                            write_conllu(&mut out, &article.text, &sentences, &prefix)?;
                        }
                    }
                    anyhow::Ok(())
                },
            )
        })?;
        Ok(Outcome::incomplete_if(n_failed > 0))
    }
}
