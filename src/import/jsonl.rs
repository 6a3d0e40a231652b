//! JSON Lines: one article a line, as `griot extract --format jsonl` writes it.

use super::draft::{self, Draft, Message, empty_event};
use super::{ImportError, Imported};
use crate::extract::fact::{Count, EntityIdx, Evidence, Relation, Slot};
use crate::text::Span;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    text: String,
    title: Option<Place>,
    date: Option<String>,
    language: Option<String>,
    source: Option<String>,
    #[serde(default)]
    entities: Vec<EntityLine>,
    #[serde(default)]
    events: Vec<EventLine>,
    #[serde(default)]
    relations: Vec<RelationLine>,
}

/// Words of the text, from code point `start` to before `end`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    start: usize,
    end: usize,
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct EntityLine {
    id: String,
    label: String,
    #[serde(default)]
    alt_labels: Vec<String>,
    classes: Vec<String>,
    country: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    #[serde(default)]
    links: BTreeMap<String, String>,
    #[serde(default)]
    mentions: Vec<Place>,
}

/// An entity by its id, alone or with its label for people.
#[derive(Deserialize)]
#[serde(untagged)]
enum Reference {
    Id(String),
    Named { id: String },
}

impl Reference {
    fn id(&self) -> &str {
        match self {
            Self::Id(id) | Self::Named { id } => id,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationLine {
    subject: Reference,
    property: String,
    object: Reference,
    status: Option<String>,
    evidence: Vec<ProofLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProofLine {
    span: Place,
    rule: Option<String>,
    status: Option<String>,
    source: Option<Reference>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotLine<T> {
    value: T,
    span: Place,
    rule: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CountLine {
    Plain(u64),
    Bounded {
        value: u64,
        min: Option<u64>,
        max: Option<u64>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct EventLine {
    id: Option<String>,
    class: String,
    #[serde(rename = "label")]
    _label: Option<String>,
    status: Option<String>,
    #[serde(default)]
    agent: Vec<SlotLine<Reference>>,
    #[serde(default)]
    target: Vec<SlotLine<Reference>>,
    #[serde(default)]
    place: Vec<SlotLine<Reference>>,
    #[serde(default)]
    claimed_by: Vec<SlotLine<Reference>>,
    #[serde(default)]
    attributed_to: Vec<SlotLine<Reference>>,
    #[serde(default)]
    denied_by: Vec<SlotLine<Reference>>,
    #[serde(default)]
    reported_by: Vec<SlotLine<Reference>>,
    date: Option<SlotLine<String>>,
    weapon: Option<SlotLine<String>>,
    killed: Option<SlotLine<CountLine>>,
    wounded: Option<SlotLine<CountLine>>,
    captured: Option<SlotLine<CountLine>>,
    displaced: Option<SlotLine<CountLine>>,
    count: Option<SlotLine<CountLine>>,
    response_to: Option<SlotLine<String>>,
    evidence: Vec<ProofLine>,
}

/// The name of the rule where a file names none.
const RULE: &str = "imported";

/// Reads line `number` (from 1) of `file`.
///
/// # Errors
/// When it is no such object, or says something that the text or the ontology does not bear out.
pub fn json_line(file: &str, number: usize, line: &str) -> Result<Imported, ImportError> {
    let error = |message: String| ImportError {
        file: file.to_owned(),
        line: number,
        message,
    };
    let line: Line = serde_json::from_str(line).map_err(|e| {
        error(format!(
            "{e}; expected an article as `griot extract --format jsonl` writes it"
        ))
    })?;
    read(line).map_err(error)
}

fn read(line: Line) -> Result<Imported, Message> {
    let mut draft = Draft::new(&line.id, line.text);
    draft.language(line.language.as_deref().unwrap_or("fr"))?;
    draft.article.title = line.title.map(|title| place(&draft, &title)).transpose()?;
    draft.article.date = line.date.as_deref().map(draft::date).transpose()?;
    draft.article.source = line.source;
    for entity in &line.entities {
        add_entity(&mut draft, entity)?;
    }
    for relation in &line.relations {
        let relation = read_relation(&draft, relation)?;
        draft.extraction.relations.push(relation);
    }
    // What an event answers may come after it: ids first.
    for event in &line.events {
        add_event(&mut draft, event)?;
    }
    for (n, event) in line.events.iter().enumerate() {
        if let Some(answered) = &event.response_to {
            let name = answered.value.rsplit('/').next().unwrap_or_default();
            let found = draft.extraction.events.iter().position(|e| e.id == name);
            let value =
                found.ok_or_else(|| format!("`{}` is no event of this article", answered.value))?;
            draft.extraction.events[n].response_to = Some(slot(&draft, answered, value)?);
        }
    }
    Ok(draft.finish())
}

fn place(draft: &Draft, place: &Place) -> Result<Span, Message> {
    draft.span(place.start, place.end, place.text.as_deref())
}

fn add_entity(draft: &mut Draft, line: &EntityLine) -> Result<(), Message> {
    let classes = line.classes.iter().map(|name| draft::class(name));
    let classes = classes.collect::<Result<Vec<_>, _>>()?;
    if classes.is_empty() {
        return Err(format!(
            "the entity `{}` has no class; name at least one",
            line.id
        ));
    }
    let mentions = line.mentions.iter().map(|mention| place(draft, mention));
    let mentions = mentions.collect::<Result<Vec<_>, _>>()?;
    let entity = draft.entity(&line.id, &line.id, &line.label, classes);
    entity.mentions.extend(mentions);
    entity.alt_labels.extend(line.alt_labels.iter().cloned());
    entity.country = line.country.as_deref().map(Into::into);
    entity.point = line.latitude.zip(line.longitude);
    for (scheme, id) in &line.links {
        let known = ["geonames", "wikidata", "ucdp", "un"]
            .into_iter()
            .find(|known| known == scheme);
        let scheme = known.ok_or_else(|| {
            format!(
                "unknown scheme of identifiers `{scheme}`; expected geonames, wikidata, ucdp or un"
            )
        })?;
        entity.links.insert(scheme, id.clone());
    }
    Ok(())
}

fn read_relation(draft: &Draft, line: &RelationLine) -> Result<Relation, Message> {
    let evidence = proofs(draft, &line.evidence, line.status.as_deref())?;
    let strongest = evidence.iter().map(|proof| proof.status).min();
    let status = strongest.ok_or_else(|| {
        format!(
            "the relation `{}` has no evidence; name the words that carry it",
            line.property
        )
    })?;
    Ok(Relation {
        subject: draft.find(line.subject.id())?,
        property: draft::relation(&line.property)?,
        object: draft.find(line.object.id())?,
        status,
        evidence,
    })
}

fn proofs(
    draft: &Draft,
    lines: &[ProofLine],
    general: Option<&str>,
) -> Result<Vec<Evidence>, Message> {
    let read = |line: &ProofLine| {
        let status = line.status.as_deref().or(general).unwrap_or("Asserted");
        let source = line.source.as_ref().map(|source| draft.find(source.id()));
        Ok(Evidence {
            span: place(draft, &line.span)?,
            rule: line.rule.as_deref().unwrap_or(RULE).into(),
            status: draft::status(status)?,
            source: source.transpose()?,
        })
    };
    lines.iter().map(read).collect()
}

fn add_event(draft: &mut Draft, line: &EventLine) -> Result<(), Message> {
    let evidence = proofs(draft, &line.evidence, line.status.as_deref())?;
    let first = evidence.first().ok_or_else(|| {
        format!(
            "an event of class `{}` has no evidence; name the words that tell it",
            line.class
        )
    })?;
    let general = line.status.as_deref().map(draft::status).transpose()?;
    let status = general.unwrap_or(first.status);
    let class = draft::event_class(&line.class)?;
    let mut event = empty_event(&class, status);
    event.id = draft.event_id(line.id.as_deref(), &class, first.span);
    event.evidence = evidence;
    event.agents = who(draft, &line.agent)?;
    event.targets = who(draft, &line.target)?;
    event.places = who(draft, &line.place)?;
    event.claimed_by = who(draft, &line.claimed_by)?;
    event.attributed_to = who(draft, &line.attributed_to)?;
    event.denied_by = who(draft, &line.denied_by)?;
    event.reported_by = who(draft, &line.reported_by)?;
    if let Some(line) = &line.date {
        event.date = Some(slot(draft, line, draft::date(&line.value)?)?);
    }
    if let Some(line) = &line.weapon {
        event.weapon = Some(slot(draft, line, draft::weapon(&line.value)?)?);
    }
    event.killed = number(draft, &line.killed)?;
    event.wounded = number(draft, &line.wounded)?;
    event.captured = number(draft, &line.captured)?;
    event.displaced = number(draft, &line.displaced)?;
    event.count = number(draft, &line.count)?;
    draft.extraction.events.push(event);
    Ok(())
}

fn slot<T, U>(draft: &Draft, line: &SlotLine<T>, value: U) -> Result<Slot<U>, Message> {
    Ok(Slot {
        value,
        span: place(draft, &line.span)?,
        rule: line.rule.as_deref().unwrap_or(RULE).into(),
    })
}

fn who(draft: &Draft, lines: &[SlotLine<Reference>]) -> Result<Vec<Slot<EntityIdx>>, Message> {
    let read = |line: &SlotLine<Reference>| slot(draft, line, draft.find(line.value.id())?);
    lines.iter().map(read).collect()
}

fn number(
    draft: &Draft,
    line: &Option<SlotLine<CountLine>>,
) -> Result<Option<Slot<Count>>, Message> {
    let Some(line) = line else { return Ok(None) };
    let count = match line.value {
        CountLine::Plain(value) => Count {
            value,
            min: None,
            max: None,
        },
        CountLine::Bounded { value, min, max } => Count { value, min, max },
    };
    slot(draft, line, count).map(Some)
}
