//! A small graph made by hand: articles, what they say, and the words that say it.
//!
//! It depends on no French model, so that the tests of graph, queries and exports stand alone.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use griot::article::Article;
use griot::date::Date;
use griot::extract::fact::{Count, Entity, Event, Evidence, Extraction, Relation, Slot, Status};
use griot::lexicon::EntityClass;
use griot::rdf::{ArticleQuads, Base, Provenance, to_quads};
use griot::text::Span;
use oxigraph::model::Quad;
use oxigraph::store::Store;

mod articles;

pub(crate) use articles::articles;

/// Builds an article and what it says from quoted words.
pub(crate) struct Draft {
    article: Article,
    extraction: Extraction,
    entity_ids: Vec<&'static str>,
}

impl Draft {
    pub(crate) fn new(id: &str, date: Option<&str>, text: &str) -> Self {
        let title = text.find('\n').map(|end| Span::new(0, end));
        let article = Article {
            id: id.to_owned(),
            text: text.to_owned(),
            title,
            regions: vec![Span::new(0, text.len())],
            date: date.map(day),
            language: "fr",
            source: None,
        };
        Self {
            article,
            extraction: Extraction::default(),
            entity_ids: Vec::new(),
        }
    }

    pub(crate) fn source(mut self, source: &str) -> Self {
        self.article.source = Some(source.to_owned());
        self
    }

    /// Adds an entity; its mentions are the places where its label or other names stand.
    pub(crate) fn entity(
        mut self,
        id: &'static str,
        label: &str,
        classes: &str,
        names: &[&str],
    ) -> Self {
        let text = &self.article.text;
        let mut mentions: Vec<Span> = std::iter::once(&label)
            .chain(names)
            .flat_map(|name| text.match_indices(*name))
            .map(|(start, name)| Span::new(start, start + name.len()))
            .collect();
        mentions.sort_unstable();
        assert!(!mentions.is_empty(), "{label} is not in the text");
        let classes = classes
            .split(' ')
            .map(|c| c.parse::<EntityClass>().unwrap());
        self.extraction.entities.push(Entity {
            id: id.to_owned(),
            label: label.to_owned(),
            alt_labels: names.iter().map(|&n| n.to_owned()).collect(),
            classes: classes.collect(),
            country: None,
            point: None,
            links: Default::default(),
            mentions,
        });
        self.entity_ids.push(id);
        self
    }

    /// Gives the last entity its country, point and identifiers.
    pub(crate) fn at(
        mut self,
        country: &str,
        point: (f64, f64),
        links: &[(&'static str, &str)],
    ) -> Self {
        let entity = self.extraction.entities.last_mut().unwrap();
        entity.country = Some(country.into());
        entity.point = Some(point);
        entity.links = links.iter().map(|&(k, v)| (k, v.to_owned())).collect();
        self
    }

    pub(crate) fn relation(self, triple: &str, status: Status, words: &str) -> Self {
        self.relation_by(triple, status, words, None)
    }

    /// Adds `subject property object`, read in `words` and attributed to `source`.
    pub(crate) fn relation_by(
        mut self,
        triple: &str,
        status: Status,
        words: &str,
        source: Option<&str>,
    ) -> Self {
        let mut parts = triple.split(' ');
        let (s, p, o) = (
            parts.next().unwrap(),
            parts.next().unwrap(),
            parts.next().unwrap(),
        );
        let evidence = Evidence {
            span: self.span(words),
            rule: format!("golden-{}", p.to_ascii_lowercase()).into(),
            status,
            source: source.map(|id| self.idx(id)),
        };
        let relation = Relation {
            subject: self.idx(s),
            property: p.into(),
            object: self.idx(o),
            status,
            evidence: vec![evidence],
        };
        self.extraction.relations.push(relation);
        self
    }

    /// Adds an event told in `words`; the closure fills its slots.
    pub(crate) fn event(
        mut self,
        class: &str,
        status: Status,
        words: &str,
        fill: impl FnOnce(Filler<'_>) -> Filler<'_>,
    ) -> Self {
        let span = self.span(words);
        let chars = self.article.text[..span.start].chars().count();
        let evidence = Evidence {
            span,
            rule: format!("golden-{}", class.to_ascii_lowercase()).into(),
            status,
            source: None,
        };
        let event = Event {
            id: format!("{class}-{chars}"),
            class: class.into(),
            agents: Vec::new(),
            targets: Vec::new(),
            places: Vec::new(),
            date: None,
            weapon: None,
            killed: None,
            wounded: None,
            captured: None,
            displaced: None,
            count: None,
            response_to: None,
            claimed_by: Vec::new(),
            attributed_to: Vec::new(),
            denied_by: Vec::new(),
            reported_by: Vec::new(),
            status,
            evidence: vec![evidence],
        };
        let filled = fill(Filler {
            draft: &self,
            event,
        })
        .event;
        self.extraction.events.push(filled);
        self
    }

    pub(crate) fn finish(self) -> (Article, Extraction) {
        (self.article, self.extraction)
    }

    fn idx(&self, id: &str) -> usize {
        let found = self.entity_ids.iter().position(|&known| known == id);
        found.unwrap_or_else(|| panic!("no entity {id}"))
    }

    fn span(&self, words: &str) -> Span {
        let start = self.article.text.find(words);
        let start = start.unwrap_or_else(|| panic!("« {words} » is not in the text"));
        Span::new(start, start + words.len())
    }
}

/// Fills the slots of an event.
pub(crate) struct Filler<'a> {
    draft: &'a Draft,
    event: Event,
}

impl Filler<'_> {
    fn slot<T>(&self, value: T, words: &str) -> Slot<T> {
        Slot {
            value,
            span: self.draft.span(words),
            rule: "golden-slot".into(),
        }
    }

    /// Fills a slot that holds entities.
    pub(crate) fn who(mut self, slot: &str, id: &str, words: &str) -> Self {
        let filled = self.slot(self.draft.idx(id), words);
        match slot {
            "agent" => self.event.agents.push(filled),
            "target" => self.event.targets.push(filled),
            "place" => self.event.places.push(filled),
            "claimedBy" => self.event.claimed_by.push(filled),
            "attributedTo" => self.event.attributed_to.push(filled),
            "deniedBy" => self.event.denied_by.push(filled),
            "reportedBy" => self.event.reported_by.push(filled),
            _ => panic!("no slot {slot}"),
        }
        self
    }

    pub(crate) fn date(mut self, date: Date, words: &str) -> Self {
        self.event.date = Some(self.slot(date, words));
        self
    }

    pub(crate) fn weapon(mut self, weapon: &str, words: &str) -> Self {
        self.event.weapon = Some(self.slot(weapon.into(), words));
        self
    }

    /// Fills a slot that holds a number, with its bounds.
    pub(crate) fn number(
        mut self,
        slot: &str,
        n: u64,
        bounds: [Option<u64>; 2],
        words: &str,
    ) -> Self {
        let [min, max] = bounds;
        let filled = Some(self.slot(Count { value: n, min, max }, words));
        match slot {
            "killed" => self.event.killed = filled,
            "wounded" => self.event.wounded = filled,
            "captured" => self.event.captured = filled,
            "displaced" => self.event.displaced = filled,
            "count" => self.event.count = filled,
            _ => panic!("no slot {slot}"),
        }
        self
    }

    pub(crate) fn response_to(mut self, event: usize, words: &str) -> Self {
        self.event.response_to = Some(self.slot(event, words));
        self
    }
}

/// A day from `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> Date {
    let parts: Vec<i16> = text.split('-').map(|p| p.parse().unwrap()).collect();
    Date::Day {
        year: parts[0],
        month: parts[1].try_into().unwrap(),
        day: parts[2].try_into().unwrap(),
    }
}

/// The quads of every golden article.
pub(crate) fn quads() -> Vec<ArticleQuads> {
    let base = Base::default();
    let hash = |c: &str| c.repeat(64);
    let provenance = Provenance::new(vec![
        ("model".to_owned(), hash("b")),
        ("rules".to_owned(), hash("a")),
    ]);
    let all = articles();
    all.iter()
        .map(|(article, facts)| to_quads(article, facts, &base, &provenance))
        .collect()
}

/// The whole dataset: the default graph, and two graphs an article.
pub(crate) fn dataset() -> Vec<Quad> {
    let mut all: Vec<Quad> = Vec::new();
    for quads in quads() {
        all.extend(quads.default_graph());
        all.extend(quads.iter().cloned());
    }
    griot::rdf::sort(&mut all);
    all
}

/// The dataset in a store.
pub(crate) fn store() -> Store {
    let store = Store::new().unwrap();
    store.extend(dataset()).unwrap();
    store
}

/// Compares with a file of `tests/golden/`; `UPDATE_GOLDEN=1` writes it instead.
pub(crate) fn check(name: &str, actual: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{name} differs from its golden file; if the change is meant, run with UPDATE_GOLDEN=1\n{actual}"
    );
}
