//! Gives a finite verb the mood of its form, where the tagger says that it is a conditional and the lexicon knows
//! better: « après que les troupes aient été attaquées ».

use crate::lexicon::forms::FormLexicon;
use crate::lexicon::{ReadForms, Readings};
use crate::ud::Sentence;

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
        token.feats = token.feats.with("Mood", Some("Sub"));
    }
}
