//! Compiles the gazetteer from tables of places.
//!
//! The tables are those of GeoNames and airportsdata, as UTF-8 text; `SOURCES.md` says where they
//! come from. The same tables give the same bytes.

mod places;

use super::forms::FormLexicon;
use super::gazetteer::{FEATURES, MAGIC, RECORD, rank};
use super::index::{Case, IndexBuilder, Posting};
use places::{Place, read_airfields, read_cities, read_divisions};

/// The tables that the gazetteer is compiled from.
#[derive(Clone, Copy, Debug, Default)]
pub struct GazetteerSources<'a> {
    /// Towns of the world: `geonameid name lat lon country admin1 population feature qid name_fr alternates`.
    pub cities: &'a str,
    /// Smaller towns of countries in conflict, with the same columns.
    pub small_cities: &'a str,
    /// Names in the language of the lexicons, by id, by first-level division (`SY.07`) and by country.
    pub local_names: &'a str,
    /// Airfields: `icao iata name city region country lat lon`.
    pub airfields: &'a str,
}

/// How common a word is that also names a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordUse {
    /// Not in the full-form lexicon, or only as a place name.
    Unknown,
    /// A first name or surname: *Ali*, *Martin*.
    PersonName,
    /// A common word: *force*, *mission*, *est*.
    Common,
    /// A word of grammar, which opens sentences with a capital: *sur*, *par*, *les*.
    Grammatical,
}

impl WordUse {
    /// How common `name` is by a full-form lexicon: its lowercase as a common word, else itself as
    /// a first name or surname.
    #[must_use]
    pub fn of(name: &str, forms: &FormLexicon) -> Self {
        let proper = |pos: &str| pos.split('|').any(|p| matches!(p, "npr" | "prn" | "patr"));
        let lower = name.to_lowercase();
        let grammar = |pos: &str| {
            pos.split('|').any(|p| {
                ["prep", "det", "cj", "pro", "adv", "neg", "nb", "interj"]
                    .iter()
                    .any(|g| p.starts_with(g))
            })
        };
        if forms.analyses(&lower).any(|a| grammar(a.pos)) {
            return Self::Grammatical;
        }
        if forms.analyses(&lower).any(|a| !proper(a.pos)) {
            return Self::Common;
        }
        let person = |pos: &str| pos.split('|').any(|p| matches!(p, "prn" | "patr"));
        if forms.analyses(name).any(|a| person(a.pos)) {
            return Self::PersonName;
        }
        Self::Unknown
    }
}

/// What was compiled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GazetteerReport {
    /// Places stored.
    pub records: usize,
    /// Distinct exact keys.
    pub exact_keys: usize,
    /// Distinct loose keys.
    pub loose_keys: usize,
    /// Exact keys under which several places stand.
    pub exact_shared: usize,
    /// Loose keys under which several places stand.
    pub loose_shared: usize,
    /// Loose keys that join places which share no exact key: collisions that looseness alone makes.
    pub loose_collisions: usize,
    /// Bytes of the file.
    pub bytes: usize,
}

/// Inhabitants from which a place keeps a name that is a common word, though marked ambiguous.
const KNOWN: u32 = 100_000;
/// Inhabitants from which the name of a seat of a region is sure even if it is also a word.
const FAMOUS: u32 = 500_000;
/// The bytes of the gazetteer, and figures about it.
///
/// `word_use` tells how common a word is in running text; `is_division` whether an exact key is
/// the common noun of a division of a country (*province*, *oblast*), which names of provinces
/// start with.
///
/// # Errors
/// When an automaton cannot be built.
pub fn compile_gazetteer(
    sources: &GazetteerSources<'_>,
    word_use: &dyn Fn(&str) -> WordUse,
    is_division: &dyn Fn(&str) -> bool,
) -> Result<(Vec<u8>, GazetteerReport), fst::Error> {
    let mut places = read_cities(sources);
    places.extend(read_divisions(sources.local_names, is_division));
    places.extend(read_airfields(sources.airfields));
    places.sort_by(|a, b| {
        let key = |p: &Place<'_>| {
            (
                u32::MAX - rank(p.feature, p.population),
                p.geonames,
                p.other.clone(),
            )
        };
        key(a).cmp(&key(b))
    });
    let mut records = Vec::with_capacity(places.len() * RECORD);
    let mut strings = String::new();
    let mut index = IndexBuilder::default();
    for (number, place) in places.iter().enumerate() {
        push_record(place, &mut records, &mut strings);
        let record = u32::try_from(number).unwrap_or(u32::MAX);
        add_names(place, record, word_use, &mut index);
    }
    let mut report = index.report();
    report.records = places.len();
    let [exact, loose, lists] = index.compile()?;
    let sections: [&[u8]; 5] = [&exact, &loose, &lists, &records, strings.as_bytes()];
    let mut bytes = MAGIC.to_vec();
    for section in sections {
        bytes.extend(
            u32::try_from(section.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
    }
    for section in sections {
        bytes.extend(section);
    }
    report.bytes = bytes.len();
    Ok((bytes, report))
}

fn push_record(place: &Place<'_>, records: &mut Vec<u8>, strings: &mut String) {
    let start = strings.len();
    strings.push_str(&place.label);
    if !place.other.is_empty() || place.wikidata != 0 {
        strings.push('|');
        strings.push_str(&place.other);
    }
    if place.wikidata != 0 {
        strings.push_str(&format!("|Q{}", place.wikidata));
    }
    if strings.len() - start > usize::from(u8::MAX) {
        strings.truncate(start);
        strings.push('?');
    }
    let length = u8::try_from(strings.len() - start).unwrap_or(u8::MAX);
    let feature = FEATURES
        .iter()
        .position(|f| *f == place.feature)
        .unwrap_or(0);
    records.extend(u32::try_from(start).unwrap_or(u32::MAX).to_le_bytes());
    records.push(length);
    records.push(u8::try_from(feature).unwrap_or(0));
    let mut country = place.country.bytes();
    records.extend([
        country.next().unwrap_or(b' '),
        country.next().unwrap_or(b' '),
    ]);
    let (lat, lon) = place
        .point
        .map_or((0, 0), |(lat, lon)| (fixed(lat), fixed(lon)));
    records.extend(&lat.to_le_bytes()[..3]);
    records.extend(&lon.to_le_bytes()[..3]);
    records.extend(place.population.to_le_bytes());
    records.extend(place.geonames.to_le_bytes());
}

/// Degrees from -200 as ten-thousandths (about 11 m), so that 0 is left for an unknown place and
/// three bytes hold any.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "degrees on earth lie between 20 and 380 once shifted"
)]
fn fixed(degrees: f64) -> u32 {
    ((degrees.clamp(-180.0, 180.0) + 200.0) * 1e4).round() as u32
}

fn add_names(
    place: &Place<'_>,
    record: u32,
    word_use: &dyn Fn(&str) -> WordUse,
    index: &mut IndexBuilder,
) {
    let seat = matches!(place.feature, "PPLC" | "PPLA");
    let known = place.population >= KNOWN || seat;
    let famous = (place.population >= FAMOUS && seat) || place.feature == "PPLC";
    let mut add = |name: &str, ambiguous| {
        let case = Case::Capital;
        index.add(
            name,
            Posting {
                record,
                case,
                ambiguous,
            },
        );
    };
    for name in &place.names {
        let word = word_use(name);
        let letters = name.chars().count();
        let short = letters < 4 && !known;
        let doubtful = word == WordUse::Common
            || (word == WordUse::PersonName && !place.near)
            || (short && !place.near);
        let grammatical = word == WordUse::Grammatical && place.feature != "PPLC";
        if grammatical || (doubtful && !known) || letters < 3 {
            continue;
        }
        let distant = !place.near && !known && place.names.len() < 2;
        add(
            name,
            !famous && (word != WordUse::Unknown || short || distant),
        );
    }
    for name in &place.alternates {
        if word_use(name) == WordUse::Unknown
            && name.chars().count() > 3
            && !starts_with_article(name, word_use)
        {
            add(name, false);
        }
    }
}

/// Whether the first of several words is a common short one: *La Maison Blanche* for a town near Algiers.
fn starts_with_article(name: &str, word_use: &dyn Fn(&str) -> WordUse) -> bool {
    let word = name.split([' ', '\'', '’']).next().unwrap_or_default();
    word.len() < name.len() && word.len() <= 3 && word_use(word) >= WordUse::Common
}

#[cfg(test)]
mod tests {
    use super::super::gazetteer::Gazetteer;
    use super::*;

    const CITIES: &str = "geonameid\tname\tlat\tlon\tcountry\tadmin1\tpopulation\tfeature\tqid\tname_fr\talternates\n\
        173811\tḨamāh\t35.1318\t36.7578\tSY\t10\t460602\tPPLA\tQ173545\tHama\tHamah|HMA|hama shi\n\
        1\tForce\t1.0\t2.0\tFR\t1\t500\t\t\t\t\n";

    fn compiled() -> (Vec<u8>, GazetteerReport) {
        let sources = GazetteerSources {
            cities: CITIES,
            small_cities: CITIES,
            local_names: "SY.07\tProvince de Deir ez-Zor\n",
            airfields: "icao\tiata\tname\tcity\tregion\tcountry\tlat\tlon\nORAA\t\tAl Asad Air Base\tHit\t\tIQ\t33.78\t42.44\n",
        };
        let common = |w: &str| {
            if w == "Force" {
                WordUse::Common
            } else {
                WordUse::Unknown
            }
        };
        compile_gazetteer(&sources, &common, &|w| w == "province").unwrap()
    }

    #[test]
    fn what_is_compiled_is_found() {
        let (bytes, report) = compiled();
        assert_eq!(report.records, 4);
        let gazetteer = Gazetteer::read(&bytes).unwrap();
        let mut found = Vec::new();
        gazetteer.exact("hamah", &mut found);
        let hama = &found[0];
        assert_eq!(
            (hama.id.as_str(), hama.label.as_str()),
            ("hama-173811", "Hama")
        );
        assert_eq!(hama.point, Some((35.1318, 36.7578)));
        assert_eq!(hama.wikidata.as_deref(), Some("Q173545"));
        found.clear();
        gazetteer.exact("deir ez zor", &mut found);
        assert_eq!(found[0].id, "province-de-deir-ez-zor-sy-07");
        found.clear();
        gazetteer.exact("force", &mut found);
        gazetteer.exact("hma", &mut found);
        assert!(found.is_empty());
    }

    #[test]
    fn compiling_is_deterministic_and_damage_is_reported() {
        let (bytes, _) = compiled();
        assert_eq!(bytes, compiled().0);
        for end in 0..bytes.len() {
            // A cut file is an error or a gazetteer, never a panic.
            let _ = Gazetteer::read(&bytes[..end]).map(|g| g.exact("hama", &mut Vec::new()));
        }
    }
}
