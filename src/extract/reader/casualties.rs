//! The tolls of a sentence and the events that they are of.

use super::SentenceReader;
use crate::extract::draft::{Draft, Filled};
use crate::extract::fact::Status;
use crate::extract::governor::Acts;
use crate::extract::toll::{Harm, Toll, TollReader};
use smol_str::SmolStr;

impl SentenceReader<'_> {
    /// Gives the tolls of the sentence to the events that they are of.
    pub(super) fn count_casualties(&self, drafts: &mut Vec<Draft>) {
        let reader = TollReader {
            sentence: self.sentence,
            graph: self.graph,
            classes: self.classes,
            numbers: self.numbers,
        };
        for toll in reader.read() {
            // The act that those counted suffered in: what governs the word, or the only one of the sentence.
            let acts = Acts::new(self.sentence, self.graph, drafts);
            let suffered = acts.governing(Some(toll.word), usize::MAX);
            let event = suffered.or_else(|| acts.only()).or_else(|| {
                (toll.harm != Harm::Any).then(|| {
                    drafts.push(self.bare_toll(&toll));
                    drafts.len() - 1
                })
            });
            let Some(event) = event else { continue };
            let roles: &[&'static str] = match toll.harm {
                Harm::Killed => &["killed"],
                Harm::Wounded => &["wounded"],
                Harm::Any => &["killed", "wounded"],
            };
            for role in roles {
                drafts[event].counts.entry(role).or_insert(Filled {
                    value: toll.count,
                    status: Status::Asserted,
                    span: self.span(&[toll.counted, toll.word]),
                    rule: SmolStr::new_static("toll"),
                });
            }
        }
        drafts.sort_by_key(|d| d.triggers[0]);
    }

    /// A toll whose event another sentence tells.
    fn bare_toll(&self, toll: &Toll) -> Draft {
        let lemma = self.sentence.tokens[toll.word].lemma.clone();
        let mut draft = Draft::new(
            self.index,
            (toll.word, lemma),
            SmolStr::new_static("Attack"),
            self.span(&[toll.counted, toll.word]),
            SmolStr::new_static("toll"),
        );
        draft.toll_only = true;
        draft.source = self
            .stance()
            .read(toll.word)
            .source
            .and_then(|s| self.entity(s));
        draft
    }
}
