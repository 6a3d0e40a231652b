//! brat standoff (brat.nlplab.org/standoff.html): a text and a file of annotations beside it.
//!
//! Types are griot's: `ArmedGroup`, `Airstrike`, `attacked`, `agent`. `Date` and `Number` mark the words of
//! those slots; a date in other words than `2023-10-27` has the value in a note (`#1 AnnotatorNotes T5
//! 2023-10-27`). The attributes `Negation`, `Speculation` and `Status` give the status, `*  Equiv` and `N  Reference T1
//! Wikidata:Q796` the identity of entities.

use super::draft::{self, Draft, Message, empty_event, participants};
use super::{ImportError, Imported};
use crate::extract::fact::{Count, Evidence, Relation, Slot, Status};
use crate::rdf::vocab;
use crate::text::Span;
use std::collections::BTreeMap;

/// The name of the rule behind every statement.
const RULE: &str = "brat";

/// Reads the annotations `annotations`, the content of `file`, of `text`; `id` names the article.
///
/// # Errors
/// When a line is no annotation, or says something that the text or the ontology does not bear out.
pub fn brat(
    file: &str,
    id: &str,
    text: String,
    annotations: &str,
) -> Result<Imported, ImportError> {
    let mut reader = Reader {
        draft: Draft::new(id, text),
        marks: BTreeMap::new(),
        notes: BTreeMap::new(),
        statuses: BTreeMap::new(),
        events: BTreeMap::new(),
    };
    let lines: Vec<(usize, &str)> = annotations
        .lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line.trim_end()))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    // Annotations may come in any order: what others refer to is read first.
    for kinds in ["T#AM", "*N", "ER", "e"] {
        for &(number, line) in &lines {
            let first = line.chars().next().unwrap_or_default();
            let result = match kinds {
                "e" if first == 'E' => reader.slots(line),
                _ if kinds.contains(first) => reader.line(line),
                _ if "T#AM*NER".contains(first) => Ok(()),
                _ => Err(format!(
                    "`{line}` is no annotation of brat; expected a line that starts with T, R, E, A, M, N, # or *"
                )),
            };
            result.map_err(|message| ImportError {
                file: file.to_owned(),
                line: number,
                message,
            })?;
        }
    }
    Ok(reader.draft.finish())
}

struct Reader {
    draft: Draft,
    /// Type and words of text-bound annotations.
    marks: BTreeMap<String, (String, Span)>,
    notes: BTreeMap<String, String>,
    statuses: BTreeMap<String, Status>,
    events: BTreeMap<String, usize>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), Message> {
        let mut cells = line.split('\t');
        let (key, body) = (
            cells.next().unwrap_or_default(),
            cells.next().unwrap_or_default(),
        );
        let words: Vec<&str> = body.split_whitespace().collect();
        match (key.chars().next(), words.as_slice()) {
            (Some('T'), [kind, ends @ ..]) => self.mark(key, kind, ends, cells.next()),
            (Some('#'), ["AnnotatorNotes", of]) => {
                let note = cells.next().unwrap_or_default().to_owned();
                self.notes.insert((*of).to_owned(), note);
                Ok(())
            }
            (Some('#'), _) => Ok(()),
            (Some('A' | 'M'), [name, of, value @ ..]) => {
                self.attribute(name, of, value.first().copied())
            }
            (Some('*'), ["Equiv", first, rest @ ..]) => {
                let idx = self.draft.find(first)?;
                rest.iter().for_each(|other| self.draft.alias(other, idx));
                Ok(())
            }
            (Some('N'), [_, of, reference, ..]) => self.reference(of, reference),
            (Some('R'), [name, one, two]) => self.relation(key, name, one, two),
            (Some('E'), [trigger, ..]) => self.event(key, trigger),
            _ => Err(format!(
                "`{line}` is incomplete; expected fields apart by tabs, as in `T1→ArmedGroup 3 12→Hezbollah`"
            )),
        }
    }

    fn mark(
        &mut self,
        key: &str,
        kind: &str,
        ends: &[&str],
        words: Option<&str>,
    ) -> Result<(), Message> {
        // A discontinuous annotation, `0 5;16 23`, is taken from its first to its last letter.
        let whole = ends.len() == 2;
        let numbers: Option<Vec<usize>> = ends
            .iter()
            .flat_map(|end| end.split(';'))
            .map(|number| number.parse().ok())
            .collect();
        let (Some(start), Some(end)) = (
            numbers.as_ref().and_then(|n| n.first().copied()),
            numbers.as_ref().and_then(|n| n.last().copied()),
        ) else {
            return Err(format!(
                "`{}` are no offsets; expected a start and an end, as in `3 12`",
                ends.join(" ")
            ));
        };
        let span = self.draft.span(start, end, words.filter(|_| whole))?;
        self.marks.insert(key.to_owned(), (kind.to_owned(), span));
        let special = matches!(kind, "Date" | "Number")
            || vocab::event_class(kind).is_some()
            || vocab::weapon(kind).is_some();
        if !special {
            let class = draft::class(kind)?;
            let name = span.of(&self.draft.article.text).to_owned();
            self.draft
                .entity(key, &name, &name, vec![class])
                .mentions
                .push(span);
        }
        Ok(())
    }

    fn attribute(&mut self, name: &str, of: &str, value: Option<&str>) -> Result<(), Message> {
        let status = match (name, value) {
            ("Negation", _) => Status::Denied,
            ("Speculation", _) => Status::Hedged,
            ("Status", Some(value)) => draft::status(value)?,
            _ => return Ok(()),
        };
        self.statuses.insert(of.to_owned(), status);
        Ok(())
    }

    fn reference(&mut self, of: &str, reference: &str) -> Result<(), Message> {
        let idx = self.draft.find(of)?;
        let (scheme, id) = reference.split_once(':').unwrap_or((reference, ""));
        let known = ["geonames", "wikidata"]
            .into_iter()
            .find(|known| scheme.eq_ignore_ascii_case(known));
        if let (Some(scheme), false) = (known, id.is_empty()) {
            self.draft.extraction.entities[idx]
                .links
                .insert(scheme, id.to_owned());
        }
        Ok(())
    }

    fn relation(&mut self, key: &str, name: &str, one: &str, two: &str) -> Result<(), Message> {
        let argument = |text: &str| text.split_once(':').map(|(_, key)| key.to_owned());
        let (Some(one), Some(two)) = (argument(one), argument(two)) else {
            return Err(format!(
                "the relation `{name}` has no two arguments; expected `Arg1:T1 Arg2:T2`"
            ));
        };
        let property = draft::relation(name)?;
        let (subject, object) = (self.draft.find(&one)?, self.draft.find(&two)?);
        let status = self.status(key);
        let words = self.words(&one)?.cover(self.words(&two)?);
        let evidence = vec![proof(words, status)];
        self.draft.extraction.relations.push(Relation {
            subject,
            property,
            object,
            status,
            evidence,
        });
        Ok(())
    }

    /// An event by its trigger; its slots are filled once every event is known.
    fn event(&mut self, key: &str, trigger: &str) -> Result<(), Message> {
        let (class, mark) = trigger.split_once(':').unwrap_or((trigger, ""));
        let class = draft::event_class(class)?;
        let words = self.words(mark)?;
        let status = self.status(key);
        let mut event = empty_event(&class, status);
        event.id = self.draft.event_id(None, &class, words);
        event.evidence.push(proof(words, status));
        self.events
            .insert(key.to_owned(), self.draft.extraction.events.len());
        self.draft.extraction.events.push(event);
        Ok(())
    }

    fn slots(&mut self, line: &str) -> Result<(), Message> {
        let (key, body) = line.split_once('\t').unwrap_or((line, ""));
        let Some(&idx) = self.events.get(key) else {
            return Ok(());
        };
        let trigger = self.draft.extraction.events[idx].evidence[0].span;
        for argument in body.split_whitespace().skip(1) {
            let (role, mark) = argument.split_once(':').unwrap_or((argument, ""));
            // brat numbers arguments of one role: `target2`.
            let role = role.trim_end_matches(|c: char| c.is_ascii_digit());
            self.slot(idx, role, mark, trigger)?;
        }
        Ok(())
    }

    fn slot(&mut self, idx: usize, role: &str, mark: &str, trigger: Span) -> Result<(), Message> {
        if role == "responseTo" {
            let answered = self.events.get(mark).copied();
            let answered = answered.ok_or_else(|| format!("`{mark}` is no event"))?;
            let words = self.draft.extraction.events[answered].evidence[0].span;
            let filled = Some(slot(answered, trigger.cover(words)));
            self.draft.extraction.events[idx].response_to = filled;
            return Ok(());
        }
        let words = trigger.cover(self.words(mark)?);
        let own = self.words(mark)?.of(&self.draft.article.text).to_owned();
        let kind = self
            .marks
            .get(mark)
            .map(|(kind, _)| kind.clone())
            .unwrap_or_default();
        if participants(&mut self.draft.extraction.events[idx], role).is_some() {
            let entity = self.draft.find(mark)?;
            let event = &mut self.draft.extraction.events[idx];
            participants(event, role)
                .into_iter()
                .for_each(|entities| entities.push(slot(entity, words)));
            return Ok(());
        }
        let note = self.notes.get(mark).cloned().unwrap_or(own);
        let event = &mut self.draft.extraction.events[idx];
        match role {
            "date" => event.date = Some(slot(draft::date(note.trim())?, words)),
            "weapon" => event.weapon = Some(slot(draft::weapon(&kind)?, words)),
            "killed" => event.killed = Some(slot(count(&note)?, words)),
            "wounded" => event.wounded = Some(slot(count(&note)?, words)),
            "captured" => event.captured = Some(slot(count(&note)?, words)),
            "displaced" => event.displaced = Some(slot(count(&note)?, words)),
            "count" => event.count = Some(slot(count(&note)?, words)),
            _ => {
                return Err(format!(
                    "unknown role `{role}`; expected agent, target, place, date, weapon, killed, wounded, captured, displaced, count, responseTo, claimedBy, attributedTo, deniedBy or reportedBy"
                ));
            }
        }
        Ok(())
    }

    fn words(&self, mark: &str) -> Result<Span, Message> {
        let found = self.marks.get(mark).map(|(_, span)| *span);
        found.ok_or_else(|| format!("`{mark}` is no text-bound annotation (T) of this file"))
    }

    fn status(&self, key: &str) -> Status {
        self.statuses.get(key).copied().unwrap_or(Status::Asserted)
    }
}

const fn slot<T>(value: T, span: Span) -> Slot<T> {
    Slot {
        value,
        span,
        rule: smol_str::SmolStr::new_static(RULE),
    }
}

fn proof(span: Span, status: Status) -> Evidence {
    Evidence {
        span,
        rule: RULE.into(),
        status,
        source: None,
    }
}

fn count(text: &str) -> Result<Count, Message> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let value = digits.parse().map_err(|_| {
        format!("`{text}` is no number; write it in figures, or give it in a note (AnnotatorNotes)")
    })?;
    Ok(Count {
        value,
        min: None,
        max: None,
    })
}
