use super::output::with_output;
use super::{DataArgs, Outcome};
use crate::pipeline::Pipeline;
use crate::rdf::Base;
use clap::{Args, Subcommand};

/// List, check and test the rules that read facts off sentences
///
/// Rules are files of `french/rules/` (or of the folder `rules` under `--data`), each with sentences that it must
/// match and sentences that it must not.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot rules test
  griot rules check --data my-data")]
pub(super) struct Rules {
    #[command(subcommand)]
    command: RulesCommand,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(Clone, Copy, Subcommand)]
enum RulesCommand {
    /// List the rules: name, file, summary
    List,
    /// Read the rules and say what is wrong with them, without running them
    Check,
    /// Run every rule on its own examples; exit code 1 if one fails
    Test,
}

impl Rules {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let pipeline = Pipeline::load(&self.data.load()?, Base::default())?;
        let rules = pipeline.extractor().rules();
        with_output(None, |out| match self.command {
            RulesCommand::List => {
                for rule in rules.rules() {
                    let summary = rule.summary().unwrap_or_default();
                    writeln!(out, "{}\t{}\t{summary}", rule.name(), rules.path_of(rule))?;
                }
                Ok(Outcome::Done)
            }
            RulesCommand::Check => {
                writeln!(out, "{} rules are well-formed", rules.rules().len())?;
                Ok(Outcome::Done)
            }
            RulesCommand::Test => {
                let report = pipeline.test_rules();
                writeln!(out, "{report}")?;
                Ok(Outcome::incomplete_if(!report.passed()))
            }
        })
    }
}
