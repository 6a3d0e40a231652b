use super::output::with_output;
use super::{Location, Outcome};
use crate::rdf::checks::{CHECKS, validate};
use crate::store::Store;
use clap::Args;

/// Check a store against the constraints of the ontology
///
/// Each constraint is a SPARQL query of `ontology/checks/` that must find nothing: every plain relation has
/// evidence, every denied one is absent, every date and number is well-formed, and so on. Exit code
/// 1 if one finds something.
#[derive(Args)]
pub(super) struct Validate {
    #[command(flatten)]
    location: Location,
}

impl Validate {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let store = Store::open(&self.location.location)?;
        let violations = validate(store.dataset())?;
        with_output(None, |out| {
            for violation in &violations {
                writeln!(out, "{violation}")?;
            }
            writeln!(
                out,
                "{} checks, {} violations",
                CHECKS.len(),
                violations.len()
            )?;
            Ok(())
        })?;
        Ok(Outcome::incomplete_if(!violations.is_empty()))
    }
}
