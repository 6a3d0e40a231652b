//! The words that the entity stage itself knows: heads of described entities, and closed classes.

use crate::data::Data;
use crate::lexicon::NounKind;
use crate::text::{Diagnostic, Span, WordMap};
use smol_str::SmolStr;

const SORTS: &str = "lexicon/entity_sorts.tsv";
const WORDS: &str = "lexicon/entity_words.tsv";

macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            fn named(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// How a described entity is resolved, by the noun that heads it.
    Sort {
        /// The armed forces of a state or people: *l'armée américaine*, *troupes kurdes*.
        Force = "force",
        /// One branch of them: *l'aviation syrienne*.
        Branch = "branch",
        /// An armed group: *des milices pro-iraniennes*.
        Group = "group",
        /// Members of armed groups: *rebelles*, *djihadistes*.
        Fighters = "fighters",
        /// Those who fight for another: *les mandataires de l'Iran*.
        Proxy = "proxy",
        /// Allies: *ses alliés*.
        Ally = "ally",
        /// A coalition.
        Coalition = "coalition",
        /// A government: *le régime syrien*, *les autorités irakiennes*.
        Government = "government",
        /// One body of a government: *le ministère irakien de la Défense*.
        Ministry = "ministry",
        /// Persons by number or kind: *deux civils*.
        People = "people",
        /// A built place: *une base aérienne*.
        Facility = "facility",
        /// A town: *la ville de Jarablus*.
        Town = "town",
        /// A region or other area: *la province de Deir ez-Zor*, *la mer Noire*.
        Area = "area",
        /// A side of a country or town: *l'est de la Syrie*.
        Direction = "direction",
        /// Vehicles and weapons that act for their owner: *des avions russes*.
        Vehicle = "vehicle",
        /// A numbered or named unit: *la brigade 137*.
        Unit = "unit",
        /// Another organization: *l'agence Mehr*.
        Org = "org",
        /// Soldiers of a mission: *trois Casques bleus*.
        Peacekeepers = "peacekeepers",
        /// A town or base that somebody holds: *dernier bastion de Daech*.
        Stronghold = "stronghold",
        /// Persons by office: *des responsables américains*.
        Person = "person",
        /// Nothing: the noun heads too many other things.
        None = "none",
        /// *le pays*: stands for a country named before.
        Land = "land",
    }
}

named! {
    /// A closed class of words.
    WordClass {
        /// Templates of labels, by name.
        Template = "template",
        /// *de le*: *du*.
        Contraction = "contraction",
        /// *une dizaine de*, *la plupart de*: what precedes the noun that is meant.
        Quantity = "quantity",
        /// *soutenu* par.
        Backed = "backed",
        /// *lié* à.
        Aligned = "aligned",
        /// The prepositions after [`WordClass::Aligned`].
        AlignedPrep = "alignedPrep",
        /// *soutenir* in « les rebelles qu'elle soutient ».
        Support = "support",
        /// *utilisé* par.
        Used = "used",
        /// Lowercase parts of names: *al*, *ben*.
        Particle = "particle",
        /// *de* in « Charles de Gaulle ».
        Nobiliary = "nobiliary",
        /// Prepositions before a place.
        Locative = "locative",
        /// *à*: place or addressee.
        Toward = "toward",
        /// Verbs whose object is a place, whatever its name looks like: *bombarder*, *assiéger*.
        TakesTown = "takesTown",
        /// Verbs whose object may be a place: *frapper*, *attaquer*.
        HitsTown = "hitsTown",
        /// *contre*: what stands before it is the act of whoever « de » names: *les attaques de Kiev contre des raffineries*.
        Against = "against",
        /// Nouns after which « de » and a capital mean the state: *le retrait de Washington*.
        Political = "political",
        /// Verbs whose object is a state rather than a town.
        StateVerb = "stateVerb",
        /// Verbs with an addressee after *à*.
        AddressVerb = "addressVerb",
        /// Nouns of what falls on a town rather than on a state: *des frappes contre* a capital.
        Strike = "strike",
        /// Nouns of acts of violence, whose adjective may name the group that acts: *une embuscade djihadiste*.
        Act = "act",
        /// *présumé*: says nothing of whose they are.
        Doubtful = "doubtful",
        /// Verbs of speech.
        SpeechVerb = "speechVerb",
        /// *combattants* de: members of what follows.
        MemberNoun = "memberNoun",
        /// Personal pronouns of the third person that are subjects.
        Pronoun = "pronoun3",
        /// Personal pronouns of the third person after prepositions: *contre eux*.
        Stressed = "stressed3",
        /// *le*, *la*, *les* before a verb.
        Clitic = "clitic3",
        /// *celui-ci* and its like: the last one spoken of.
        Nearby = "nearby",
        /// *armées*, *spéciales*: says nothing of whose forces they are.
        ArmyAdjective = "armyAdjective",
        /// *présumés* before a noun.
        Presumed = "presumed",
        /// *ce dernier*.
        Latter = "latter",
        /// *ce*, *cette*, *ces*.
        Demonstrative = "demonstrative",
        /// *que* as object of a relative clause.
        RelativeObject = "relativeObject",
        /// *nord*, *sud-est*.
        Compass = "compass",
        /// *dans*.
        Within = "within",
        /// *envoyer*, *perdre*: verbs whose soldiers are the subject's own.
        Sends = "sends",
        /// *unités*: as much of machines as of soldiers.
        Unit = "unit",
        /// *bombarder*, *viser*: verbs of which nobody is subject and object.
        Hit = "hit",
        /// *diriger*, *mener*.
        Lead = "lead",
        /// *établissement*: any facility spoken of.
        AnyFacility = "anyFacility",
        /// *assaillants*: somebody, even where the text names nobody.
        Attackers = "attackers",
        /// *autodéfense*.
        SelfDefence = "selfDefence",
        /// *frère*.
        Kin = "kin",
        /// *dont*.
        RelativeOwner = "relativeOwner",
        /// *oriental*, with its direction.
        SideAdjective = "sideAdjective",
        /// *gouvernemental*: the forces of the government of the country in question.
        Loyal = "loyal",
        /// *rebelle*.
        RebelAdjective = "rebelAdjective",
        /// *local*, *étranger*: says that forces are not those spoken of before.
        Generic = "generic",
        /// Adjectives that make a kind of armed group: *chiite*, *islamiste*.
        Qualifier = "qualifier",
        /// Adjectives that make a kind of facility: *militaire*.
        FacilityAdjective = "facilityAdjective",
        /// Capitalized nouns that open names of organizations: *Front*.
        OrgHead = "orgHead",
        /// Those of them that open names of armed groups.
        ArmedHead = "armedHead",
        /// *USS*.
        ShipHead = "shipHead",
        /// *de* inside a name of an organization.
        Link = "link",
        /// *par*.
        By = "by",
        /// *entre*, *avec* after *frontière*.
        Between = "between",
        /// *ancien* before a title.
        Former = "former",
        /// *organisation*, that may be an armed group.
        GroupNoun = "groupNoun",
        /// Stems that any armed group may be called by.
        AnyGroup = "anyGroup",
        /// The kinds of named groups that a stem may mean, parted by |.
        StemKind = "stemKind",
        /// *région*: means what was just named.
        VagueArea = "vagueArea",
        /// *leur*: several owners.
        TheirPlural = "theirPlural",
        /// Kinds of actors that are peace missions.
        MissionKind = "missionKind",
        /// The kind of actor that a stem of a branch is.
        BranchKind = "branchKind",
        /// Templates filled with a masculine adjective.
        Masculine = "masculine",
        /// *siège*, *position*: built places only where somebody owns them.
        OwnedPlace = "ownedPlace",
        /// *son*, *leurs*.
        Theirs = "theirs",
        /// Prepositions of a place that is part of a description.
        Site = "site",
        /// *armé*.
        Armed = "armed",
        /// Kinds of peoples whose members are a population.
        PeopleKind = "peopleKind",
        /// Identifiers of peacekeepers of any mission.
        AnyMission = "anyMission",
        /// What a distance is told in: *à une trentaine de kilomètres de la ville*.
        Distance = "distance",
        /// Never an entity, however written.
        Never = "never",
        /// Titles written before names.
        Title = "title",
        /// *capitale*.
        CapitalNoun = "capitalNoun",
        /// Nouns after which « de » and a capital mean the town: *l'aéroport de Téhéran*.
        PlaceNoun = "placeNoun",
        /// *lui*, *elle* after a preposition.
        Strong = "gender",
    }
}

/// How nouns of one kind, or one noun, are resolved.
#[derive(Clone, Debug)]
pub(super) struct Sorted {
    /// How.
    pub(super) sort: Sort,
    /// What the identifier of a described entity starts with; empty for the noun itself.
    pub(super) stem: SmolStr,
}

/// What the files of this stage say.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    /// By lemma.
    sorts: WordMap<SmolStr, Sorted>,
    /// By kind of noun.
    kinds: WordMap<SmolStr, Sorted>,
    words: WordMap<SmolStr, Vec<(WordClass, SmolStr)>>,
}

impl Lexicon {
    /// Reads `lexicon/entity_sorts.tsv` and `lexicon/entity_words.tsv`.
    pub(super) fn load(data: &Data) -> Result<Self, Vec<Diagnostic>> {
        let mut lexicon = Self::default();
        let mut errors = Vec::new();
        each_row(data, SORTS, &mut errors, |row| lexicon.add_sort(row));
        each_row(data, WORDS, &mut errors, |row| lexicon.add_word(row));
        if errors.is_empty() {
            Ok(lexicon)
        } else {
            Err(errors)
        }
    }

    fn add_sort(&mut self, row: &[&str]) -> Result<(), String> {
        let &[what, sort, stem] = row else {
            return Err("expected three columns: what, sort, stem".to_owned());
        };
        let sort = Sort::named(sort).ok_or_else(|| format!("unknown sort `{sort}`"))?;
        let stem = stem.into();
        match what.strip_prefix('@') {
            Some(kind) => self.kinds.insert(kind.into(), Sorted { sort, stem }),
            None => self.sorts.insert(what.into(), Sorted { sort, stem }),
        };
        Ok(())
    }

    fn add_word(&mut self, row: &[&str]) -> Result<(), String> {
        let (class, form, value) = match *row {
            [class, form] => (class, form, ""),
            [class, form, value] => (class, form, value),
            _ => return Err("expected three columns: class, form, value".to_owned()),
        };
        let class =
            WordClass::named(class).ok_or_else(|| format!("unknown word class `{class}`"))?;
        self.words
            .entry(form.into())
            .or_default()
            .push((class, value.into()));
        Ok(())
    }

    /// How `noun` is resolved: as its own row says, or that of its kind.
    pub(super) fn sort(&self, noun: &NounKind) -> Option<&Sorted> {
        let own = self.sorts.get(&noun.lemma);
        let found = own.or_else(|| self.kinds.get(&noun.kind))?;
        (found.sort != Sort::None).then_some(found)
    }

    /// The value of `word` in `class`, if it is in it.
    pub(super) fn value(&self, word: &str, class: WordClass) -> Option<&str> {
        self.classes(word)
            .iter()
            .find(|(c, _)| *c == class)
            .map(|(_, v)| v.as_str())
    }

    /// Whether `word` may mean a group of `kind` (*rebelles*: a `separatist` one, say).
    pub(super) fn may_mean(&self, word: &str, kind: &str) -> bool {
        self.value(word, WordClass::StemKind)
            .is_some_and(|kinds| kinds.split('|').any(|k| k == kind))
    }

    /// Whether a noun of these kinds is a side of something: *nord*, *centre*.
    pub(super) fn is_side(&self, kinds: &[NounKind]) -> bool {
        let sort = |k| self.sort(k).map(|sorted| sorted.sort);
        kinds.iter().any(|k| sort(k) == Some(Sort::Direction))
    }

    /// The classes that `word` is in, with its values.
    pub(super) fn classes(&self, word: &str) -> &[(WordClass, SmolStr)] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether `word` is in `class`.
    pub(super) fn has(&self, word: &str, class: WordClass) -> bool {
        self.value(word, class).is_some()
    }

    /// The adjective that makes a kind of group, in the masculine singular, of a word by its lemma or form.
    pub(super) fn qualifier<'a>(&self, lemma: &'a str, low: &'a str) -> Option<&'a str> {
        let bare = low.strip_suffix('s').unwrap_or(low);
        let masculine = bare.strip_suffix('e').unwrap_or(bare);
        [lemma, low, bare, masculine]
            .into_iter()
            .find(|w| self.has(w, WordClass::Qualifier))
    }

    /// A template of a label, its `{}` filled in.
    pub(super) fn label(&self, template: &str, with: &str) -> String {
        self.value(template, WordClass::Template)
            .unwrap_or("{}")
            .replace("{}", with)
    }

    /// `preposition` and the article and name of a country: *à* + *l'* + *Iran*.
    pub(super) fn contract(&self, preposition: &str, article: &str, name: &str) -> String {
        let pair = format!("{preposition} {article}");
        if let Some(one) = self.value(&pair, WordClass::Contraction) {
            format!("{one} {name}")
        } else if article.is_empty() {
            format!("{preposition} {name}")
        } else if article.ends_with('\'') {
            format!("{pair}{name}")
        } else {
            format!("{pair} {name}")
        }
    }
}

/// Calls `add` with the columns of each line of a file that is neither comment nor header.
fn each_row(
    data: &Data,
    path: &str,
    errors: &mut Vec<Diagnostic>,
    mut add: impl FnMut(&[&str]) -> Result<(), String>,
) {
    let Some(text) = data
        .file(path)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
    else {
        errors.push(Diagnostic::error(
            path,
            "",
            Span::default(),
            "missing, or not UTF-8",
        ));
        return;
    };
    let mut start = 0;
    let mut header = true;
    for line in text.split_inclusive('\n') {
        let row = line.trim_end_matches(['\n', '\r']);
        let span = Span::new(start, start + row.len());
        start += line.len();
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        if std::mem::take(&mut header) {
            continue;
        }
        let columns: Vec<&str> = row.split('\t').collect();
        if let Err(message) = add(&columns) {
            errors.push(Diagnostic::error(path, text, span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_the_project_are_well_formed() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap_or_else(|errors| {
            panic!(
                "{}",
                errors
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("\n")
            )
        });
        assert!(lexicon.has("lié", WordClass::Aligned));
        assert_eq!(lexicon.contract("à", "le", "Mali"), "au Mali");
        assert_eq!(lexicon.contract("à", "l'", "Iran"), "à l'Iran");
    }
}
