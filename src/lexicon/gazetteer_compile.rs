//! Compiles the gazetteer from tables of places.
//!
//! The tables are those of GeoNames and airportsdata, as UTF-8 text; `SOURCES.md` says where they
//! come from. The same tables give the same bytes.

use super::forms::FormLexicon;
use super::gazetteer::{FEATURES, MAGIC, RECORD, rank};
use super::index::{Case, IndexBuilder, Posting};
use super::normalize::{exact_key, loose_key};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

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

/// A place on its way into the file.
struct Place<'a> {
    label: String,
    other: String,
    names: Vec<&'a str>,
    alternates: Vec<&'a str>,
    feature: &'static str,
    country: &'a str,
    /// Lies in a country of the table of smaller towns.
    near: bool,
    point: Option<(f64, f64)>,
    population: u32,
    geonames: u32,
    wikidata: u32,
}

/// Inhabitants from which a place keeps a name that is a common word, though marked ambiguous.
const KNOWN: u32 = 100_000;
/// Inhabitants from which a place keeps all its alternate names.
const NOTABLE: u32 = 50_000;
/// Inhabitants from which the name of a seat of a region is sure even if it is also a word.
const FAMOUS: u32 = 500_000;
/// Inhabitants that a town needs far from any conflict, unless a region is governed from it.
const DISTANT: u32 = 25_000;

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

/// The towns of both tables, each once.
fn read_cities<'a>(sources: &GazetteerSources<'a>) -> Vec<Place<'a>> {
    let small = sources.small_cities.lines().skip(1);
    let conflict: BTreeSet<&str> = small.clone().filter_map(|l| l.split('\t').nth(4)).collect();
    let mut towns = BTreeMap::new();
    for line in sources.cities.lines().skip(1).chain(small) {
        if let Some(place) = read_city(line, &conflict) {
            towns.entry(place.geonames).or_insert(place);
        }
    }
    towns.into_values().collect()
}

fn read_city<'a>(line: &'a str, conflict: &BTreeSet<&str>) -> Option<Place<'a>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[
        id,
        name,
        lat,
        lon,
        country,
        _,
        population,
        feature,
        qid,
        local,
        alternates,
        ..,
    ] = fields.as_slice()
    else {
        return None;
    };
    let population = population.parse().unwrap_or(0);
    let feature = FEATURES
        .into_iter()
        .find(|f| *f == feature)
        .unwrap_or("PPL");
    let near = conflict.contains(country);
    let seat = matches!(feature, "PPLC" | "PPLA" | "PPLA2");
    if !near && !seat && population < DISTANT {
        return None;
    }
    let mut names = vec![name];
    if !local.is_empty() {
        names.push(local);
    }
    let alternates = if near {
        pressworthy(&names, alternates, population, feature)
    } else {
        Vec::new()
    };
    let label = if local.is_empty() {
        plain(name)
    } else {
        local.to_owned()
    };
    let other = if exact_key(&label) == exact_key(name) {
        String::new()
    } else {
        plain(name)
    };
    Some(Place {
        label,
        other,
        names,
        alternates,
        feature,
        country,
        near,
        point: lat.parse().ok().zip(lon.parse().ok()),
        population,
        geonames: id.parse().ok()?,
        wikidata: qid
            .strip_prefix('Q')
            .and_then(|q| q.parse().ok())
            .unwrap_or(0),
    })
}

/// The alternate names worth keeping: those of a notable place, and spellings of the main names.
fn pressworthy<'a>(
    names: &[&str],
    alternates: &'a str,
    population: u32,
    feature: &str,
) -> Vec<&'a str> {
    let notable = population >= NOTABLE || matches!(feature, "PPLC" | "PPLA");
    let exact: BTreeSet<String> = names.iter().map(|n| exact_key(n)).collect();
    let loose: Vec<String> = exact.iter().map(|k| loose_key(k)).collect();
    let spelling = |name: &str| {
        let key = loose_key(&exact_key(name));
        loose.iter().any(|l| distance(l, &key) * 3 <= l.len())
    };
    alternates
        .split('|')
        .filter(|a| is_pressworthy(a) && !exact.contains(&exact_key(a)))
        .filter(|a| notable || spelling(a))
        .collect()
}

/// Levenshtein's distance of two ASCII keys, in bytes.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Whether an alternate name may stand in a newspaper: Latin letters, a capital first, no code,
/// and no rendering of Cyrillic, Chinese or unvocalized Arabic letter by letter.
fn is_pressworthy(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let code = letters <= 4 && !name.chars().any(char::is_lowercase);
    name.chars().next().is_some_and(char::is_uppercase)
        && !code
        && (3..=32).contains(&letters)
        && !name
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '=' | '"' | ',' | '(' | '\'' | '.'))
        && !name.starts_with("Eh")
}

/// The first-level divisions among the local names: lines `SY.07⇥Deir ez-Zor`.
fn read_divisions<'a>(names: &'a str, is_division: &dyn Fn(&str) -> bool) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    for line in names.lines() {
        let Some((code, name)) = line.split_once('\t') else {
            continue;
        };
        let Some((country, _)) = code.split_once('.').filter(|(c, _)| c.len() == 2) else {
            continue;
        };
        let mut forms = vec![name];
        forms.extend(without_division(name, is_division));
        places.push(Place {
            label: name.to_owned(),
            other: code.to_owned(),
            names: forms,
            alternates: Vec::new(),
            feature: "ADM1",
            country,
            near: true,
            point: None,
            population: 0,
            geonames: 0,
            wikidata: 0,
        });
    }
    places
}

/// *Odessa* of *Oblast d'Odessa*: the name after the noun and the short words that follow it.
fn without_division<'a>(name: &'a str, is_division: &dyn Fn(&str) -> bool) -> Option<&'a str> {
    let cuts = |c: char| c == ' ' || c == '\'' || c == '’';
    let noun = name
        .match_indices(' ')
        .map(|(i, _)| i)
        .filter(|&i| is_division(&exact_key(&name[..i])))
        .last()?;
    let mut rest = &name[noun + 1..];
    while let Some(cut) = rest.find(cuts).filter(|&i| i <= 3) {
        rest = rest[cut..].trim_start_matches(cuts);
    }
    (!rest.is_empty()).then_some(rest)
}

fn read_airfields(table: &str) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[icao, _, name, _, _, country, lat, lon, ..] = fields.as_slice() else {
            continue;
        };
        if name.is_empty() || country.len() != 2 {
            continue;
        }
        let military = [
            "Air Base",
            "Air Force",
            "Airbase",
            "AFB",
            "Military",
            "Airfield",
        ];
        let feature = if military.iter().any(|m| name.contains(m)) {
            "airfield"
        } else {
            "airport"
        };
        places.push(Place {
            label: name.to_owned(),
            other: icao.to_owned(),
            names: vec![name],
            alternates: Vec::new(),
            feature,
            country,
            near: true,
            point: lat.parse().ok().zip(lon.parse().ok()),
            population: 0,
            geonames: 0,
            wikidata: 0,
        });
    }
    places
}

/// A name without the signs of scientific romanization: *Ḩamāh* gives *Hamah*.
fn plain(name: &str) -> String {
    let romanized = name
        .nfd()
        .any(|c| matches!(c, '\u{304}' | '\u{323}' | '\u{331}' | '‘' | '’' | 'ʼ'));
    if !romanized {
        return name.to_owned();
    }
    let kept = name.nfd().filter(|c| {
        !matches!(
            c,
            '\u{304}' | '\u{323}' | '\u{331}' | '\u{327}' | '‘' | '’' | 'ʼ'
        )
    });
    kept.nfc().collect()
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

    #[test]
    fn alternates_that_no_newspaper_prints_are_dropped() {
        for name in [
            "HMA",
            "hama shi",
            "Ehl'-Fasher",
            "esukarudesu=engorudani",
            "X1 2",
        ] {
            assert!(!is_pressworthy(name), "{name}");
        }
        assert!(is_pressworthy("Deir el-Zor"));
        assert_eq!(plain("Ḩamāh"), "Hamah");
        assert_eq!(plain("Besançon"), "Besançon");
    }
}
