use super::names::{Keys, NameWords};
use super::terms::Terms;
use crate::text::did_you_mean;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a reader takes from one article.
#[derive(Clone, Debug)]
pub struct Gold {
    /// The name of the article's file, without extension.
    pub article: String,
    /// The article's date, ISO 8601.
    pub date: Option<String>,
    /// The forms of each entity's names.
    pub(super) names: BTreeMap<String, Keys>,
    pub(super) facts: Vec<Fact>,
    pub(super) events: Vec<Event>,
}

/// Why a gold file cannot be used: everything that is wrong in it, a line each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct GoldError(Vec<String>);

#[derive(Deserialize)]
struct File {
    doc: String,
    date: Option<String>,
    entities: BTreeMap<String, Entity>,
    facts: Vec<Fact>,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Entity {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

/// A fact; subject and object are keys of entities, of which any one is right.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Fact {
    #[serde(rename = "s")]
    pub(super) subject: OneOf,
    #[serde(rename = "p")]
    pub(super) relation: String,
    #[serde(rename = "o")]
    pub(super) object: OneOf,
    pub(super) status: Status,
    #[serde(default)]
    pub(super) optional: bool,
    pub(super) evidence: Option<String>,
}

/// An event; participants are keys of entities, the first of each role the main one.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Event {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) class: String,
    #[serde(default)]
    pub(super) agent: Vec<String>,
    #[serde(default)]
    pub(super) target: Vec<String>,
    #[serde(default)]
    pub(super) place: Vec<String>,
    pub(super) date: Option<String>,
    pub(super) weapon: Option<String>,
    pub(super) killed: Option<u64>,
    pub(super) wounded: Option<u64>,
    pub(super) count: Option<u64>,
    #[serde(rename = "responseTo")]
    pub(super) response_to: Option<String>,
    pub(super) status: Status,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Asserted,
    Hedged,
    Denied,
    Hypothetical,
}

impl Status {
    /// Whether a fact of this status belongs in the graph; else it is a trap.
    pub(super) const fn is_plain(self) -> bool {
        matches!(self, Self::Asserted | Self::Hedged)
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Hedged => "hedged",
            Self::Denied => "denied",
            Self::Hypothetical => "hypothetical",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected the key of an entity, or a list of keys"
)]
pub(super) enum OneOf {
    One(String),
    Any(Vec<String>),
}

impl OneOf {
    pub(super) fn keys(&self) -> &[String] {
        match self {
            Self::One(key) => std::slice::from_ref(key),
            Self::Any(keys) => keys,
        }
    }

    pub(super) fn display(&self) -> String {
        self.keys().join("|")
    }
}

impl Event {
    /// The participants of `role`: `agent`, `target` or `place`.
    pub(super) fn participants(&self, role: &str) -> &[String] {
        match role {
            "agent" => &self.agent,
            "target" => &self.target,
            _ => &self.place,
        }
    }

    /// The number in `slot`: `killed`, `wounded` or `count`.
    pub(super) fn number(&self, slot: &str) -> Option<u64> {
        match slot {
            "killed" => self.killed,
            "wounded" => self.wounded,
            _ => self.count,
        }
    }
}

impl Gold {
    /// Reads `json`, the text of the file at `path`.
    ///
    /// # Errors
    /// Where it is no JSON of this form, and every word in it that stands for nothing: keys that are
    /// no entity, unknown relations and classes, events that answer no event.
    pub fn read(
        path: &str,
        json: &str,
        terms: &Terms,
        words: &NameWords,
    ) -> Result<Self, GoldError> {
        let file: File = serde_json::from_str(json).map_err(|e| {
            let message = e.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            GoldError(vec![format!(
                "{path}:{}:{}: error: {message}",
                e.line(),
                e.column()
            )])
        })?;
        let mut errors = Vec::new();
        check(&file, terms, &mut errors);
        if !errors.is_empty() {
            let errors = errors.iter().map(|e| format!("{path}: error: {e}"));
            return Err(GoldError(errors.collect()));
        }
        let names = file.entities.into_iter().map(|(key, entity)| {
            let mut keys = Keys::new();
            words.add_keys(&entity.name, &mut keys);
            for alias in &entity.aliases {
                words.add_keys(alias, &mut keys);
            }
            (key, keys)
        });
        Ok(Self {
            article: file.doc,
            date: file.date,
            names: names.collect(),
            facts: file.facts,
            events: file.events,
        })
    }

    /// Whether an entity that is called by `names` is one of those with these keys.
    pub(super) fn is_one_of(&self, names: &Keys, keys: &[String]) -> bool {
        let same = |key: &String| self.names.get(key).is_some_and(|k| !k.is_disjoint(names));
        keys.iter().any(same)
    }
}

fn check(file: &File, terms: &Terms, errors: &mut Vec<String>) {
    let mut entity = |place: &str, key: &String| {
        if !file.entities.contains_key(key) {
            let known = file.entities.keys().map(String::as_str);
            errors.push(unknown(place, "entity", key, known));
        }
    };
    for (i, fact) in file.facts.iter().enumerate() {
        let place = format!("fact {}", i + 1);
        let keys = fact.subject.keys().iter().chain(fact.object.keys());
        keys.for_each(|key| entity(&place, key));
    }
    for event in &file.events {
        let place = format!("event `{}`", event.id);
        for role in ["agent", "target", "place"] {
            let keys = event.participants(role).iter();
            keys.for_each(|key| entity(&place, key));
        }
    }
    for (i, fact) in file.facts.iter().enumerate() {
        if !terms.relations().any(|r| r == fact.relation) {
            let place = format!("fact {}", i + 1);
            errors.push(unknown(
                &place,
                "relation",
                &fact.relation,
                terms.relations(),
            ));
        }
    }
    let mut ids = BTreeSet::new();
    for event in &file.events {
        let place = format!("event `{}`", event.id);
        if !ids.insert(event.id.as_str()) {
            errors.push(format!("{place}: another event has this id"));
        }
        if !terms.events().any(|class| class == event.class) {
            errors.push(unknown(
                &place,
                "class of events",
                &event.class,
                terms.events(),
            ));
        }
        let known = || file.events.iter().map(|e| e.id.as_str());
        if let Some(answered) = &event.response_to
            && !known().any(|id| id == answered)
        {
            errors.push(unknown(&place, "event", answered, known()));
        }
    }
}

fn unknown<'a>(
    place: &str,
    what: &str,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> String {
    let help = did_you_mean(word, known);
    let help = help.map(|help| format!("; {help}")).unwrap_or_default();
    format!("{place}: unknown {what} `{word}`{help}")
}
