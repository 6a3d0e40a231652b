use crate::lexicon::{ReadForms, Readings};
use fst::{Map, Streamer};
use smol_str::{SmolStr, SmolStrBuilder};
use std::borrow::Cow;
use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// First bytes of a compiled lexicon; the digit is the version of its layout.
pub(super) const MAGIC: &[u8; 8] = b"griotfl1";

/// Labels of the forms of verbs.
const VERBAL: &str = "infi|ppas|ppre|ipre|iimp|ipsi|ifut|cond|spre|simp|impe";

/// Why a compiled lexicon cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The file does not start as a lexicon of this version does, or ends too early.
    #[error("not a compiled form lexicon: {0}; rebuild it from its table of forms")]
    Layout(&'static str),
    /// The automaton inside is damaged.
    #[error("the form lexicon is damaged; rebuild it from its table of forms")]
    Automaton(#[from] fst::Error),
}

/// A full-form lexicon: every analysis of about half a million forms, in under 3 MB.
///
/// The file holds three parts, all read in place: the distinct pairs of part of speech and features,
/// the distinct sets of analyses (each analysis a pair and a rule that turns the form into the lemma),
/// and an automaton from forms to sets. Labels are those of the source, described in `SOURCES.md`.
pub struct FormLexicon {
    forms: Map<Vec<u8>>,
    labels: Vec<Label>,
    sets: Vec<Vec<Entry>>,
    set_readings: Vec<Readings>,
    speech_verbs: BTreeSet<SmolStr>,
    verbal: Readings,
}

struct Label {
    pos: SmolStr,
    feats: SmolStr,
}

/// One analysis as stored: cut `strip` bytes off the form, append `append`.
struct Entry {
    label: usize,
    strip: usize,
    append: SmolStr,
}

/// One analysis of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis<'a> {
    /// Dictionary form.
    pub lemma: SmolStr,
    /// Part of speech, labels of the source separated by `|`: `nom|adj`, `ipre|3sg`.
    pub pos: &'a str,
    /// Features, labels of the source separated by `|`: `mas|sg`.
    pub feats: &'a str,
}

/// The analyses of one form, in the order of their labels.
pub struct Analyses<'a> {
    lexicon: &'a FormLexicon,
    form: SmolStr,
    entries: std::slice::Iter<'a, Entry>,
}

impl<'a> Iterator for Analyses<'a> {
    type Item = Analysis<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        let label = &self.lexicon.labels[entry.label];
        let stem = self.form.len().checked_sub(entry.strip)?;
        let mut lemma = SmolStrBuilder::new();
        lemma.push_str(self.form.get(..stem)?);
        lemma.push_str(&entry.append);
        Some(Analysis {
            lemma: lemma.finish(),
            pos: &label.pos,
            feats: &label.feats,
        })
    }
}

impl FormLexicon {
    /// Reads a lexicon written by [`compile`](super::compile). Copies `bytes` and checks their sum: a few milliseconds.
    ///
    /// # Errors
    /// When `bytes` is no such file or is damaged.
    pub fn load(bytes: &[u8]) -> Result<Self, LexiconError> {
        let mut reader = Reader { bytes };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(LexiconError::Layout("unknown first bytes"));
        }
        let labels: Vec<Label> = (0..reader.number()?)
            .map(|_| {
                Ok(Label {
                    pos: reader.string()?,
                    feats: reader.string()?,
                })
            })
            .collect::<Result<_, LexiconError>>()?;
        let sets = (0..reader.number()?)
            .map(|_| reader.set(labels.len()))
            .collect::<Result<Vec<_>, LexiconError>>()?;
        let forms = Map::new(reader.bytes.to_vec())?;
        forms.as_fst().verify()?;
        let label_readings: Vec<Readings> = labels
            .iter()
            .map(|l| Readings::of_labels(&l.pos, &l.feats))
            .collect();
        let set_readings = sets
            .iter()
            .map(|set| {
                set.iter().fold(Readings::default(), |all, entry| {
                    all | label_readings[entry.label]
                })
            })
            .collect();
        Ok(Self {
            forms,
            labels,
            sets,
            set_readings,
            speech_verbs: BTreeSet::new(),
            verbal: Readings::of_labels(VERBAL, ""),
        })
    }

    /// Adds [`Readings::SPEECH`] to the readings of the forms of these verbs (lemmas).
    #[must_use]
    pub fn with_speech_verbs<'v>(mut self, verbs: impl IntoIterator<Item = &'v str>) -> Self {
        self.speech_verbs
            .extend(verbs.into_iter().map(SmolStr::new));
        self
    }

    /// Whether `lemma` is a verb of the list given to [`with_speech_verbs`](Self::with_speech_verbs).
    #[must_use]
    pub fn is_speech_verb(&self, lemma: &str) -> bool {
        self.speech_verbs.contains(lemma)
    }

    /// Number of distinct forms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether the lexicon holds no form.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The analyses of `form` exactly as written, in NFC with ASCII apostrophes.
    #[must_use]
    pub fn analyses(&self, form: &str) -> Analyses<'_> {
        let entries: &[Entry] = self.set(form).map_or(&[], |set| &self.sets[set]);
        self.analyses_in(form, entries)
    }

    fn analyses_in<'a>(&'a self, form: &str, entries: &'a [Entry]) -> Analyses<'a> {
        Analyses {
            lexicon: self,
            form: form.into(),
            entries: entries.iter(),
        }
    }

    /// Calls `visit` with every form and its analyses, in the order of their bytes. A pass over half a million forms.
    pub fn for_each(&self, mut visit: impl FnMut(&str, Analyses<'_>)) {
        let mut stream = self.forms.stream();
        while let Some((form, _)) = stream.next() {
            if let Ok(form) = std::str::from_utf8(form) {
                visit(form, self.analyses(form));
            }
        }
    }

    /// The readings of `form` exactly as written, in NFC with ASCII apostrophes; empty for an unknown form.
    #[must_use]
    pub fn exact_readings(&self, form: &str) -> Readings {
        let Some(set) = self.set(form) else {
            return Readings::default();
        };
        let mut readings = self.set_readings[set];
        if self.is_speech_form(form, set) {
            readings |= Readings::SPEECH;
        }
        readings
    }

    fn is_speech_form(&self, form: &str, set: usize) -> bool {
        !self.speech_verbs.is_empty()
            && self.set_readings[set].bits() & self.verbal.bits() != 0
            && self
                .analyses_in(form, &self.sets[set])
                .any(|a| self.speech_verbs.contains(&a.lemma))
    }

    fn set(&self, form: &str) -> Option<usize> {
        let set = usize::try_from(self.forms.get(form)?).ok()?;
        (set < self.sets.len()).then_some(set)
    }
}

impl ReadForms for FormLexicon {
    fn readings(&self, form: &str) -> Readings {
        let form = lookup_form(form);
        let exact = self.exact_readings(&form);
        if !form.chars().any(char::is_uppercase) {
            return exact;
        }
        let lowered = self.exact_readings(&form.to_lowercase());
        if lowered.is_empty() {
            exact
        } else {
            exact | lowered | Readings::LOWERED
        }
    }
}

/// `form` as lexicons spell it: in NFC, with ASCII apostrophes and without soft hyphens.
///
/// Borrows when there is nothing to change.
#[must_use]
pub fn lookup_form(form: &str) -> Cow<'_, str> {
    if form.is_ascii() {
        return Cow::Borrowed(form);
    }
    let is_odd = |c| matches!(c, '\u{2019}' | '\u{2bc}' | '\u{ad}');
    if !form.contains(is_odd) && is_nfc(form) {
        return Cow::Borrowed(form);
    }
    let ascii = form
        .nfc()
        .filter(|&c| c != '\u{ad}')
        .map(|c| if is_odd(c) { '\'' } else { c });
    Cow::Owned(ascii.collect())
}

/// The part of the file not yet read.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], LexiconError> {
        let (head, tail) = self
            .bytes
            .split_at_checked(n)
            .ok_or(LexiconError::Layout("it ends too early"))?;
        self.bytes = tail;
        Ok(head)
    }

    fn number(&mut self) -> Result<usize, LexiconError> {
        let bytes = self.take(2)?;
        Ok(usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    }

    fn byte(&mut self) -> Result<usize, LexiconError> {
        Ok(usize::from(self.take(1)?[0]))
    }

    fn string(&mut self) -> Result<SmolStr, LexiconError> {
        let n = self.byte()?;
        std::str::from_utf8(self.take(n)?)
            .map(SmolStr::new)
            .map_err(|_| LexiconError::Layout("a string is not UTF-8"))
    }

    fn set(&mut self, labels: usize) -> Result<Vec<Entry>, LexiconError> {
        (0..self.byte()?)
            .map(|_| {
                let label = self.number()?;
                if label >= labels {
                    return Err(LexiconError::Layout("a label is out of range"));
                }
                Ok(Entry {
                    label,
                    strip: self.byte()?,
                    append: self.string()?,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::forms::compile;

    fn lexicon() -> FormLexicon {
        let table = "form\tlemma\tpos\tfeats\n\
            a\tavoir\tipre|3sg\t\nl'\tl'\tmg|det\tepi|sg\nles\tles\tmg|det\tepi|pl\n\
            affirme\taffirmer\tipre|spre|1sg|3sg\t\nÉtats-Unis\tÉtats-Unis\tnom\tmas|pl\n\
            mort\tmort\tnom\tsg\nmort\tmourir\tppas|adj\tmas|sg\n";
        FormLexicon::load(&compile("t.tsv", table).unwrap())
            .unwrap()
            .with_speech_verbs(["affirmer"])
    }

    #[test]
    fn analyses_come_back_with_their_lemmas() {
        let lexicon = lexicon();
        let lemmas: Vec<_> = lexicon.analyses("mort").map(|a| a.lemma).collect();
        assert_eq!(lemmas, ["mort", "mourir"]);
        assert_eq!(lexicon.analyses("a").next().unwrap().lemma, "avoir");
        assert_eq!(lexicon.analyses("zut").count(), 0);
    }

    #[test]
    fn readings_see_through_case_apostrophes_and_decomposition() {
        let lexicon = lexicon();
        assert!(!lexicon.readings("l\u{2019}").is_empty());
        assert!(lexicon.readings("Les").contains(Readings::LOWERED));
        assert!(!lexicon.readings("E\u{301}tats-Unis").is_empty());
        assert!(lexicon.readings("affirme").contains(Readings::SPEECH));
        assert!(!lexicon.readings("mort").contains(Readings::SPEECH));
    }

    #[test]
    fn a_damaged_file_is_an_error() {
        let bytes = compile("t.tsv", "form\tlemma\tpos\tfeats\na\tavoir\tipre|3sg\t\n").unwrap();
        for n in 0..bytes.len() {
            assert!(FormLexicon::load(&bytes[..n]).is_err(), "cut at {n}");
            let mut other = bytes.clone();
            other[n] ^= 0x5a;
            let _ = FormLexicon::load(&other);
        }
    }
}
