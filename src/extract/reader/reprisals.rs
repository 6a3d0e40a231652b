//! Which events of a sentence are reprisals, and for what.

use super::SentenceReader;
use crate::extract::answer::AnswerReader;
use crate::extract::draft::{Draft, Filled};
use smol_str::SmolStr;

impl SentenceReader<'_> {
    /// Tells which events are reprisals, and for what.
    pub(super) fn find_reprisals(&self, drafts: &mut [Draft]) {
        let reader = AnswerReader {
            sentence: self.sentence,
            graph: self.graph,
            classes: self.classes,
        };
        for (event, word) in reader.later(drafts) {
            drafts[event].after.push(word);
        }
        for answer in reader.read(drafts) {
            let rule = SmolStr::new_static("reprisal");
            drafts[answer.event].reprisal = true;
            for &word in &answer.to {
                let act = drafts.iter().any(|d| d.triggers.contains(&word));
                let party = self.entity(word).filter(|_| !act);
                let draft = &mut drafts[answer.event];
                let span = self.span(&[draft.triggers[0], word]);
                if act && !draft.answers.iter().any(|(w, _)| *w == word) {
                    draft.answers.push((word, rule.clone()));
                }
                if let Some(value) = party
                    && !draft.answers_to.iter().any(|f| f.value == value)
                {
                    draft.answers_to.push(Filled {
                        value,
                        status: draft.status,
                        span,
                        rule: rule.clone(),
                    });
                }
            }
        }
    }
}
