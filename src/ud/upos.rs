use std::fmt;
use std::str::FromStr;

macro_rules! upos {
    ($($(#[$doc:meta])* $name:ident = $tag:literal,)*) => {
        /// Universal part-of-speech tags (<https://universaldependencies.org/u/pos/>).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Upos { $($(#[$doc])* $name,)* }

        impl Upos {
            /// Every tag, in alphabetical order.
            pub const ALL: [Self; 17] = [$(Self::$name,)*];

            /// The tag as CoNLL-U writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $tag,)* }
            }
        }

        impl FromStr for Upos {
            type Err = ();
            fn from_str(s: &str) -> Result<Self, ()> {
                match s { $($tag => Ok(Self::$name),)* _ => Err(()) }
            }
        }
    };
}

impl Upos {
    /// Whether words of this tag carry grammar: determiners, adpositions, pronouns, conjunctions, adverbs, auxiliaries.
    #[must_use]
    pub const fn is_function(self) -> bool {
        matches!(
            self,
            Self::Det | Self::Adp | Self::Pron | Self::Sconj | Self::Cconj | Self::Adv | Self::Aux
        )
    }
}

upos! {
    /// Adjective.
    Adj = "ADJ",
    /// Adposition.
    Adp = "ADP",
    /// Adverb.
    Adv = "ADV",
    /// Auxiliary.
    Aux = "AUX",
    /// Coordinating conjunction.
    Cconj = "CCONJ",
    /// Determiner.
    Det = "DET",
    /// Interjection.
    Intj = "INTJ",
    /// Noun.
    Noun = "NOUN",
    /// Numeral.
    Num = "NUM",
    /// Particle.
    Part = "PART",
    /// Pronoun.
    Pron = "PRON",
    /// Proper noun.
    Propn = "PROPN",
    /// Punctuation.
    Punct = "PUNCT",
    /// Subordinating conjunction.
    Sconj = "SCONJ",
    /// Symbol.
    Sym = "SYM",
    /// Verb.
    Verb = "VERB",
    /// Other.
    X = "X",
}

impl fmt::Display for Upos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
