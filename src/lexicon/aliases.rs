//! The user's own names: each means what its line says, whatever the lexicons hold.

use super::EntityClass;
use super::entity::{Candidate, Source};
use super::index::Case;
use super::names::Names;
use super::normalize::exact_key;
use super::table::{NamesError, Row, Table};
use crate::data::Data;
use crate::text::Diagnostic;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The folder of alias files in the data; what follows it is the path that messages give.
pub(super) const FOLDER: &str = "aliases/";

const COLUMNS: &[&str] = &["alias", "entity", "label", "class", "country"];

/// In the column `entity`: the alias names nothing.
const NOTHING: &str = "-";

/// The aliases of all files of [`FOLDER`], by exact key.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    by_key: BTreeMap<String, Vec<Alias>>,
    made: BTreeMap<SmolStr, Candidate>,
}

#[derive(Debug)]
struct Alias {
    case: Case,
    written: String,
    /// `None` where the name is to mean nothing.
    meaning: Option<Candidate>,
}

impl Aliases {
    /// Reads every alias file of `data`.
    ///
    /// # Errors
    /// Every line that is wrong, all at once.
    pub(super) fn load(data: &Data, names: &Names) -> Result<Self, NamesError> {
        let mut aliases = Self::default();
        let mut errors = Vec::new();
        for (name, _) in data.folder(FOLDER) {
            let table = Table::open_as(data, name, &name[FOLDER.len()..], COLUMNS)?;
            for row in table.rows() {
                match row.and_then(|row| aliases.add(&row, names)) {
                    Ok(()) => {}
                    Err(NamesError::Line(error)) => errors.push(*error),
                    Err(error) => return Err(error),
                }
            }
        }
        if errors.is_empty() {
            Ok(aliases)
        } else {
            Err(NamesError::Lines(errors))
        }
    }

    fn add(&mut self, row: &Row<'_, '_>, names: &Names) -> Result<(), NamesError> {
        let [alias, entity, ..] = row.fields::<5>();
        let key = exact_key(alias);
        if key.is_empty() {
            return Err(row.error(alias, "an alias needs a letter or digit"));
        }
        let meaning = self.meaning(row, names)?;
        let case = Case::of(alias);
        let same = self.by_key.entry(key).or_default();
        if let Some(other) = same.iter().find(|a| a.case == case) {
            let is =
                |m: &Option<Candidate>| m.as_ref().map_or(SmolStr::new(NOTHING), |c| c.id.clone());
            if is(&other.meaning) == is(&meaning) {
                return Ok(());
            }
            let message = format!(
                "`{alias}` already means `{}`, by the alias `{}`; keep one of the two",
                is(&other.meaning),
                other.written
            );
            return Err(row.error(entity, message));
        }
        same.push(Alias {
            case,
            written: alias.to_owned(),
            meaning,
        });
        // The stricter case first: `MALI` before `Mali`.
        same.sort_by_key(|a| std::cmp::Reverse(a.case));
        Ok(())
    }

    /// What a row says that its alias means.
    fn meaning(
        &mut self,
        row: &Row<'_, '_>,
        names: &Names,
    ) -> Result<Option<Candidate>, NamesError> {
        let [_, entity, label, class, country] = row.fields::<5>();
        let described = [label, class, country].into_iter().find(|f| !f.is_empty());
        if entity == NOTHING {
            return match described {
                Some(field) => Err(row.error(
                    field,
                    "an alias that names nothing has neither label, class nor country",
                )),
                None => Ok(None),
            };
        }
        if let Some(candidate) = names.by_id(entity) {
            return match described {
                Some(field) => Err(row.error(
                    field,
                    format!("griot knows `{entity}`; leave its label, class and country empty, or choose another id"),
                )),
                None => Ok(Some(given(candidate))),
            };
        }
        if let Some(made) = self.made.get(entity) {
            let same = (label.is_empty() || label == made.label)
                && (class.is_empty() || class == made.class.as_str())
                && (country.is_empty() || Some(country) == made.country.as_deref());
            return if same {
                Ok(Some(made.clone()))
            } else {
                Err(row.error(
                    entity,
                    format!("`{entity}` is described otherwise above; describe it once"),
                ))
            };
        }
        let made = new_entity(row, names)?;
        self.made.insert(made.id.clone(), made.clone());
        Ok(Some(made))
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// What the user says of a name with this exact key written in this case: `Some(None)` that it means nothing.
    pub(super) fn get(&self, key: &str, written: Case) -> Option<Option<&Candidate>> {
        let found = self.by_key.get(key)?.iter().find(|a| a.case <= written)?;
        Some(found.meaning.as_ref())
    }

    /// The entity with an id that an alias file describes.
    pub(super) fn entity(&self, id: &str) -> Option<Candidate> {
        self.made.get(id).cloned()
    }
}

/// `candidate` as the one meaning of a name.
fn given(mut candidate: Candidate) -> Candidate {
    candidate.given = true;
    candidate.exact = true;
    candidate.ambiguous = false;
    candidate.rank = u32::MAX;
    candidate
}

/// The entity that a row describes: id, label and class are needed.
fn new_entity(row: &Row<'_, '_>, names: &Names) -> Result<Candidate, NamesError> {
    let [_, entity, label, class, country] = row.fields::<5>();
    let slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if entity.is_empty() || !entity.chars().all(slug) {
        return Err(row.error(
            entity,
            format!("`{entity}` is no id; expected small letters, digits and hyphens, such as `hezbollah`, or `-` for an alias that names nothing"),
        ));
    }
    if label.is_empty() || class.is_empty() {
        let like = names
            .lookup(&entity.replace('-', " "))
            .first()
            .map(|c| format!("did you mean `{}`? If not, ", c.id))
            .unwrap_or_default();
        return Err(row.error(
            entity,
            format!("griot knows no `{entity}`; {like}give its label and class"),
        ));
    }
    let class: EntityClass = class
        .parse()
        .map_err(|e: super::class::UnknownClass| row.error(class, e.to_string()))?;
    if !country.is_empty() && names.country(country).is_none() {
        return Err(row.error(
            country,
            format!("`{country}` is no country code; expected two capitals, such as `SY`"),
        ));
    }
    Ok(given(Candidate {
        id: entity.into(),
        label: label.into(),
        class,
        country: (!country.is_empty()).then(|| country.into()),
        kind: SmolStr::default(),
        population: 0,
        point: None,
        geonames: None,
        wikidata: None,
        capital_of: None,
        rank: 0,
        ambiguous: false,
        exact: true,
        given: true,
        source: Source::User,
        record: u32::MAX,
    }))
}

/// The messages of several wrong lines, one after the other.
pub(super) fn all(errors: &[Diagnostic]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
