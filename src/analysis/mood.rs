//! Gives a finite verb the mood of its form, where the tagger says that it is a conditional and the lexicon knows
//! better: « après que les troupes aient été attaquées ».

use crate::lexicon::forms::FormLexicon;
use crate::lexicon::{ReadForms, Readings};
use crate::ud::{Feats, Sentence};

const CONDITIONAL: Readings = Readings::named(&["cond"]);
const SUBJUNCTIVE: Readings = Readings::named(&["spre"]);

/// Makes present subjunctives of the conditionals that the lexicon does not know as such, but as subjunctives.
pub(super) fn correct(sentence: &mut Sentence, lexicon: &FormLexicon) {
    for token in &mut sentence.tokens {
        if !token.feats.has("Mood", "Cnd") {
            continue;
        }
        let readings = lexicon.readings(&token.form);
        if readings.overlaps(CONDITIONAL) || !readings.overlaps(SUBJUNCTIVE) {
            continue;
        }
        let feats: Vec<String> = token
            .feats
            .iter()
            .map(|(name, value)| match name {
                "Mood" => "Mood=Sub".to_owned(),
                _ => format!("{name}={value}"),
            })
            .collect();
        token.feats = Feats::new(&feats.join("|"));
    }
}
