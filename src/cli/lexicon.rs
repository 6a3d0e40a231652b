use super::Outcome;
use super::output::with_output;
use crate::lexicon::forms::compile;
use anyhow::bail;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Work on the lexicon files of the language data
#[derive(Args)]
pub(super) struct Lexicon {
    #[command(subcommand)]
    command: LexiconCommand,
}

#[derive(Subcommand)]
enum LexiconCommand {
    /// Compile a table of forms, lemmas and tags into the file that the analysis reads
    ///
    /// `french/lexicon/forms.SOURCE.md` in griot's source says where the table comes from.
    Compile {
        /// Table to compile
        table: PathBuf,
        /// File to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}

impl Lexicon {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let LexiconCommand::Compile { table, output } = self.command;
        let name = table.display().to_string();
        let source = match std::fs::read_to_string(&table) {
            Ok(source) => source,
            Err(e) => bail!("cannot read `{name}`: {e}"),
        };
        let bytes = compile(&name, &source)?;
        with_output(Some(&output), |out| Ok(out.write_all(&bytes)?))?;
        Ok(Outcome::Done)
    }
}
