//! Prints rules in their canonical form, which reads back as the same rule.
//!
//! Comments other than the summary are not part of a rule and are not printed.

use super::ast::{
    Block, Clause, Constraint, Emit, Example, Located, Name, Path, PathStep, Repeat, Rule, Test,
    Value,
};
use super::lexer::word_len;
use std::fmt::{self, Display, Formatter, Write};

impl Display for Rule {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "rule {}", self.name.value)?;
        if let Some(summary) = &self.summary {
            write!(f, "  # {summary}")?;
        }
        write!(f, "\npattern {}", self.pattern)?;
        for block in &self.without {
            write!(f, "\nwithout {block}")?;
        }
        for emit in &self.emits {
            write!(f, "\nemit {emit}")?;
        }
        for example in &self.examples {
            write!(f, "\n{example}")?;
        }
        f.write_char('\n')
    }
}

impl Display for Block {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("{ ")?;
        separated(f, &self.clauses, "; ", |f, clause| write!(f, "{clause}"))?;
        f.write_str(if self.clauses.is_empty() { "}" } else { " }" })
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node { name, constraints } => {
                write!(f, "{} [", name.value)?;
                separated(f, constraints, ", ", |f, c| write!(f, "{c}"))?;
                f.write_char(']')
            }
            Self::Edge { from, path, to } => write!(f, "{} {path} {}", from.value, to.value),
            Self::Order {
                left,
                right,
                immediate,
            } => {
                let sign = if *immediate { "<" } else { "<<" };
                write!(f, "{} {sign} {}", left.value, right.value)
            }
            Self::Compare {
                left: (a, key_a),
                right: (b, key_b),
                equal,
            } => {
                let sign = if *equal { "=" } else { "!=" };
                write!(
                    f,
                    "{}.{} {sign} {}.{}",
                    a.value, key_a.value, b.value, key_b.value
                )
            }
        }
    }
}

impl Display for Constraint {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let key = &self.key.value;
        let (sign, values) = match &self.test {
            Test::Present => return f.write_str(key),
            Test::Absent => return write!(f, "!{key}"),
            Test::In(values) => ("=", values),
            Test::NotIn(values) => ("!=", values),
        };
        write!(f, "{key}{sign}")?;
        separated(f, values, "|", |f, v: &Located<Value>| {
            write!(f, "{}", v.value)
        })
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => word_or_text(f, word),
            Self::Regex(source) => write!(f, "re\"{source}\""),
        }
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if *self.steps == [PathStep::any()] {
            return f.write_str("->");
        }
        f.write_str("-[")?;
        separated(f, &self.steps, "/", |f, step| write!(f, "{step}"))?;
        f.write_str("]->")
    }
}

impl Display for PathStep {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_char('^')?;
        }
        separated(f, &self.labels, "|", |f, label: &Name| {
            f.write_str(&label.value)
        })?;
        f.write_str(match self.repeat {
            Repeat::Once => "",
            Repeat::Optional => "?",
            Repeat::Star => "*",
            Repeat::Plus => "+",
        })
    }
}

impl Display for Emit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name.value)?;
        separated(f, &self.args, ", ", |f, name| f.write_str(&name.value))?;
        for (i, (key, value)) in self.options.iter().enumerate() {
            write!(f, "{} {}=", if i == 0 { ";" } else { "" }, key.value)?;
            word_or_text(f, &value.value)?;
        }
        f.write_char(')')
    }
}

impl Display for Example {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.matches { "matches " } else { "rejects " })?;
        text(f, &self.text.value)?;
        for (name, word) in &self.bindings {
            write!(f, " {}=", name.value)?;
            text(f, &word.value)?;
        }
        Ok(())
    }
}

fn separated<T>(
    f: &mut Formatter<'_>,
    items: &[T],
    separator: &str,
    print: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        print(f, item)?;
    }
    Ok(())
}

/// A bare word where the lexer would read it back as one, else a quoted string.
fn word_or_text(f: &mut Formatter<'_>, word: &str) -> fmt::Result {
    if !word.is_empty() && word_len(word) == word.len() {
        f.write_str(word)
    } else {
        text(f, word)
    }
}

fn text(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            _ => f.write_char(c)?,
        }
    }
    f.write_char('"')
}
