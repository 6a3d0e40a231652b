//! The rule language: patterns over dependency graphs, what they say, and the sentences that test them.
//!
//! The module knows Universal Dependencies, and neither French nor RDF: a rule set is files plus a
//! [`Vocabulary`], a sentence is anything that implements [`Graph`], and what a rule emits is a name
//! and some tokens. The notation is Grew's (<https://grew.fr/doc/request>), which linguists who work
//! with UD read already; [where it departs](#departures-from-grew) is listed below.
//!
//! ```text
//! rule attack-active                        # the subject of an attack verb attacks its object
//! pattern { V [class=attack]; V -[nsubj|obl:agent]-> A; V -[obj]-> T; A [entity=Actor] }
//! without { V -[advmod]-> N; N [class=negation] }
//! emit    agent(V, A)
//! emit    target(V, T; status=Asserted)
//! matches "Les rebelles ont attaqué la base." V="attaqué" A="rebelles" T="base"
//! rejects "Les rebelles n'ont pas attaqué la base."
//! ```
//!
//! # Grammar
//!
//! ```text
//! file        = { rule } ;
//! rule        = "rule" NAME [ "#" summary, up to the end of the line ] , { item } ;
//! item        = "pattern" block                     (* exactly one *)
//!             | "without" block                     (* any number *)
//!             | "emit" NAME "(" [ NAME { "," NAME } ] [ ";" { NAME "=" ( WORD | TEXT ) [ "," ] } ] ")"   (* one or more *)
//!             | "matches" TEXT { NAME "=" TEXT }    (* one or more *)
//!             | "rejects" TEXT ;                    (* one or more *)
//! block       = "{" [ clause { ";" clause } [ ";" ] ] "}" ;
//! clause      = NAME "[" [ constraint { "," constraint } ] "]"
//!             | NAME edge NAME
//!             | NAME ( "<<" | "<" ) NAME
//!             | NAME "." KEY ( "=" | "!=" ) NAME "." KEY ;
//! constraint  = KEY [ ( "=" | "!=" ) value { "|" value } ]
//!             | "!" KEY ;
//! value       = WORD | TEXT | REGEX ;
//! edge        = "->" | "-[" step { "/" step } "]->" ;
//! step        = [ "^" ] LABEL { "|" LABEL } [ "*" | "+" | "?" ] ;
//!
//! WORD, NAME, KEY, LABEL = letters, digits and "_", with "-" and ":" between them; a LABEL may end in ":*"
//! TEXT        = '"' … '"' on one line, with \" \\ \n \t
//! REGEX       = 're"' … '"' , syntax of the regex crate; \" for a quote
//! ```
//!
//! `#` begins a comment anywhere else, too.
//!
//! # Meaning
//!
//! A rule matches once for every way to give each name of its pattern a token so that all clauses
//! hold, and no `without` block can be completed.
//!
//! **Tokens.** `key=a|b` holds if one of the values of the key is among those given, `key!=a|b` if
//! none is (having no value will do), `key` if there is a value, `!key` if there is none. Keys are
//! `form`, `lemma`, `upos`, `deprel`, the features of UD (`VerbForm`, `Number` …) and the attributes that
//! the graph supplies (`class`, `entity` …), which may have several values. Comparison is exact, with
//! regard to case; `re"…"` must match the whole value, `re"(?i)…"` does so without regard to case.
//! Several clauses on one name add up.
//!
//! **Edges.** `V -[nsubj]-> A`: `V` governs `A` by relation `nsubj` exactly. `obl:*` is `obl` with any
//! subtype or none; `^punct|conj` is any relation but these two; `->` is any relation. A path is steps
//! joined by `/`, and `|` binds closer: `a|b/c` is (`a` or `b`), then `c`, and `x?/a|b` is `a` or `b`, here or under
//! an `x`. `*`, `+` and `?` repeat the whole alternation of a step, any number of times, at
//! least once, at most once. A path matches once for each token that it leads to, however many ways there are.
//!
//! **Order.** `A << B`: `A` comes before `B`; `A < B`: and nothing stands between them.
//!
//! **Comparison.** `A.lemma = B.lemma` and `A.Number != B.Number`: both have a value, and the values
//! are equal, or different. Of several values the graph chooses the first.
//!
//! **Different names are different tokens**, in the pattern and in each `without`, whose new names are
//! also other tokens than those of the pattern. So `V -[nsubj]-> A; V -[nsubj]-> B` needs two subjects, and
//! `without { V -[nsubj]-> X }` with `A` a subject in the pattern means: no *other* subject. Only names
//! joined by a path that can be empty, such as `V -[conj*]-> W`, may share a token.
//!
//! **`without`.** Each block is a condition of its own: none of them may hold. Its clauses may use the
//! pattern's names, whose tokens stay, and bring up new ones.
//!
//! **Examples.** `matches`: the rule has at least one match in the sentence in which each name given is the
//! token of that form, or whose [surface](Graph::surface) is that. `rejects`: the rule has no match at all.
//!
//! # Departures from Grew
//!
//! - `key!=v` holds where the key has no value; in Grew it needs one.
//! - Paths of several steps and of repeated relations are new, and with them names that may share a token.
//! - There is one kind of pattern; `global`, edge names and rewriting commands are left out.
//! - `emit`, `matches` and `rejects` are new.
//!
//! # Example
//!
//! ```
//! use griot::rule::{BasicGraph, RuleSet, Vocabulary};
//! use griot::ud::{Feats, Sentence, Token, Upos};
//!
//! let vocabulary = Vocabulary::universal().with_emit("agent", 2);
//! let text = r#"
//! rule subject
//! pattern { V [upos=VERB]; V -[nsubj]-> A }
//! emit agent(V, A)
//! matches "Rome brûle." V="brûle" A="Rome"
//! rejects "Rome."
//! "#;
//! let rules = RuleSet::load([("subject.rule", text)], &vocabulary).expect("no errors");
//! assert!(rules.warnings().is_empty());
//!
//! let token = |form: &str, upos, head, deprel: &str| Token {
//!     form: form.into(), lemma: form.into(), upos, feats: Feats::default(),
//!     head, deprel: deprel.into(), span: Default::default(),
//! };
//! let tokens = vec![
//!     token("Rome", Upos::Propn, Some(1), "nsubj"),
//!     token("brûle", Upos::Verb, None, "root"),
//! ];
//! let graph = BasicGraph::new(Sentence { tokens, ..Sentence::default() });
//! let matches = rules.matches(&graph);
//! let emission = matches[0].emits().next().expect("one emission");
//! assert_eq!((emission.name, emission.args), ("agent", vec![1, 0]));
//! ```

pub mod ast;
mod check;
mod compile;
mod cursor;
mod display;
mod graph;
mod index;
mod lexer;
mod node;
mod parser;
mod path;
mod rule_set;
mod search;
mod test_runner;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use graph::{BasicGraph, Graph};
pub use parser::read_rules;
pub use rule_set::{Emission, LoadedRule, Match, RuleSet};
pub use test_runner::TestReport;
pub use vocabulary::Vocabulary;
