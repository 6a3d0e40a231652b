use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// What a key of a node constraint is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    /// A column or morphological feature of [`ud::Token`](crate::ud::Token).
    Token,
    /// An attribute that the [`Graph`](super::Graph) supplies.
    Attribute,
}

/// Every word that rules may use: relation labels, keys and their values, what can be emitted.
///
/// Whatever a rule writes that is not in here is an error when it is loaded, with the nearest
/// known word as a suggestion.
///
/// ```
/// use griot::rule::Vocabulary;
/// let vocabulary = Vocabulary::universal()
///     .with_label("xsubj")
///     .with_attribute("class", ["attack", "support"])
///     .with_emit("agent", 2)
///     .with_option("status", ["Hedged", "Denied"]);
/// assert!(vocabulary.knows_label("nsubj:pass") && vocabulary.knows_label("obl:*"));
/// assert!(!vocabulary.knows_label("nsuj"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    labels: BTreeSet<SmolStr>,
    open_labels: BTreeSet<SmolStr>,
    keys: BTreeMap<SmolStr, (KeyKind, BTreeSet<SmolStr>)>,
    emits: BTreeMap<SmolStr, usize>,
    options: BTreeMap<SmolStr, BTreeSet<SmolStr>>,
}

impl Vocabulary {
    /// The relations, features and values of Universal Dependencies 2, with the subtypes that
    /// French treebanks use, and nothing to emit.
    ///
    /// `obl`, `nmod`, `acl`, `advcl` and `conj` take any subtype, as enhanced dependencies
    /// add the case or conjunction to them.
    #[must_use]
    pub fn universal() -> Self {
        let mut vocabulary = Self::default();
        vocabulary.labels.extend(words(RELATIONS));
        vocabulary.labels.extend(words(SUBTYPES));
        vocabulary
            .open_labels
            .extend(words("acl advcl conj nmod obl"));
        let upos = crate::ud::Upos::ALL.map(|upos| SmolStr::new_static(upos.as_str()));
        for key in ["form", "lemma", "deprel"] {
            vocabulary.add_key(key, KeyKind::Token, BTreeSet::new());
        }
        vocabulary.add_key("upos", KeyKind::Token, upos.into());
        for line in FEATURES.lines() {
            let mut line = words(line);
            if let Some(key) = line.next() {
                vocabulary.add_key(&key, KeyKind::Token, line.collect());
            }
        }
        vocabulary
    }

    /// Adds a relation label, such as `xsubj`.
    #[must_use]
    pub fn with_label(mut self, label: &str) -> Self {
        self.labels.insert(SmolStr::new(label));
        self
    }

    /// Adds a relation label that may carry any subtype, as `obl` in `obl:avec`.
    #[must_use]
    pub fn with_open_label(mut self, label: &str) -> Self {
        self.open_labels.insert(SmolStr::new(label));
        self.with_label(label)
    }

    /// Adds a feature of tokens, such as `NumForm`, with its values; none given means any value.
    /// Called again with the same key, it adds values.
    #[must_use]
    pub fn with_feature<'a>(self, key: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        self.with_key(key, KeyKind::Token, values)
    }

    /// Adds an attribute that the graph supplies, such as `class`, with its values; none given
    /// means any value. Called again with the same key, it adds values.
    #[must_use]
    pub fn with_attribute<'a>(self, key: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        self.with_key(key, KeyKind::Attribute, values)
    }

    /// Adds something that rules may emit, with the number of tokens it is about.
    #[must_use]
    pub fn with_emit(mut self, name: &str, n_args: usize) -> Self {
        self.emits.insert(SmolStr::new(name), n_args);
        self
    }

    /// Adds an option of emissions, such as `status`, with its values; none given means any value.
    #[must_use]
    pub fn with_option<'a>(mut self, key: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        self.options
            .entry(SmolStr::new(key))
            .or_default()
            .extend(values.into_iter().map(SmolStr::new));
        self
    }

    /// Whether rules may use `label`, which may end in `:*`.
    #[must_use]
    pub fn knows_label(&self, label: &str) -> bool {
        let (universal, subtype) = label.split_once(':').unwrap_or((label, "*"));
        self.labels.contains(label)
            || self.open_labels.contains(universal)
            || subtype == "*" && self.labels.contains(universal)
    }

    fn with_key<'a>(
        mut self,
        key: &str,
        kind: KeyKind,
        values: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        self.add_key(key, kind, values.into_iter().map(SmolStr::new).collect());
        self
    }

    fn add_key(&mut self, key: &str, kind: KeyKind, values: BTreeSet<SmolStr>) {
        self.keys
            .entry(SmolStr::new(key))
            .or_insert((kind, BTreeSet::new()))
            .1
            .extend(values);
    }
}

/// What the checker and the compiler ask.
impl Vocabulary {
    pub(super) fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(SmolStr::as_str)
    }

    /// Whether `label` is one that the vocabulary lists itself, not only as a subtype of an open one.
    pub(super) fn lists_label(&self, label: &str) -> bool {
        label.ends_with(":*") || self.labels.contains(label)
    }

    /// Where a key is read from, and its values if they are a closed set, else none.
    pub(super) fn key(&self, key: &str) -> Option<(KeyKind, &BTreeSet<SmolStr>)> {
        self.keys.get(key).map(|(kind, values)| (*kind, values))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.keys().map(SmolStr::as_str)
    }

    pub(super) fn emit_arity(&self, name: &str) -> Option<usize> {
        self.emits.get(name).copied()
    }

    pub(super) fn emits(&self) -> impl Iterator<Item = &str> {
        self.emits.keys().map(SmolStr::as_str)
    }

    pub(super) fn option(&self, key: &str) -> Option<&BTreeSet<SmolStr>> {
        self.options.get(key)
    }

    pub(super) fn options(&self) -> impl Iterator<Item = &str> {
        self.options.keys().map(SmolStr::as_str)
    }
}

fn words(list: &'static str) -> impl Iterator<Item = SmolStr> {
    list.split_whitespace().map(SmolStr::new_static)
}

/// <https://universaldependencies.org/u/dep/>
const RELATIONS: &str = "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det \
    discourse dislocated expl fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis \
    punct ref reparandum root vocative xcomp";

/// Subtypes documented at <https://universaldependencies.org/fr/dep/>, and `nsubj:xsubj` of enhanced graphs.
const SUBTYPES: &str = "acl:relcl advcl:cleft aux:caus aux:pass aux:tense compound:prt csubj:pass dep:comp det:poss \
    expl:comp expl:impers expl:pass expl:poss expl:pv expl:subj flat:foreign flat:name flat:range iobj:agent \
    nmod:poss nsubj:caus nsubj:outer nsubj:pass nsubj:xsubj obj:agent obj:lvc obl:agent obl:arg obl:mod \
    parataxis:insert parataxis:obj parataxis:parenth xcomp:pred";

/// <https://universaldependencies.org/u/feat/>: one feature a line, with its values, none for any.
const FEATURES: &str = "Abbr Yes
Animacy Anim Hum Inan Nhum
Aspect Hab Imp Iter Perf Prog Prosp
Case
Clusivity Ex In
Definite Com Cons Def Ind Spec
Degree Abs Aug Cmp Dim Equ Pos Sup
Evident Fh Nfh
ExtPos ADJ ADP ADV AUX CCONJ DET INTJ NOUN PRON PROPN SCONJ VERB
Foreign Yes
Gender Com Fem Masc Neut
Mood Adm Cnd Des Imp Ind Int Irr Jus Nec Opt Pot Prp Qot Sub
NumForm Combi Digit Roman Word
NumType Card Dist Frac Mult Ord Range Sets
Number Coll Count Dual Grpa Grpl Inv Pauc Plur Ptan Sing Tri
Person 0 1 2 3 4
Polarity Neg Pos
Polite Elev Form Humb Infm
Poss Yes
PronType Art Dem Emp Exc Ind Int Neg Prs Rcp Rel Tot
Reflex Yes
Style Arch Coll Expr Form Rare Slng Vrnc Vulg
Tense Fut Imp Past Pqp Pres
Typo Yes
VerbForm Conv Fin Gdv Ger Inf Part Sup Vnoun
Voice Act Antip Bfoc Cau Dir Inv Lfoc Mid Pass Rcp";
