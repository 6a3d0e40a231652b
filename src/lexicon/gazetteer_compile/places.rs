//! Reads the places and their names from the tables, and drops the names that no newspaper prints.

use super::GazetteerSources;
use crate::lexicon::gazetteer::FEATURES;
use crate::lexicon::normalize::{exact_key, loose_key};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// A place on its way into the file.
pub(super) struct Place<'a> {
    pub(super) label: String,
    pub(super) other: String,
    pub(super) names: Vec<&'a str>,
    pub(super) alternates: Vec<&'a str>,
    pub(super) feature: &'static str,
    pub(super) country: &'a str,
    /// Lies in a country of the table of smaller towns.
    pub(super) near: bool,
    pub(super) point: Option<(f64, f64)>,
    pub(super) population: u32,
    pub(super) geonames: u32,
    pub(super) wikidata: u32,
}

/// Inhabitants from which a place keeps all its alternate names.
const NOTABLE: u32 = 50_000;
/// Inhabitants that a town needs far from any conflict, unless a region is governed from it.
const DISTANT: u32 = 25_000;

/// The towns of both tables, each once.
pub(super) fn read_cities<'a>(sources: &GazetteerSources<'a>) -> Vec<Place<'a>> {
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
pub(super) fn read_divisions<'a>(
    names: &'a str,
    is_division: &dyn Fn(&str) -> bool,
) -> Vec<Place<'a>> {
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

pub(super) fn read_airfields(table: &str) -> Vec<Place<'_>> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
