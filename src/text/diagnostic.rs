use super::{LineIndex, Span};
use std::fmt;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The file cannot be used as it stands.
    Error,
    /// The file can be used; something in it is probably not meant.
    Warning,
}

/// A message about a place in a file, printed with the line and a caret under the place.
///
/// ```
/// use griot::text::{Diagnostic, Span};
/// let d = Diagnostic::error("rules/a.rule", "pattern { V -[nsuj]-> A }", Span::new(14, 18), "unknown relation `nsuj`")
///     .with_help("did you mean `nsubj`?");
/// assert_eq!(d.to_string(), "rules/a.rule:1:15: error: unknown relation `nsuj`; did you mean `nsubj`?\n  1 | pattern { V -[nsuj]-> A }\n    |               ^^^^");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    severity: Severity,
    path: String,
    line: usize,
    column: usize,
    width: usize,
    source_line: String,
    message: String,
    help: Option<String>,
}

impl Diagnostic {
    /// An error at `span` (bytes) of `source`, the whole text of the file at `path`.
    #[must_use]
    pub fn error(path: &str, source: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, path, source, span, message.into())
    }

    /// A warning at `span` (bytes) of `source`, the whole text of the file at `path`.
    #[must_use]
    pub fn warning(path: &str, source: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, path, source, span, message.into())
    }

    fn new(severity: Severity, path: &str, source: &str, span: Span, message: String) -> Self {
        let index = LineIndex::new(source);
        let at = index.line_column(source, span.start);
        let source_line = index.line(source, at.line).to_owned();
        let width = source
            .get(span.range())
            .and_then(|s| s.lines().next())
            .map_or(1, |s| s.chars().count().max(1));
        Self {
            severity,
            path: path.to_owned(),
            line: at.line,
            column: at.column,
            width,
            source_line,
            message,
            help: None,
        }
    }

    /// Adds how to mend it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Line of the place, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(
            f,
            "{}:{}:{}: {kind}: {}",
            self.path, self.line, self.column, self.message
        )?;
        if let Some(help) = &self.help {
            write!(f, "; {help}")?;
        }
        let number = self.line.to_string();
        let pad = " ".repeat(number.len());
        let indent: String = self
            .source_line
            .chars()
            .take(self.column - 1)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        write!(
            f,
            "\n  {number} | {}\n  {pad} | {indent}{}",
            self.source_line,
            "^".repeat(self.width)
        )
    }
}

impl std::error::Error for Diagnostic {}
