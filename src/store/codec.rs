//! Quads as bytes: small, quick to read, the same bytes for the same set of quads.
//!
//! ```text
//! blob    = version n {string} n {term} n {group} checksum
//! string  = shared length-of-rest rest          front-coded against the one before, sorted
//! term    = kind {string-or-term number}        parts come before what they are parts of
//! group   = n {graph} n {subject-step predicate object}
//! ```
//! Numbers are LEB128. A group is the triples that stand in the same set of graphs: what an article
//! says stands in its own graph and in the default graph, and is written once. The checksum is
//! FNV-1a 64 over all that comes before.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{
    BaseDirection, BlankNode, GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef,
    NamedOrBlankNodeRef, Quad, QuadRef, Term, TermRef, Triple,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const VERSION: u8 = 1;

/// Bytes that are not quads: cut short, changed, or of another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stored quads are damaged: {0}")]
pub struct CodecError(&'static str);

/// Writes the set of `quads`; order and repetition do not matter.
#[must_use]
pub fn encode(quads: &[Quad]) -> Vec<u8> {
    let mut sorted: Vec<&Quad> = quads.iter().collect();
    sorted.sort_by_cached_key(|quad| quad.to_string());
    sorted.dedup();
    let mut pool = Pool::default();
    let mut graphs_of: BTreeMap<[u64; 3], BTreeSet<u64>> = BTreeMap::new();
    for quad in sorted {
        let triple = [
            pool.term(quad.subject.as_ref().into()),
            pool.term(quad.predicate.as_ref().into()),
            pool.term(quad.object.as_ref()),
        ];
        let graph = match quad.graph_name.as_ref() {
            GraphNameRef::DefaultGraph => 0,
            GraphNameRef::NamedNode(n) => 1 + pool.term(n.into()),
            GraphNameRef::BlankNode(n) => 1 + pool.term(n.into()),
        };
        graphs_of.entry(triple).or_default().insert(graph);
    }
    let mut groups: BTreeMap<BTreeSet<u64>, Vec<[u64; 3]>> = BTreeMap::new();
    for (triple, graphs) in graphs_of {
        groups.entry(graphs).or_default().push(triple);
    }
    let mut out = vec![VERSION];
    pool.write(&mut out);
    number(&mut out, groups.len() as u64);
    for (graphs, triples) in groups {
        number(&mut out, graphs.len() as u64);
        graphs.into_iter().for_each(|g| number(&mut out, g));
        number(&mut out, triples.len() as u64);
        let mut last = 0;
        for [s, p, o] in triples {
            number(&mut out, s - last);
            number(&mut out, p);
            number(&mut out, o);
            last = s;
        }
    }
    let checksum = fnv1a(&out);
    out.extend_from_slice(&checksum.to_le_bytes());
    out
}

/// Strings and terms, each once, numbered in the order of first use.
#[derive(Default)]
struct Pool {
    strings: HashMap<String, usize>,
    terms: Vec<Entry>,
    numbers: HashMap<Term, u64>,
}

/// A term by its parts.
struct Entry {
    kind: u8,
    strings: Vec<usize>,
    terms: Vec<u64>,
}

const IRI: u8 = 0;
const BLANK: u8 = 1;
const SIMPLE: u8 = 2;
const LANGUAGE: u8 = 3;
const TYPED: u8 = 4;
const LANGUAGE_LTR: u8 = 5;
const LANGUAGE_RTL: u8 = 6;
const TRIPLE: u8 = 7;

impl Pool {
    fn term(&mut self, term: TermRef<'_>) -> u64 {
        let key = term.into_owned();
        if let Some(&n) = self.numbers.get(&key) {
            return n;
        }
        let (kind, strings, terms) = match term {
            TermRef::NamedNode(n) => (IRI, vec![n.as_str()], vec![]),
            TermRef::BlankNode(n) => (BLANK, vec![n.as_str()], vec![]),
            TermRef::Literal(l) => match (l.language(), l.direction()) {
                (Some(tag), Some(BaseDirection::Ltr)) => {
                    (LANGUAGE_LTR, vec![l.value(), tag], vec![])
                }
                (Some(tag), Some(BaseDirection::Rtl)) => {
                    (LANGUAGE_RTL, vec![l.value(), tag], vec![])
                }
                (Some(tag), None) => (LANGUAGE, vec![l.value(), tag], vec![]),
                (None, _) if l.datatype() == xsd::STRING => (SIMPLE, vec![l.value()], vec![]),
                (None, _) => (TYPED, vec![l.value(), l.datatype().as_str()], vec![]),
            },
            TermRef::Triple(t) => {
                let parts = vec![
                    self.term(t.subject.as_ref().into()),
                    self.term(t.predicate.as_ref().into()),
                    self.term(t.object.as_ref()),
                ];
                (TRIPLE, vec![], parts)
            }
        };
        let strings = strings.into_iter().map(|s| self.string(s)).collect();
        let n = self.terms.len() as u64;
        self.terms.push(Entry {
            kind,
            strings,
            terms,
        });
        self.numbers.insert(key, n);
        n
    }

    fn string(&mut self, s: &str) -> usize {
        if let Some(&n) = self.strings.get(s) {
            return n;
        }
        let n = self.strings.len();
        self.strings.insert(s.to_owned(), n);
        n
    }

    fn write(self, out: &mut Vec<u8>) {
        let mut sorted: Vec<(String, usize)> = self.strings.into_iter().collect();
        sorted.sort();
        let mut rank = vec![0; sorted.len()];
        number(out, sorted.len() as u64);
        let mut last: &[u8] = b"";
        for (place, (string, n)) in sorted.iter().enumerate() {
            rank[*n] = place as u64;
            let bytes = string.as_bytes();
            let shared = last.iter().zip(bytes).take_while(|(a, b)| a == b).count();
            number(out, shared as u64);
            number(out, (bytes.len() - shared) as u64);
            out.extend_from_slice(&bytes[shared..]);
            last = bytes;
        }
        number(out, self.terms.len() as u64);
        for entry in self.terms {
            out.push(entry.kind);
            entry.strings.iter().for_each(|&s| number(out, rank[s]));
            entry.terms.iter().for_each(|&t| number(out, t));
        }
    }
}

/// Quads read from bytes, with each term held once.
#[derive(Clone, Debug)]
pub struct Quads {
    terms: Vec<Term>,
    groups: Vec<(Vec<GraphName>, Vec<[usize; 3]>)>,
}

impl Quads {
    /// Reads what [`encode`] wrote.
    ///
    /// # Errors
    /// When the bytes are damaged. Never panics, whatever the bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let Some((body, checksum)) = bytes.split_last_chunk::<8>() else {
            return Err(CodecError("cut short"));
        };
        if fnv1a(body) != u64::from_le_bytes(*checksum) {
            return Err(CodecError("the checksum does not fit"));
        }
        let mut reader = Reader(body);
        if reader.byte()? != VERSION {
            return Err(CodecError("unknown version"));
        }
        let strings = reader.strings()?;
        let terms = reader.terms(&strings)?;
        let groups = reader.groups(&terms)?;
        Ok(Self { terms, groups })
    }

    /// The quads, in the order of the bytes.
    pub fn iter(&self) -> impl Iterator<Item = QuadRef<'_>> {
        self.groups.iter().flat_map(move |(graphs, triples)| {
            graphs.iter().flat_map(move |graph| {
                triples
                    .iter()
                    .filter_map(move |&[s, p, o]| self.quad(s, p, o, graph.as_ref()))
            })
        })
    }

    /// `None` never happens: [`Reader::groups`] has looked at the kinds.
    fn quad<'a>(
        &'a self,
        s: usize,
        p: usize,
        o: usize,
        graph: GraphNameRef<'a>,
    ) -> Option<QuadRef<'a>> {
        let subject = node(&self.terms[s]).ok()?;
        let predicate = iri(&self.terms[p]).ok()?;
        Some(QuadRef::new(
            subject,
            predicate,
            self.terms[o].as_ref(),
            graph,
        ))
    }

    /// Every graph that they stand in, once each.
    pub fn graphs(&self) -> impl Iterator<Item = GraphNameRef<'_>> {
        let all: BTreeMap<&str, GraphNameRef<'_>> = self
            .groups
            .iter()
            .flat_map(|(graphs, _)| graphs)
            .map(|graph| match graph {
                GraphName::NamedNode(n) => (n.as_str(), graph.as_ref()),
                GraphName::BlankNode(n) => (n.as_str(), graph.as_ref()),
                GraphName::DefaultGraph => ("", graph.as_ref()),
            })
            .collect();
        all.into_values()
    }

    /// The first named graph whose triples also stand in the default graph: the article's own.
    #[must_use]
    pub fn own_graph(&self) -> Option<&NamedNode> {
        self.groups
            .iter()
            .filter(|(graphs, _)| graphs.contains(&GraphName::DefaultGraph))
            .flat_map(|(graphs, _)| graphs)
            .find_map(|graph| match graph {
                GraphName::NamedNode(n) => Some(n),
                _ => None,
            })
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, CodecError> {
        let (&first, rest) = self.0.split_first().ok_or(CodecError("cut short"))?;
        self.0 = rest;
        Ok(first)
    }

    fn number(&mut self) -> Result<usize, CodecError> {
        let mut n = 0u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return usize::try_from(n).map_err(|_| CodecError("a number is too large"));
            }
        }
        Err(CodecError("a number is too long"))
    }

    /// A number of things that take at least one byte each.
    fn count(&mut self) -> Result<usize, CodecError> {
        let n = self.number()?;
        if n > self.0.len() {
            return Err(CodecError("cut short"));
        }
        Ok(n)
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], CodecError> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(CodecError("cut short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn strings(&mut self) -> Result<Vec<String>, CodecError> {
        let n = self.count()?;
        let mut strings: Vec<String> = Vec::with_capacity(n);
        let mut last: Vec<u8> = Vec::new();
        for _ in 0..n {
            let shared = self.number()?;
            let length = self.number()?;
            if shared > last.len() {
                return Err(CodecError("a string starts from nowhere"));
            }
            last.truncate(shared);
            last.extend_from_slice(self.take(length)?);
            let string = str::from_utf8(&last).map_err(|_| CodecError("a string is not UTF-8"))?;
            strings.push(string.to_owned());
        }
        Ok(strings)
    }

    fn terms(&mut self, strings: &[String]) -> Result<Vec<Term>, CodecError> {
        let n = self.count()?;
        let mut terms: Vec<Term> = Vec::with_capacity(n);
        for _ in 0..n {
            let term = self.term(strings, &terms)?;
            terms.push(term);
        }
        Ok(terms)
    }

    fn term(&mut self, strings: &[String], terms: &[Term]) -> Result<Term, CodecError> {
        let kind = self.byte()?;
        if kind == TRIPLE {
            let subject = node(self.pick(terms)?)?.into_owned();
            let predicate = iri(self.pick(terms)?)?.into_owned();
            return Ok(Triple::new(subject, predicate, self.pick(terms)?.clone()).into());
        }
        let value = self.pick(strings)?.clone();
        Ok(match kind {
            IRI => NamedNode::new_unchecked(value).into(),
            BLANK => BlankNode::new_unchecked(value).into(),
            SIMPLE => Literal::new_simple_literal(value).into(),
            TYPED => {
                let datatype = NamedNode::new_unchecked(self.pick(strings)?.as_str());
                Literal::new_typed_literal(value, datatype).into()
            }
            LANGUAGE => {
                let tag = self.pick(strings)?.as_str();
                Literal::new_language_tagged_literal_unchecked(value, tag).into()
            }
            LANGUAGE_LTR | LANGUAGE_RTL => {
                let tag = self.pick(strings)?.as_str();
                let direction = if kind == LANGUAGE_LTR {
                    BaseDirection::Ltr
                } else {
                    BaseDirection::Rtl
                };
                Literal::new_directional_language_tagged_literal_unchecked(value, tag, direction)
                    .into()
            }
            _ => return Err(CodecError("unknown kind of term")),
        })
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> Result<&'t T, CodecError> {
        let n = self.number()?;
        from.get(n).ok_or(CodecError("a part is missing"))
    }

    fn groups(
        &mut self,
        terms: &[Term],
    ) -> Result<Vec<(Vec<GraphName>, Vec<[usize; 3]>)>, CodecError> {
        let n_groups = self.count()?;
        let mut groups = Vec::with_capacity(n_groups);
        for _ in 0..n_groups {
            let n_graphs = self.count()?;
            let graphs = (0..n_graphs)
                .map(|_| self.graph(terms))
                .collect::<Result<_, _>>()?;
            let n_triples = self.count()?;
            let mut triples = Vec::with_capacity(n_triples);
            let mut subject = 0usize;
            for _ in 0..n_triples {
                subject = subject.saturating_add(self.number()?);
                let (predicate, object) = (self.number()?, self.number()?);
                let term = |n: usize| terms.get(n).ok_or(CodecError("a part is missing"));
                node(term(subject)?)?;
                iri(term(predicate)?)?;
                term(object)?;
                triples.push([subject, predicate, object]);
            }
            groups.push((graphs, triples));
        }
        Ok(groups)
    }

    fn graph(&mut self, terms: &[Term]) -> Result<GraphName, CodecError> {
        match self.number()?.checked_sub(1) {
            None => Ok(GraphName::DefaultGraph),
            Some(n) => {
                let name = node(terms.get(n).ok_or(CodecError("a graph is missing"))?)?;
                Ok(name.into_owned().into())
            }
        }
    }
}

fn node(term: &Term) -> Result<NamedOrBlankNodeRef<'_>, CodecError> {
    match term.as_ref() {
        TermRef::NamedNode(n) => Ok(n.into()),
        TermRef::BlankNode(n) => Ok(n.into()),
        _ => Err(CodecError("a literal stands where a node must")),
    }
}

fn iri(term: &Term) -> Result<NamedNodeRef<'_>, CodecError> {
    match term.as_ref() {
        TermRef::NamedNode(n) => Ok(n),
        _ => Err(CodecError("a predicate is no IRI")),
    }
}

fn number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push((n & 0x7F) as u8 | 0x80);
        n >>= 7;
    }
    out.push((n & 0x7F) as u8);
}

/// FNV-1a, 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>).
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
