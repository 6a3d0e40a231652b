//! The command line: one file per subcommand, thin over the library.
//!
//! Results go to standard output, messages and progress to standard error. Exit codes: 0 done;
//! 1 done, with articles that could not be read, each named; 2 wrong usage; 3 the store or the
//! output failed. A reader that closes the pipe early has had enough: that is success.

mod build;
mod describe;
mod entities;
mod explain;
mod export;
mod extract;
mod import;
mod infer;
mod lexicon;
mod names;
mod ontology;
mod output;
mod parse;
mod query;
mod rank;
mod rules;
mod score;
mod table;
mod train;
mod train_names;
mod validate;

use crate::data::Data;
use crate::date::Date;
use crate::rdf::Base;
use crate::store::StoreError;
use anyhow::{Context as _, bail};
use clap::{Args, Parser, Subcommand};
use oxigraph::store::StorageError;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// Reads French news about armed conflict and keeps who did what to whom.
///
/// griot turns articles into a linked-data graph in which every statement leads back to the words
/// it came from. It needs no network, and the same articles always give the same graph.
#[derive(Parser)]
#[command(
    name = "griot",
    version,
    max_term_width = 100,
    after_help = "\
Begin with:
  griot build examples -l conflict.griot
  griot query -l conflict.griot --file queries/who-attacked-whom.rq
  griot explain -l conflict.griot Hezbollah

Exit codes: 0 done · 1 done, but some articles could not be read · 2 wrong usage · 3 the store or
the output failed."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Build),
    Extract(extract::Extract),
    Query(query::Query),
    Export(export::Export),
    Parse(parse::Parse),
    Explain(explain::Explain),
    Entities(entities::Entities),
    Rank(rank::Rank),
    Score(score::Score),
    Validate(validate::Validate),
    Infer(infer::Infer),
    Import(import::Import),
    Describe(describe::Describe),
    Ontology(ontology::Ontology),
    Rules(rules::Rules),
    Train(train::Train),
    Names(names::NamesCommand),
    TrainNames(train_names::TrainNames),
    Lexicon(lexicon::Lexicon),
}

/// How a command ended that did what it was asked to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    /// Some articles could not be read, or some checks did not hold.
    Incomplete,
}

impl Outcome {
    const fn incomplete_if(incomplete: bool) -> Self {
        if incomplete {
            Self::Incomplete
        } else {
            Self::Done
        }
    }
}

/// Runs the command line `args` (the first is the program's name) and returns the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap knows where each goes. A closed pipe is success.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match cli.command {
        Command::Build(command) => command.run(),
        Command::Extract(command) => command.run(),
        Command::Query(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Parse(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Entities(command) => command.run(),
        Command::Rank(command) => command.run(),
        Command::Score(command) => command.run(),
        Command::Validate(command) => command.run(),
        Command::Infer(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Describe(command) => command.run(),
        Command::Ontology(command) => command.run(),
        Command::Rules(command) => command.run(),
        Command::Train(command) => command.run(),
        Command::Names(command) => command.run(),
        Command::TrainNames(command) => command.run(),
        Command::Lexicon(command) => command.run(),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Incomplete) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::message(&format!("error: {}", chain(&error)));
            ExitCode::from(code(&error))
        }
    }
}

/// The error and its causes in one line, without a cause whose words the one before repeats.
fn chain(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if line.is_empty() {
            line = cause;
        } else if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}

fn code(error: &anyhow::Error) -> u8 {
    let failed = error.chain().any(|cause| {
        cause.is::<StoreError>() || cause.is::<StorageError>() || cause.is::<io::Error>()
    });
    if failed { 3 } else { 2 }
}

/// Where the language data comes from.
#[derive(Args)]
struct DataArgs {
    /// Folder of lexicons, rules and model whose files come in the place of the built-in ones
    ///
    /// It is laid out as `french/` in griot's source; files that it lacks are taken from griot.
    #[arg(long = "data", value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl DataArgs {
    fn load(&self) -> anyhow::Result<Data> {
        let data = Data::embedded();
        match &self.folder {
            Some(folder) => data.with_folder(folder).context("cannot use `--data`"),
            None => Ok(data),
        }
    }
}

/// Where the language data and the rules come from.
#[derive(Args)]
struct RuleArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Folder of rules of your own, added to griot's; may be given several times
    ///
    /// At any depth: `.rule` files (`griot rules --help` shows one), lexical classes in `.tsv` files as in
    /// `french/lexicon/classes/`, and, for relations and classes of events of your own, a `terms.tsv` with the columns
    /// `kind` (relation or event), `name` (what rules emit) and `iri` (what the graph has).
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Leave griot's own rules out, so that those of `--rules` stand alone
    #[arg(long, requires = "rules")]
    only_rules: bool,
}

impl RuleArgs {
    fn load(&self) -> anyhow::Result<Data> {
        let mut data = self.data.load()?;
        if self.only_rules {
            data = data.without_rules();
        }
        for folder in &self.rules {
            data = data.with_rules(folder).context("cannot use `--rules`")?;
        }
        Ok(data)
    }
}

/// Where a store lies.
#[derive(Args)]
struct Location {
    /// Folder of the store
    #[arg(short, long, value_name = "DIR")]
    location: PathBuf,
}

/// Names as the user wants them read.
#[derive(Args)]
struct AliasArgs {
    /// Table of names and what each means, whatever griot's own lexicons say; may be given several times
    ///
    /// Tab-separated, with the header `alias entity label class country`; lines that begin with `#` are
    /// comments. An alias is found as it is written but for accents, hyphens and apostrophes; without a
    /// capital in any case, of up to five capitals only in capitals. `entity` is the id of an entity that griot knows
    /// (the end of its IRI) or a new one, then with a label, a class of the ontology and, if known, the ISO 3166 code
    /// of its country; `-` says that the alias names nothing. Where several names start at one word the longest counts.
    #[arg(long = "aliases", value_name = "FILE.tsv")]
    files: Vec<PathBuf>,
}

impl AliasArgs {
    /// `data` with the alias files.
    fn add_to(&self, mut data: Data) -> anyhow::Result<Data> {
        for file in &self.files {
            // A file that the user named: not reading it is wrong usage, no failure of the store.
            let bytes = match std::fs::read(file) {
                Ok(bytes) => bytes,
                Err(e) => bail!("cannot read `{}`: {e}", file.display()),
            };
            data = data.with_file(format!("aliases/{}", file.display()), bytes);
        }
        Ok(data)
    }
}

/// Stack of a reading thread, in bytes: twice what a main thread has.
const STACK_BYTES: usize = 16 << 20;

/// How many articles are read side by side.
#[derive(Args)]
struct Threads {
    /// How many threads read articles [default: one for each core]; the result is the same for any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl Threads {
    fn pool(&self) -> anyhow::Result<ThreadPool> {
        ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, usize::from))
            .stack_size(STACK_BYTES)
            .build()
            .context("cannot start threads")
    }
}

fn base(iri: &str) -> Result<Base, String> {
    Base::new(iri).map_err(|e| e.to_string())
}

/// Reads `2018-03-03`, `2018-03` or `2018`.
fn date(text: &str) -> Result<Date, String> {
    let wrong = || format!("`{text}` is no date; write `2018-03-03`, `2018-03` or `2018`");
    let parts: Vec<&str> = text.split('-').collect();
    let widths: Vec<usize> = parts.iter().map(|p| p.len()).collect();
    let digits = parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()));
    if !digits || !matches!(widths.as_slice(), [4] | [4, 2] | [4, 2, 2]) {
        return Err(wrong());
    }
    let number = |i: usize| parts.get(i).and_then(|p| p.parse::<i16>().ok());
    let small = |i: usize| number(i).and_then(|n| i8::try_from(n).ok());
    let year = number(0).ok_or_else(wrong)?;
    let civil = |month, day| jiff::civil::Date::new(year, month, day).map_err(|_| wrong());
    match (parts.len(), small(1), small(2)) {
        (1, _, _) => Ok(Date::Year { year }),
        (2, Some(month), _) => civil(month, 1).map(|d| Date::Month {
            year,
            month: d.month().unsigned_abs(),
        }),
        (3, Some(month), Some(day)) => civil(month, day).map(|d| Date::Day {
            year,
            month: d.month().unsigned_abs(),
            day: d.day().unsigned_abs(),
        }),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn dates_are_read_as_precise_as_they_are() {
        for good in ["2018-03-03", "2018-03", "2018", "2020-02-29"] {
            assert_eq!(date(good).unwrap().to_string(), good);
        }
        for bad in [
            "",
            "18",
            "2018-13",
            "2018-02-30",
            "2018-3-3",
            "3 mars 2018",
            "-2018",
            "20é8",
        ] {
            assert!(date(bad).unwrap_err().contains("2018-03-03"), "{bad}");
        }
    }
}
