use std::ops::{BitOr, BitOrAssign};

/// What a full-form lexicon says a form can be, as a set of bits: the union over its entries.
///
/// The network reads it as a feature: an unseen word with a single reading is hardly ambiguous.
/// The meaning of a bit is its place in [`Readings::NAMES`]; trained models depend on the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Readings(u64);

/// A lexicon that knows the readings of forms.
pub trait ReadForms: Sync {
    /// The readings of `form` as it stands in a sentence; empty for an unknown form.
    ///
    /// Implementations look up the form itself with U+2019 read as an ASCII apostrophe or the other
    /// way round, as the lexicon has it. When the form holds an uppercase letter they add the readings
    /// of its lowercase, and set [`Readings::LOWERED`] if those were not empty: *Les* opens a sentence.
    fn readings(&self, form: &str) -> Readings;
}

impl Readings {
    /// Labels of the lexicon's rows, in bit order. A label such as `epi` that stands for
    /// several bits, and abbreviations of verb endings, are resolved by [`Readings::of_labels`].
    pub const NAMES: [&'static str; 44] = [
        "adj",
        "adv",
        "nom",
        "npr",
        "patr",
        "prn",
        "titr",
        "nb",
        "interj",
        "prep",
        "cjco",
        "cjsub",
        "det",
        "detdem",
        "detpos",
        "prodem",
        "proind",
        "propersuj",
        "properobj",
        "prorel",
        "proint",
        "negadv",
        "proneg",
        "preverb",
        "infi",
        "ppas",
        "ppre",
        "ipre",
        "iimp",
        "ipsi",
        "ifut",
        "cond",
        "spre",
        "simp",
        "impe",
        "mas",
        "fem",
        "sg",
        "pl",
        "1",
        "2",
        "3",
        "loc",
        "speech",
    ];

    /// Set when the readings are, or include, those of the form in lowercase.
    pub const LOWERED: Self = Self(1 << 44);

    /// Set by the lexicon for forms of a verb of its list of speech verbs (*déclarer*, *affirmer*),
    /// whose subject often follows: *a déclaré le ministre*.
    pub const SPEECH: Self = Self(1 << 43);

    /// Number of bits in use; all lie under it.
    pub const BITS: usize = 45;

    /// The readings of one lexicon row from its part of speech and feature columns, labels
    /// separated by `|`: `nom|adj` and `mas|sg`. Unknown labels are passed over.
    #[must_use]
    pub fn of_labels(pos: &str, feats: &str) -> Self {
        pos.split('|')
            .chain(feats.split('|'))
            .map(Self::of_label)
            .fold(Self::default(), BitOr::bitor)
    }

    /// The set of these [`NAMES`](Self::NAMES), for constants: an unknown name does not compile.
    #[must_use]
    pub const fn named(names: &[&str]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < names.len() {
            let mut bit = 0;
            while !same(names[i].as_bytes(), Self::NAMES[bit].as_bytes()) {
                bit += 1;
                assert!(bit < Self::NAMES.len(), "no reading has this name");
            }
            bits |= 1 << bit;
            i += 1;
        }
        Self(bits)
    }

    fn of_label(label: &str) -> Self {
        let set = |names: &[&str]| {
            Self::NAMES
                .iter()
                .enumerate()
                .filter(|(_, name)| names.contains(name))
                .fold(Self::default(), |all, (bit, _)| all | Self(1 << bit))
        };
        if let Some(person) = label.get(..1).filter(|p| matches!(*p, "1" | "2" | "3")) {
            let number = if label.contains("sg") {
                "sg"
            } else if label.contains("pl") {
                "pl"
            } else {
                ""
            };
            return set(&[person, number]);
        }
        match label {
            "epi" => set(&["mas", "fem"]),
            "inv" => set(&["sg", "pl"]),
            "detind" | "detneg" | "detex" => set(&["det"]),
            "detdem" => set(&["det", "detdem"]),
            "detpos" => set(&["det", "detpos"]),
            "prepv" | "loc.prep" | "loc.prepv" => set(&["prep"]),
            "cj" | "loc.cj" => set(&["cjco", "cjsub"]),
            "loc.cjsub" => set(&["cjsub"]),
            "advint" => set(&["adv"]),
            "nbro" => set(&["nb", "npr"]),
            "loc.adv" => set(&["loc", "adv"]),
            "loc.adj" => set(&["loc", "adj"]),
            "loc.nom" => set(&["loc", "nom"]),
            name => set(&[name]),
        }
    }

    /// Whether some reading is in both sets.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The set as a number, bit 0 first.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// The set with the bits of `bits` under [`Readings::BITS`]; the inverse of [`Readings::bits`].
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & ((1 << Self::BITS) - 1))
    }

    /// Whether no reading is known.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every reading of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

impl BitOr for Readings {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Readings {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_a_row_become_bits() {
        let names = |r: Readings| {
            let on = |bit: &usize| r.bits() >> bit & 1 == 1;
            (0..44)
                .filter(on)
                .map(|bit| Readings::NAMES[bit])
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            names(Readings::of_labels("nom|adj", "epi|sg")),
            "adj nom mas fem sg"
        );
        assert_eq!(names(Readings::of_labels("ifut|3pl!", "")), "ifut pl 3");
        assert_eq!(
            names(Readings::of_labels("mg|detdem", "mas|sg")),
            "det detdem mas sg"
        );
        assert_eq!(
            names(Readings::of_labels("ppas|1jsg", "fem|inv")),
            "ppas fem sg pl 1"
        );
        assert!(Readings::of_labels("mg|err", "").is_empty());
        assert_eq!(
            Readings::from_bits(Readings::SPEECH.bits()),
            Readings::SPEECH
        );
    }
}
