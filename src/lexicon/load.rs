use super::EntityClass;
use super::entity::{Candidate, Country, Demonym, NounKind, Number, People, Role, Source};
use super::index::{Case, IndexBuilder, Posting};
use super::normalize::exact_key;
use super::table::{NamesError, Row, Table};
use crate::data::Data;
use crate::text::WordMap;
use smol_str::SmolStr;

const COUNTRIES: &[&str] = &[
    "iso2",
    "id",
    "label",
    "article",
    "geonames",
    "wikidata",
    "capital",
    "capital_geonames",
    "aliases",
    "demonyms",
    "prefixes",
];
const ACTORS: &[&str] = &[
    "id", "label", "class", "country", "kind", "of", "aliases", "ucdp", "un",
];
const PLACES: &[&str] = &[
    "id", "label", "class", "country", "admin1", "geonames", "lat", "lon", "aliases", "note",
];
const PEOPLES: &[&str] = &["id", "label", "kind", "country", "forms", "prefixes"];
const KINDS: &[&str] = &["lemma", "class", "kind", "number"];
const ROLES: &[&str] = &["title", "kind", "governs", "forms"];

/// Prior ranks: how much likelier a name is to mean an entry of one file than of another.
const RANK_COUNTRY: u32 = 9_000_000;
const RANK_ACTOR: u32 = 8_000_000;
const RANK_PEOPLE: u32 = 7_000_000;
const RANK_PLACE: u32 = 6_000_000;

/// The TSV lexicons of names, read.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) countries: Vec<Country>,
    pub(super) country_by_code: WordMap<SmolStr, usize>,
    pub(super) capitals: WordMap<u32, SmolStr>,
    pub(super) peoples: Vec<People>,
    pub(super) demonyms: WordMap<String, Demonym>,
    pub(super) prefixes: WordMap<String, Demonym>,
    pub(super) nouns: WordMap<String, Nouns>,
    pub(super) roles: Vec<Role>,
    pub(super) titles: WordMap<String, Title>,
    entities: Vec<Entity>,
    by_id: WordMap<SmolStr, u32>,
    actors_of: WordMap<(SmolStr, SmolStr), u32>,
}

/// The nouns of a kind under one key.
#[derive(Default)]
pub(super) struct Nouns {
    pub(super) kinds: Vec<NounKind>,
    /// Whether the key opens a longer one: *groupe* before *groupe armé*.
    pub(super) goes_on: bool,
}

/// What one key of titles says.
#[derive(Default)]
pub(super) struct Title {
    /// The number of the role.
    pub(super) role: Option<usize>,
    /// Whether the key opens a longer one: *chef* before *chef d'état-major*.
    pub(super) goes_on: bool,
}

/// A thing of the TSV lexicons.
struct Entity {
    candidate: Candidate,
    aliases: Vec<SmolStr>,
    of: Vec<SmolStr>,
    ucdp: Vec<SmolStr>,
    un: Vec<SmolStr>,
}

/// Reads every TSV lexicon of names.
pub(super) fn load_tables(data: &Data) -> Result<(Loaded, IndexBuilder), NamesError> {
    let mut loaded = Loaded::default();
    let mut index = IndexBuilder::default();
    loaded.read_countries(
        &Table::open(data, "lexicon/countries.tsv", COUNTRIES)?,
        &mut index,
    )?;
    loaded.read_peoples(
        &Table::open(data, "lexicon/peoples.tsv", PEOPLES)?,
        &mut index,
    )?;
    loaded.read_actors(
        &Table::open(data, "lexicon/actors.tsv", ACTORS)?,
        &mut index,
    )?;
    loaded.read_places(
        &Table::open(data, "lexicon/places.tsv", PLACES)?,
        &mut index,
    )?;
    loaded.read_kinds(&Table::open(data, "lexicon/kinds.tsv", KINDS)?)?;
    loaded.read_roles(&Table::open(data, "lexicon/roles.tsv", ROLES)?)?;
    Ok((loaded, index))
}

impl Loaded {
    fn read_countries(
        &mut self,
        table: &Table<'_>,
        index: &mut IndexBuilder,
    ) -> Result<(), NamesError> {
        for row in table.rows() {
            let row = row?;
            let [
                iso2,
                id,
                label,
                article,
                geonames,
                wikidata,
                capital,
                capital_id,
                aliases,
                demonyms,
                prefixes,
            ] = row.fields();
            let country = Country {
                iso2: iso2.into(),
                id: id.into(),
                label: label.into(),
                article: article.into(),
                geonames: row.parse(geonames)?,
                wikidata: optional(wikidata),
                capital: capital.into(),
                capital_geonames: row.parse(split(capital_id).next().unwrap_or_default())?,
                demonyms: split(demonyms).map(SmolStr::from).collect(),
            };
            let demonym = Demonym::Country(country.iso2.clone());
            put_all(&mut self.demonyms, demonyms, &demonym);
            put_all(&mut self.prefixes, prefixes, &demonym);
            for seat in split(capital_id) {
                if let Some(seat) = row.parse(seat)? {
                    self.capitals.insert(seat, country.iso2.clone());
                }
            }
            let mut candidate = candidate(
                id,
                label,
                EntityClass::Country,
                iso2,
                "country",
                Source::Countries,
            );
            candidate.geonames = country.geonames;
            candidate.wikidata = country.wikidata.clone();
            candidate.rank = RANK_COUNTRY;
            self.add(&row, candidate, aliases, index)?;
            self.country_by_code
                .insert(country.iso2.clone(), self.countries.len());
            self.countries.push(country);
        }
        Ok(())
    }

    fn read_peoples(
        &mut self,
        table: &Table<'_>,
        index: &mut IndexBuilder,
    ) -> Result<(), NamesError> {
        for row in table.rows() {
            let row = row?;
            let [id, label, kind, country, forms, prefixes] = row.fields();
            let demonym = Demonym::People(id.into());
            put_all(&mut self.demonyms, forms, &demonym);
            put_all(&mut self.prefixes, prefixes, &demonym);
            let mut candidate = candidate(
                id,
                label,
                EntityClass::Population,
                country,
                kind,
                Source::Peoples,
            );
            candidate.rank = RANK_PEOPLE;
            self.add(&row, candidate, "", index)?;
            self.peoples.push(People {
                id: id.into(),
                label: label.into(),
                kind: kind.into(),
                country: optional(country),
                forms: split(forms).map(SmolStr::from).collect(),
            });
        }
        Ok(())
    }

    fn read_actors(
        &mut self,
        table: &Table<'_>,
        index: &mut IndexBuilder,
    ) -> Result<(), NamesError> {
        for row in table.rows() {
            let row = row?;
            let [id, label, class, country, kind, of, aliases, ucdp, un] = row.fields();
            let class = read_class(&row, class)?;
            let mut candidate = candidate(id, label, class, country, kind, Source::Actors);
            candidate.rank = RANK_ACTOR;
            let record = self.add(&row, candidate, aliases, index)?;
            if class != EntityClass::Person && !country.is_empty() {
                self.actors_of
                    .entry((country.into(), kind.into()))
                    .or_insert(record);
            }
            if let Some(entity) = self.entities.last_mut() {
                entity.of = split(of).map(SmolStr::from).collect();
                entity.ucdp = split(ucdp).map(SmolStr::from).collect();
                entity.un = split(un).map(SmolStr::from).collect();
            }
        }
        Ok(())
    }

    fn read_places(
        &mut self,
        table: &Table<'_>,
        index: &mut IndexBuilder,
    ) -> Result<(), NamesError> {
        for row in table.rows() {
            let row = row?;
            let [
                id,
                label,
                class,
                country,
                admin1,
                geonames,
                lat,
                lon,
                aliases,
                _note,
            ] = row.fields();
            let class = read_class(&row, class)?;
            let mut candidate = candidate(id, label, class, country, admin1, Source::Places);
            candidate.geonames = row.parse(geonames)?;
            candidate.point = row.parse(lat)?.zip(row.parse(lon)?);
            candidate.rank = RANK_PLACE;
            self.add(&row, candidate, aliases, index)?;
        }
        Ok(())
    }

    fn read_kinds(&mut self, table: &Table<'_>) -> Result<(), NamesError> {
        for row in table.rows() {
            let row = row?;
            let [lemma, class, kind, number] = row.fields();
            let number = match number {
                "any" => Number::Any,
                "sg" => Number::Singular,
                "pl" => Number::Plural,
                _ => {
                    return Err(row.error(
                        number,
                        format!("unknown number `{number}`; expected any, sg or pl"),
                    ));
                }
            };
            let noun = NounKind {
                lemma: lemma.into(),
                class: read_class(&row, class)?,
                kind: kind.into(),
                number,
            };
            let key = exact_key(lemma);
            for (end, _) in key.match_indices(' ') {
                let opening = self.nouns.entry(key[..end].to_owned()).or_default();
                opening.goes_on = true;
            }
            self.nouns.entry(key).or_default().kinds.push(noun);
        }
        Ok(())
    }

    fn read_roles(&mut self, table: &Table<'_>) -> Result<(), NamesError> {
        for row in table.rows() {
            let row = row?;
            let [title, kind, governs, forms] = row.fields();
            let number = self.roles.len();
            for form in std::iter::once(title).chain(split(forms)) {
                let key = exact_key(form);
                for (end, _) in key.match_indices(' ') {
                    let opening = self.titles.entry(key[..end].to_owned()).or_default();
                    opening.goes_on = true;
                }
                self.titles
                    .entry(key)
                    .or_default()
                    .role
                    .get_or_insert(number);
            }
            let governs = if governs.is_empty() {
                None
            } else {
                Some(read_class(&row, governs)?)
            };
            self.roles.push(Role {
                title: title.into(),
                kind: kind.into(),
                governs,
                forms: split(forms).map(SmolStr::from).collect(),
            });
        }
        Ok(())
    }

    /// Adds an entity under its label and `aliases`; a `?` before an alias marks it ambiguous.
    fn add(
        &mut self,
        row: &Row<'_, '_>,
        mut candidate: Candidate,
        aliases: &str,
        index: &mut IndexBuilder,
    ) -> Result<u32, NamesError> {
        let record = u32::try_from(self.entities.len()).unwrap_or(u32::MAX);
        candidate.record = record;
        if self.by_id.insert(candidate.id.clone(), record).is_some() {
            let message = format!(
                "the id `{}` is taken; expected one not used in any lexicon",
                candidate.id
            );
            return Err(row.error(row.field(0), message));
        }
        let label = candidate.label.clone();
        let mut names = Vec::new();
        // A label listed again with `?` among its aliases is ambiguous itself.
        let doubted = split(aliases).any(|a| a.strip_prefix('?') == Some(label.as_str()));
        let own = (!doubted).then_some(label.as_str());
        for alias in own.into_iter().chain(split(aliases)) {
            let (alias, ambiguous) = alias
                .strip_prefix('?')
                .map_or((alias, false), |a| (a, true));
            let posting = Posting {
                record,
                case: Case::of(alias),
                ambiguous,
            };
            index.add(alias, posting);
            if alias != label {
                names.push(SmolStr::from(alias));
            }
        }
        self.entities.push(Entity {
            candidate,
            aliases: names,
            of: Vec::new(),
            ucdp: Vec::new(),
            un: Vec::new(),
        });
        Ok(record)
    }

    /// The candidate that a posting stands for.
    pub(super) fn candidate(&self, posting: Posting, exact: bool) -> Option<Candidate> {
        let mut candidate = self
            .entities
            .get(posting.record as usize)?
            .candidate
            .clone();
        candidate.ambiguous = posting.ambiguous;
        candidate.exact = exact;
        if posting.ambiguous {
            candidate.rank /= 4;
        }
        Some(candidate)
    }

    fn at(&self, record: u32) -> Option<Candidate> {
        self.entities
            .get(record as usize)
            .map(|e| e.candidate.clone())
    }

    pub(super) fn by_id(&self, id: &str) -> Option<Candidate> {
        self.at(*self.by_id.get(id)?)
    }

    pub(super) fn actor_of(&self, iso2: &str, kind: &str) -> Option<Candidate> {
        self.at(*self.actors_of.get(&(iso2.into(), kind.into()))?)
    }

    pub(super) fn aliases(&self, record: u32) -> Vec<SmolStr> {
        let Some(entity) = self.entities.get(record as usize) else {
            return Vec::new();
        };
        let label = std::iter::once(&entity.candidate.label);
        label.chain(&entity.aliases).cloned().collect()
    }

    pub(super) fn belongs_to(&self, candidate: &Candidate) -> Vec<SmolStr> {
        self.entity(candidate)
            .map(|e| e.of.clone())
            .unwrap_or_default()
    }

    pub(super) fn references(&self, candidate: &Candidate) -> Vec<(&'static str, SmolStr)> {
        let Some(entity) = self.entity(candidate) else {
            return Vec::new();
        };
        let ucdp = entity.ucdp.iter().map(|id| ("ucdp", id.clone()));
        let un = entity.un.iter().map(|id| ("un", id.clone()));
        ucdp.chain(un).collect()
    }

    fn entity(&self, candidate: &Candidate) -> Option<&Entity> {
        if matches!(candidate.source, Source::Gazetteer | Source::User) {
            return None;
        }
        self.entities.get(candidate.record as usize)
    }
}

fn candidate(
    id: &str,
    label: &str,
    class: EntityClass,
    country: &str,
    kind: &str,
    source: Source,
) -> Candidate {
    Candidate {
        id: id.into(),
        label: label.into(),
        class,
        country: optional(country),
        kind: kind.into(),
        population: 0,
        point: None,
        geonames: None,
        wikidata: None,
        capital_of: None,
        rank: 0,
        ambiguous: false,
        exact: true,
        given: false,
        source,
        record: 0,
    }
}

impl Candidate {
    /// Takes from `other`, the same place in another lexicon, what is not known here.
    pub(super) fn fill(&mut self, other: &Self) {
        self.point = self.point.or(other.point);
        self.population = self.population.max(other.population);
        if self.wikidata.is_none() {
            self.wikidata.clone_from(&other.wikidata);
        }
    }
}

fn read_class(row: &Row<'_, '_>, field: &str) -> Result<EntityClass, NamesError> {
    field
        .parse()
        .map_err(|e: super::class::UnknownClass| row.error(field, e.to_string()))
}

fn optional(field: &str) -> Option<SmolStr> {
    (!field.is_empty()).then(|| field.into())
}

/// The parts of a field with several values.
fn split(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').filter(|part| !part.is_empty())
}

fn put_all(map: &mut WordMap<String, Demonym>, forms: &str, demonym: &Demonym) {
    for form in split(forms) {
        map.entry(exact_key(form))
            .or_insert_with(|| demonym.clone());
    }
}
