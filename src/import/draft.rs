use super::Imported;
use crate::article::{Article, slug};
use crate::date::Date;
use crate::extract::fact::{Entity, EntityIdx, Event, Extraction, Slot, Status};
use crate::lexicon::EntityClass;
use crate::rdf::vocab;
use crate::text::Span;
use oxigraph::model::NamedNodeRef;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The languages of articles that the graph can tag.
const LANGUAGES: [&str; 12] = [
    "fr", "en", "de", "es", "it", "pt", "nl", "ar", "he", "ru", "uk", "tr",
];

/// An article that is being filled from another program's findings.
pub(super) struct Draft {
    pub(super) article: Article,
    pub(super) extraction: Extraction,
    /// Byte offset of each code point, and the end.
    bytes: Vec<usize>,
    /// Entities by the name that the file gives them.
    entities: BTreeMap<String, EntityIdx>,
}

/// What is wrong, to be completed with file and line.
pub(super) type Message = String;

impl Draft {
    pub(super) fn new(id: &str, text: String) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let whole = Span::new(0, text.len());
        Self {
            bytes: bytes.collect(),
            article: Article {
                id: slug(&local(id, "/article/")),
                title: None,
                regions: vec![whole],
                date: None,
                language: "fr",
                source: None,
                text,
            },
            extraction: Extraction::default(),
            entities: BTreeMap::new(),
        }
    }

    pub(super) fn finish(self) -> Imported {
        Imported {
            article: self.article,
            extraction: self.extraction,
        }
    }

    pub(super) fn language(&mut self, tag: &str) -> Result<(), Message> {
        let known = LANGUAGES.into_iter().find(|known| *known == tag);
        self.article.language = known.ok_or_else(|| {
            format!(
                "unknown language `{tag}`; expected one of {}",
                LANGUAGES.join(", ")
            )
        })?;
        Ok(())
    }

    /// Code points `start` to `end` of the text; `words`, if given, must be what stands there.
    pub(super) fn span(
        &self,
        start: usize,
        end: usize,
        words: Option<&str>,
    ) -> Result<Span, Message> {
        let (from, to) = match (self.bytes.get(start), self.bytes.get(end)) {
            (Some(&from), Some(&to)) if start < end => (from, to),
            _ => {
                let length = self.bytes.len() - 1;
                return Err(format!(
                    "the span {start} to {end} is not in the text, which has {length} code points; expected 0 <= start < end <= {length}"
                ));
            }
        };
        let span = Span::new(from, to);
        let found = span.of(&self.article.text);
        match words {
            Some(words) if words != found => Err(format!(
                "the words at {start} to {end} are « {found} », not « {words} »; offsets count code points of the text as it is given"
            )),
            _ => Ok(span),
        }
    }

    /// Adds the entity that the file calls `key`, or another mention of it.
    pub(super) fn entity(
        &mut self,
        key: &str,
        id: &str,
        label: &str,
        classes: Vec<EntityClass>,
    ) -> &mut Entity {
        let id = slug(&local(id, "/entity/").to_lowercase());
        let found = self.extraction.entities.iter().position(|e| e.id == id);
        let idx = found.unwrap_or_else(|| {
            self.extraction.entities.push(Entity {
                id,
                label: label.to_owned(),
                alt_labels: Default::default(),
                classes: Vec::new(),
                country: None,
                point: None,
                links: BTreeMap::new(),
                mentions: Vec::new(),
            });
            self.extraction.entities.len() - 1
        });
        self.entities.insert(key.to_owned(), idx);
        let entity = &mut self.extraction.entities[idx];
        if label != entity.label {
            entity.alt_labels.insert(label.to_owned());
        }
        for class in classes {
            if !entity.classes.contains(&class) {
                entity.classes.push(class);
            }
        }
        entity
    }

    pub(super) fn alias(&mut self, key: &str, idx: EntityIdx) {
        self.entities.insert(key.to_owned(), idx);
    }

    pub(super) fn find(&self, key: &str) -> Result<EntityIdx, Message> {
        let found = self.entities.get(key).copied();
        found.ok_or_else(|| {
            format!("`{key}` is no entity of this article; list it among its entities first")
        })
    }

    /// The id of an event: that of the file, else its class and place.
    pub(super) fn event_id(&self, id: Option<&str>, class: &str, span: Span) -> String {
        match id.map(|id| local(id, "/event/")) {
            Some(id) => slug(id.rsplit('/').next().unwrap_or(&id)),
            None => {
                let chars = self.bytes.partition_point(|&byte| byte < span.start);
                format!("{class}-{chars}")
            }
        }
    }
}

/// The part of an IRI of griot after its kind, percent-decoded; anything else as it is.
fn local<'a>(id: &'a str, kind: &str) -> std::borrow::Cow<'a, str> {
    match id.rsplit_once(kind) {
        Some((_, name)) => percent_decoded(name).into(),
        None => id.into(),
    }
}

fn percent_decoded(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = name
            .get(at + 1..at + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// An event without anything but its class.
pub(super) fn empty_event(class: &str, status: Status) -> Event {
    Event {
        id: String::new(),
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
        evidence: Vec::new(),
    }
}

/// The slot of an event that holds entities.
pub(super) fn participants<'a>(
    event: &'a mut Event,
    name: &str,
) -> Option<&'a mut Vec<Slot<EntityIdx>>> {
    Some(match name {
        "agent" => &mut event.agents,
        "target" => &mut event.targets,
        "place" => &mut event.places,
        "claimedBy" => &mut event.claimed_by,
        "attributedTo" => &mut event.attributed_to,
        "deniedBy" => &mut event.denied_by,
        "reportedBy" => &mut event.reported_by,
        _ => return None,
    })
}

pub(super) fn class(name: &str) -> Result<EntityClass, Message> {
    name.parse().map_err(|_| {
        format!("unknown class of entities `{name}`; expected one of State, GovernmentBody, MilitaryForce, ArmedGroup, Alliance, Organization, Person, Population, Country, Region, City, Facility, Place")
    })
}

pub(super) fn event_class(name: &str) -> Result<SmolStr, Message> {
    known(
        name,
        vocab::event_class(name),
        "class of events",
        &vocab::EVENT_CLASSES,
    )
}

pub(super) fn relation(name: &str) -> Result<SmolStr, Message> {
    known(name, vocab::relation(name), "relation", &vocab::RELATIONS)
}

pub(super) fn weapon(name: &str) -> Result<SmolStr, Message> {
    known(name, vocab::weapon(name), "weapon", &vocab::WEAPONS)
}

fn known(
    name: &str,
    term: Option<NamedNodeRef<'static>>,
    what: &str,
    all: &[NamedNodeRef<'static>],
) -> Result<SmolStr, Message> {
    if term.is_some() {
        return Ok(name.into());
    }
    let names: Vec<&str> = all
        .iter()
        .filter_map(|t| vocab::local_name(t.as_str()))
        .collect();
    Err(format!(
        "unknown {what} `{name}`; expected one of {}",
        names.join(", ")
    ))
}

pub(super) fn status(name: &str) -> Result<Status, Message> {
    [
        Status::Asserted,
        Status::Hedged,
        Status::Denied,
        Status::Hypothetical,
    ]
    .into_iter()
    .find(|status| status.as_str() == name)
    .ok_or_else(|| {
        format!("unknown status `{name}`; expected Asserted, Hedged, Denied or Hypothetical")
    })
}

pub(super) fn date(text: &str) -> Result<Date, Message> {
    text.parse::<Date>().map_err(|e| e.to_string())
}
