use super::EntityClass;
use smol_str::SmolStr;

/// A thing that a name may stand for, with what the lexicons know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Slug from which the IRI is minted: `iran`, `hezbollah`, `deir-ez-zor-170794`.
    pub id: SmolStr,
    /// The best French name.
    pub label: SmolStr,
    /// Its class; a country has class `Country` and acts as a `State`.
    pub class: EntityClass,
    /// ISO 3166 code of the country that it lies in or belongs to.
    pub country: Option<SmolStr>,
    /// What kind of its class it is: `rebel`, `president`, `base`, a GeoNames feature code …
    pub kind: SmolStr,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// Latitude and longitude in degrees (WGS 84).
    pub point: Option<(f64, f64)>,
    /// GeoNames identifier.
    pub geonames: Option<u32>,
    /// Wikidata item, such as `Q858`, where a data file gives it.
    pub wikidata: Option<SmolStr>,
    /// ISO 3166 code of the country whose capital it is: *Téhéran* may mean Iran.
    pub capital_of: Option<SmolStr>,
    /// Prior rank, higher first: how likely the name means this when nothing else is known.
    pub rank: u32,
    /// The name alone does not vouch for it: a common word or a frequent homonym.
    pub ambiguous: bool,
    /// Found under the exact key; otherwise under the loose key of transliterations.
    pub exact: bool,
    /// The user's aliases say that the name means this, and nothing else.
    pub given: bool,
    /// The lexicon that holds it.
    pub source: Source,
    pub(super) record: u32,
}

/// A lexicon of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// `countries.tsv`.
    Countries,
    /// `actors.tsv`.
    Actors,
    /// `places.tsv`.
    Places,
    /// `peoples.tsv`.
    Peoples,
    /// The compiled gazetteer: GeoNames and airfields.
    Gazetteer,
    /// The user's aliases.
    User,
}

/// A country and the state that governs it.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166 two-letter code; `XK` for Kosovo.
    pub iso2: SmolStr,
    /// Slug of its IRI: `etats-unis`.
    pub id: SmolStr,
    /// Usual French name, without article: `États-Unis`.
    pub label: SmolStr,
    /// The definite article that goes with it: `le`, `la`, `l'`, `les`, or empty (*Cuba*).
    pub article: SmolStr,
    /// GeoNames identifier.
    pub geonames: Option<u32>,
    /// Wikidata item.
    pub wikidata: Option<SmolStr>,
    /// French name of the capital; empty where there is none.
    pub capital: SmolStr,
    /// GeoNames identifier of the capital.
    pub capital_geonames: Option<u32>,
    /// Demonym forms, lowercase: masculine, feminine, plurals.
    pub demonyms: Vec<SmolStr>,
}

/// A people, faith or persuasion whose name is also an adjective.
#[derive(Clone, Debug)]
pub struct People {
    /// Slug of its IRI: `kurdes`.
    pub id: SmolStr,
    /// French plural name: `Kurdes`.
    pub label: SmolStr,
    /// `people`, `region`, `religion`, `ideology` or `bloc`.
    pub kind: SmolStr,
    /// ISO 3166 code of the country they mostly live in, where it is one.
    pub country: Option<SmolStr>,
    /// Forms, lowercase: masculine, feminine, plurals.
    pub forms: Vec<SmolStr>,
}

/// What a demonym adjective or noun refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demonym {
    /// One country (ISO 3166 code): *américaines*.
    Country(SmolStr),
    /// A people, faith or persuasion (id in `peoples.tsv`): *kurde*.
    People(SmolStr),
    /// Several, in the order written: *turco-syrienne*.
    Compound(Vec<Demonym>),
}

impl Demonym {
    /// The ISO 3166 codes of the countries that it says, in the order written; none for a people.
    #[must_use]
    pub fn countries(&self) -> Vec<SmolStr> {
        match self {
            Self::Country(code) => vec![code.clone()],
            Self::People(_) => Vec::new(),
            Self::Compound(parts) => parts.iter().flat_map(Self::countries).collect(),
        }
    }
}

/// A common noun that heads a described entity.
#[derive(Clone, Debug)]
pub struct NounKind {
    /// Lemma, or lemmas parted by spaces: `groupe armé`.
    pub lemma: SmolStr,
    /// The class of what it describes.
    pub class: EntityClass,
    /// The kind: `army`, `militia`, `civilians`, `base` …
    pub kind: SmolStr,
    /// The number that the noun needs to mean this.
    pub number: Number,
}

/// A grammatical number that a reading needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// Singular or plural.
    Any,
    /// Singular only: *police*.
    Singular,
    /// Plural only: *forces*.
    Plural,
}

/// A title or office of a person.
#[derive(Clone, Debug)]
pub struct Role {
    /// As written, lowercase, masculine singular: `chef d'état-major`.
    pub title: SmolStr,
    /// The kind: `president`, `general`, `spokesperson` …
    pub kind: SmolStr,
    /// The class of what it governs or belongs to; `None` where it governs nothing (*docteur*).
    pub governs: Option<EntityClass>,
    /// Other forms: feminines and variants.
    pub forms: Vec<SmolStr>,
}
