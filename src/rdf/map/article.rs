use super::Mapper;
use super::entity::calendar;
use crate::article::slug;
use crate::rdf::ontology::Ontology;
use crate::rdf::vocab::{self, other};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;

impl Mapper<'_> {
    /// What the article is: its class, title, date, language, publisher and checksum.
    pub(super) fn article(&mut self) {
        let article = self.article;
        let this = self.this.clone();
        self.say(this.clone(), other::TYPE, vocab::ARTICLE);
        let title = article
            .title
            .and_then(|span| article.text.get(span.range()));
        let words: Vec<&str> = title.into_iter().flat_map(str::split_whitespace).collect();
        let title = words.join(" ");
        if title.is_empty() {
            let id = Literal::new_simple_literal(&article.id);
            self.say(this.clone(), other::LABEL, id);
        } else {
            self.say_word(&this, other::TITLE, &title);
            self.say_word(&this, other::LABEL, &title);
        }
        if let Some(date) = article.date.and_then(calendar) {
            self.say(this.clone(), other::DATE, date);
        }
        let language = Literal::new_simple_literal(article.language);
        self.say(this.clone(), other::LANGUAGE, language);
        if let Some(source) = &article.source {
            self.source(&this, source);
        }
        let hash = Literal::new_simple_literal(sha256(&article.text));
        self.say(this, other::SHA256, hash);
    }

    /// Where the article was taken from, when its source is an address; else who published it.
    fn source(&mut self, this: &NamedNode, source: &str) {
        let address = ["http://", "https://"]
            .iter()
            .any(|scheme| source.starts_with(scheme));
        match NamedNode::new(source) {
            Ok(page) if address => self.say(this.clone(), other::SOURCE, page),
            _ => {
                let publisher = self.base.publisher(&slug(source));
                self.say(this.clone(), other::PUBLISHER, publisher.clone());
                self.say(publisher.clone(), other::TYPE, vocab::ORGANIZATION);
                self.say(publisher, other::LABEL, Literal::from(source));
            }
        }
    }

    /// A literal in the language of the article.
    pub(super) fn say_word(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, word: &str) {
        let language = self.article.language;
        let literal = Literal::new_language_tagged_literal_unchecked(word, language);
        self.say(subject.clone(), property, literal);
    }

    /// Labels of the classes and concepts that the graph uses, and the class tree above them, so
    /// that `?event a/rdfs:subClassOf* griot:Attack` and readable results need no other file.
    pub(super) fn terms_used(&mut self) {
        let ontology = Ontology::embedded();
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for quad in &self.quads {
            if let Term::NamedNode(object) = &quad.object {
                used.extend(vocab::local_name(object.as_str()));
            }
        }
        let mut terms: Vec<NamedNodeRef<'static>> =
            used.into_iter().filter_map(vocab::term).collect();
        let mut next = 0;
        while let Some(&term) = terms.get(next) {
            next += 1;
            let word = ontology.label(term, self.article.language);
            self.say_word(&term.into_owned(), other::LABEL, word);
            if let Some(parent) = ontology.parent(term) {
                self.say(term, other::SUB_CLASS_OF, parent);
                if !terms.contains(&parent) {
                    terms.push(parent);
                }
            }
        }
    }
}

fn sha256(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
