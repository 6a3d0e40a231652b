//! The place that a headline names before its colon: *Yémen : Washington bombarde les Houthis*.

use super::entity::Mentions;
use super::fact::EntityIdx;
use crate::text::Span;
use crate::ud::Sentence;

/// How many words the topic of a headline may have.
const WORDS: usize = 5;

/// The place before the colon of `headline`, the first sentence of an article, if nothing else stands there.
pub(super) fn headline_place(
    headline: &Sentence,
    mentions: &Mentions,
) -> Option<(EntityIdx, Span)> {
    let colon = headline
        .tokens
        .iter()
        .take(WORDS + 1)
        .position(|t| t.form == ":")?;
    let mention = mentions.at(0, 0)?;
    let place = mention.entity.filter(|&e| mentions.is_place(e))?;
    (mention.tokens.end == colon).then_some((place, mention.span))
}
