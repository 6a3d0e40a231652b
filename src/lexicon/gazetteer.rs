//! The compiled gazetteer: towns, provinces and airfields of the world in one binary file.
//!
//! Layout of `lexicon/gazetteer.bin`, integers little-endian: the eight bytes of [`MAGIC`]; five
//! section lengths (`u32`); then the sections: automaton of exact keys, automaton of loose keys,
//! posting lists, records of [`RECORD`] bytes, strings. `gazetteer_compile` writes it.

use super::EntityClass;
use super::entity::{Candidate, Source};
use super::index::{Index, Posting};
use super::keys::{Value, Walk};
use super::normalize::exact_key;
use super::table::NamesError;
use crate::data::Data;
use smol_str::{SmolStr, format_smolstr};

/// First bytes of the file; the digit is the version of the layout.
pub(super) const MAGIC: &[u8; 8] = b"griotgz1";
/// Name of the file in the data folder.
pub(super) const FILE: &str = "lexicon/gazetteer.bin";
/// Bytes of one record.
pub(super) const RECORD: usize = 22;
/// The feature codes that a record stores by number; the first stands for any other.
pub(super) const FEATURES: [&str; 12] = [
    "PPL", "PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLG", "PPLX", "ADM1", "airfield",
    "airport",
];

/// The gazetteer, read in place.
pub(super) struct Gazetteer {
    index: Index,
    records: Vec<u8>,
    strings: String,
}

/// One place, as stored.
pub(super) struct Record<'a> {
    /// Label, the other name or code, the Wikidata item; parted by `|`.
    pub(super) text: &'a str,
    pub(super) feature: &'static str,
    pub(super) country: [u8; 2],
    pub(super) point: Option<(f64, f64)>,
    pub(super) population: u32,
    pub(super) geonames: u32,
}

impl Gazetteer {
    /// The gazetteer of `data`, or `None` where it has none.
    pub(super) fn open(data: &Data) -> Result<Option<Self>, NamesError> {
        data.file(FILE).map(Self::read).transpose()
    }

    /// The gazetteer in `bytes`.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, NamesError> {
        let error = |what: &str| NamesError::Binary {
            file: FILE.to_owned(),
            what: what.to_owned(),
        };
        let mut rest = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| error("it does not start as a gazetteer of this version"))?;
        let mut lengths = [0; 5];
        for length in &mut lengths {
            let (word, tail) = rest
                .split_first_chunk::<4>()
                .ok_or_else(|| error("it ends too early"))?;
            *length = u32::from_le_bytes(*word) as usize;
            rest = tail;
        }
        let mut sections = lengths.iter().map(|&n| {
            let (section, tail) = rest.split_at_checked(n)?;
            rest = tail;
            Some(section.to_vec())
        });
        let mut next = || {
            sections
                .next()
                .flatten()
                .ok_or_else(|| error("it ends too early"))
        };
        let automata = [next()?, next()?, next()?];
        let records = next()?;
        let strings = String::from_utf8(next()?).map_err(|_| error("its strings are not UTF-8"))?;
        let index = Index::read(automata).map_err(|e| error(&e.to_string()))?;
        Ok(Self {
            index,
            records,
            strings,
        })
    }

    pub(super) fn exact(&self, key: &str, found: &mut Vec<Candidate>) {
        self.index
            .exact()
            .get(key, |p| found.extend(self.candidate(p, true)));
    }

    pub(super) fn loose(&self, key: &str, found: &mut Vec<Candidate>) {
        self.index
            .loose()
            .get(key, |p| found.extend(self.candidate(p, false)));
    }

    pub(super) fn walk(&self) -> Walk<'_> {
        self.index.exact().walk()
    }

    pub(super) fn each(&self, value: Value, exact: bool, found: &mut Vec<Candidate>) {
        self.index
            .exact()
            .each(value, |p| found.extend(self.candidate(p, exact)));
    }

    /// The label and the other name.
    pub(super) fn aliases(&self, record: u32) -> Vec<SmolStr> {
        let text = self.record(record).map(|r| r.text).unwrap_or_default();
        text.split('|')
            .take(2)
            .filter(|name| !name.is_empty() && !name.contains('.'))
            .map(SmolStr::from)
            .collect()
    }

    fn record(&self, number: u32) -> Option<Record<'_>> {
        let start = (number as usize).checked_mul(RECORD)?;
        let bytes = self.records.get(start..start.checked_add(RECORD)?)?;
        let word = |i: usize| {
            let word = bytes.get(i..i + 4).and_then(|w| w.try_into().ok());
            word.map_or(0, u32::from_le_bytes)
        };
        let degrees = |i: usize| {
            let shifted = bytes
                .get(i..i + 3)
                .map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], 0]));
            (shifted != 0).then(|| (f64::from(shifted) - 2e6) / 1e4)
        };
        let text = word(0) as usize;
        let length = usize::from(bytes[4]);
        Some(Record {
            text: self.strings.get(text..text + length)?,
            feature: FEATURES
                .get(usize::from(bytes[5]))
                .copied()
                .unwrap_or("PPL"),
            country: [bytes[6], bytes[7]],
            point: degrees(8).zip(degrees(11)),
            population: word(14),
            geonames: word(18),
        })
    }

    fn candidate(&self, posting: Posting, exact: bool) -> Option<Candidate> {
        let record = self.record(posting.record)?;
        let mut parts = record.text.split('|');
        let label = parts.next().unwrap_or_default();
        let other = parts.next().unwrap_or_default();
        let slug = exact_key(label).replace(' ', "-");
        let id = match record.geonames {
            0 => format_smolstr!("{slug}-{}", other.to_lowercase().replace('.', "-")),
            geonames => format_smolstr!("{slug}-{geonames}"),
        };
        let mut rank = rank(record.feature, record.population);
        if posting.ambiguous {
            rank /= 4;
        }
        Some(Candidate {
            id,
            label: label.into(),
            class: class(record.feature),
            country: std::str::from_utf8(&record.country).ok().map(SmolStr::from),
            kind: record.feature.into(),
            population: record.population,
            point: record.point,
            geonames: (record.geonames != 0).then_some(record.geonames),
            wikidata: parts.next().map(SmolStr::from),
            capital_of: None,
            rank,
            ambiguous: posting.ambiguous,
            exact,
            given: false,
            source: Source::Gazetteer,
            record: posting.record,
        })
    }
}

fn class(feature: &str) -> EntityClass {
    match feature {
        "ADM1" => EntityClass::Region,
        "airfield" | "airport" => EntityClass::Facility,
        _ => EntityClass::City,
    }
}

/// Prior rank: capitals, seats of provinces, then by inhabitants.
pub(super) fn rank(feature: &str, population: u32) -> u32 {
    let people = (population / 10).min(2_000_000);
    match feature {
        "PPLC" => 3_000_000 + people,
        "PPLA" => 100_000 + people,
        "ADM1" => 95_000,
        "PPLA2" => 30_000 + people,
        "airfield" => 10_000,
        "airport" => 5_000,
        "PPLX" => people / 4,
        _ => people,
    }
}
