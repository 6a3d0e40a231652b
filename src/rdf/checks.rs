//! The constraints of `ontology/checks/`: SPARQL queries that must find nothing.

use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution, SparqlEvaluator};
use oxigraph::store::Store;
use std::fmt;

/// How grave a violation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The graph breaks a promise of griot.
    Error,
    /// The graph says something unusual; probably an error of reading.
    Warning,
}

/// A constraint: a query that lists violations.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its name, that of its file.
    pub name: &'static str,
    /// The query, with its header.
    pub query: &'static str,
}

/// A row that a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The name of the check.
    pub check: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What the check demands.
    pub rule: &'static str,
    /// The terms of the row, `name = term`, in the order of the query.
    pub row: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(
            f,
            "{severity}: {}: {} ({})",
            self.check, self.rule, self.row
        )
    }
}

macro_rules! checks {
    ($($name:literal),* $(,)?) => {
        /// Every constraint, by name.
        pub const CHECKS: &[Check] = &[$(Check {
            name: $name,
            query: include_str!(concat!("../../ontology/checks/", $name, ".rq")),
        }),*];
    };
}

checks![
    "date-malformed",
    "denied-but-plain",
    "event-status",
    "evidence-incomplete",
    "label-missing",
    "number-malformed",
    "participant-without-class",
    "relation-domain-range",
    "relation-without-article",
    "relation-without-evidence",
    "slot-without-evidence",
];

impl Check {
    /// What it demands, from the `#+ summary:` of its header.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        header(self.query, "summary").unwrap_or(self.name)
    }

    /// How grave its violations are, from its header.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match header(self.query, "severity") {
            Some("warning") => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Every violation in a dataset laid out as a griot store, sorted.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn run(&self, store: &Store) -> Result<Vec<Violation>, QueryEvaluationError> {
        let query = SparqlEvaluator::new()
            .parse_query(self.query)
            .map_err(|e| QueryEvaluationError::Unexpected(Box::new(e)))?;
        let mut violations = Vec::new();
        if let QueryResults::Solutions(solutions) = query.on_store(store).execute()? {
            for solution in solutions {
                violations.push(Violation {
                    check: self.name,
                    severity: self.severity(),
                    rule: self.summary(),
                    row: row(&solution?),
                });
            }
        }
        violations.sort_by(|a, b| a.row.cmp(&b.row));
        Ok(violations)
    }
}

/// Runs every check; errors come before warnings.
///
/// # Errors
/// When the store cannot be read.
pub fn validate(store: &Store) -> Result<Vec<Violation>, QueryEvaluationError> {
    let mut violations = Vec::new();
    for check in CHECKS {
        violations.extend(check.run(store)?);
    }
    violations.sort_by_key(|violation| violation.severity);
    Ok(violations)
}

/// The value of a line `#+ key: value` of a query (the grlc convention).
#[must_use]
pub fn header<'a>(query: &'a str, key: &str) -> Option<&'a str> {
    query
        .lines()
        .map_while(|line| line.strip_prefix("#+ "))
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

fn row(solution: &QuerySolution) -> String {
    let cells: Vec<String> = solution
        .iter()
        .map(|(variable, term)| format!("{} = {term}", variable.as_str()))
        .collect();
    cells.join(", ")
}
