//! What the name of a mission tells of it: *la Mission des Nations unies au Mali* is a part of the UN and is in Mali.

use super::Finding;
use super::lexicon::WordClass;
use crate::extract::fact::EntityIdx;
use crate::lexicon::{EntityClass, Source};
use crate::text::Span;
use crate::ud::Upos;

/// A relation that a name tells of what bears it.
#[derive(Clone, Debug, PartialEq)]
pub struct InName {
    /// Who bears the name.
    pub subject: EntityIdx,
    /// `partOf` or `locatedIn`.
    pub property: &'static str,
    /// The organization or the country that the name contains.
    pub object: EntityIdx,
    /// The name.
    pub span: Span,
}

impl Finding<'_> {
    /// Reads the name of a force, hit `h`: after *de* the organization whose it is, after *en* the country where it is.
    pub(super) fn read_mission(&mut self, s: usize, h: usize, mission: EntityIdx) {
        let words = self.hits[s][h].words.clone();
        if words.len() < 4 || self.registry.class(mission) != EntityClass::MilitaryForce {
            return;
        }
        let mut j = words.start + 1;
        while j < words.end {
            let view = &self.views[s];
            let before = (words.start..j)
                .rev()
                .find(|&i| view.upos(i) != Upos::Det || view.words[i].len() > 1);
            let opens = |class| before.is_some_and(|b| self.lexicon.has(view.low(b), class));
            let known = self.names.longest_match(&view.forms[j..words.end]);
            let Some((n, candidates)) = known.filter(|_| view.capital(j)) else {
                j += 1;
                continue;
            };
            let inner = candidates.into_iter().find_map(|c| {
                let part = matches!(c.class, EntityClass::Organization | EntityClass::Alliance)
                    && opens(WordClass::Link);
                let place = c.class == EntityClass::Country && opens(WordClass::Site);
                let property = if part { "partOf" } else { "locatedIn" };
                (c.exact && c.source != Source::Gazetteer && (part || place))
                    .then_some((property, c))
            });
            if let Some((property, candidate)) = inner {
                let object = self.registry.linked(self.names, &candidate);
                let span = self.span(s, &words);
                if object != mission {
                    let inner = self.span(s, &(j..j + n));
                    self.registry.entities[object].mentions.push(inner);
                    self.in_names.push(InName {
                        subject: mission,
                        property,
                        object,
                        span,
                    });
                }
            }
            j += n.max(1);
        }
    }
}
