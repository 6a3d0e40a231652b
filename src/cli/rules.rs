use super::output::with_output;
use super::{Outcome, RuleArgs};
use crate::pipeline::Pipeline;
use crate::rdf::Base;
use clap::{Args, Subcommand};

/// List, check and test the rules that read facts off sentences
///
/// Rules are files of `french/rules/` and of the folders given by `--rules`. A rule is a pattern over the words
/// of a sentence and the relations of Universal Dependencies between them, with sentences that it must
/// match and sentences that it must not. All that is wrong is said at once, with file, line and column.
#[derive(Args)]
#[command(after_help = "\
A rule, in a file such as `deals/acquired.rule`:
  rule acquired-active                      # « X a racheté Y »
  pattern { V [lemma=racheter]; V -[N0]-> A; V -[N1]-> B }
  emit acquired(A, B)
  matches \"Total a racheté Saft.\" A=\"Total\" B=\"Saft\"
  rejects \"Total a quitté Saft.\"
N0 and N1 are the subject and the object whatever the voice; `[class=attack]` asks for a lexical class, `[entity=Actor]`
for an entity. `griot::rule` in griot's documentation has the whole grammar.

Examples:
  griot rules test --rules deals --only-rules
  griot rules check --data my-data
  griot extract depeche.txt --rules deals")]
pub(super) struct Rules {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Subcommand)]
enum RulesCommand {
    /// List the rules: name, file, summary
    List(RuleArgs),
    /// Read the rules and say what is wrong with them, and what is suspect, without running them
    Check(RuleArgs),
    /// Run every rule on its own examples; exit code 1 if one fails
    Test(RuleArgs),
}

impl Rules {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let (RulesCommand::List(data) | RulesCommand::Check(data) | RulesCommand::Test(data)) =
            &self.command;
        let pipeline = Pipeline::load(&data.load()?, Base::default())?;
        let rules = pipeline.extractor().rules();
        with_output(None, |out| match self.command {
            RulesCommand::List(_) => {
                for rule in rules.rules() {
                    let summary = rule.summary().unwrap_or_default();
                    writeln!(out, "{}\t{}\t{summary}", rule.name(), rules.path_of(rule))?;
                }
                Ok(Outcome::Done)
            }
            RulesCommand::Check(_) => {
                for warning in rules.warnings() {
                    writeln!(out, "{warning}")?;
                }
                writeln!(out, "{} rules are well-formed", rules.rules().len())?;
                Ok(Outcome::Done)
            }
            RulesCommand::Test(_) => {
                let report = pipeline.test_rules();
                writeln!(out, "{report}")?;
                Ok(Outcome::incomplete_if(!report.passed()))
            }
        })
    }
}
