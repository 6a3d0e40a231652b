use super::evidence::Statement;
use super::passage::{Passage, bytes};
use crate::extract::fact::{EntityIdx, Slot};
use crate::extract::trace::{Statement as Sought, Trace, Tracer};
use crate::pipeline::{Pipeline, Reading, Source};
use crate::store::{ArticleInfo, Store};
use crate::text::Span;
use std::collections::BTreeMap;

/// The articles that statements come from, read again.
pub(super) struct Articles {
    by_id: BTreeMap<String, Article>,
}

/// One of them.
pub(super) struct Article {
    pub(super) info: ArticleInfo,
    text: String,
    /// Nothing, should it not be readable any more.
    reading: Option<Reading>,
}

impl Articles {
    /// Reads the articles of `statements` again, each once.
    pub(super) fn read(
        store: &Store,
        pipeline: &Pipeline,
        statements: &[Statement],
    ) -> anyhow::Result<Self> {
        let mut by_id = BTreeMap::new();
        for statement in statements {
            let id = statement.article_id();
            if by_id.contains_key(id) {
                continue;
            }
            let (Some(info), Some(text)) = (store.article(id)?, store.text(id)?) else {
                continue;
            };
            let source = Source {
                path: info.path.clone().into(),
                id: id.to_owned(),
            };
            let date = info.date.as_deref().and_then(|date| date.parse().ok());
            let reading = pipeline.read(&source, text.as_bytes(), date).ok();
            // Offsets are of the text that is stored; another text would mark other words.
            let reading = reading.filter(|r| r.article.text == text);
            let article = Article {
                info,
                text,
                reading,
            };
            by_id.insert(id.to_owned(), article);
        }
        Ok(Self { by_id })
    }

    pub(super) fn get(&self, id: &str) -> Option<&Article> {
        self.by_id.get(id)
    }

    /// What finds trigger and arguments in each article.
    pub(super) fn tracers<'a>(&'a self, pipeline: &'a Pipeline) -> BTreeMap<&'a str, Tracer<'a>> {
        let readings = self.by_id.iter().filter_map(|(id, article)| {
            let reading = article.reading.as_ref()?;
            let tracer = pipeline
                .extractor()
                .tracer(&reading.article, &reading.sentences);
            Some((id.as_str(), tracer))
        });
        readings.collect()
    }
}

impl Article {
    /// The words of `statement` in their sentence; `None` if they are not in the text.
    pub(super) fn passage<'a>(
        &'a self,
        statement: &Statement,
        tracer: Option<&Tracer<'a>>,
    ) -> Option<Passage<'a>> {
        let span = bytes(&self.text, statement.begin, statement.end)?;
        let Some(tracer) = tracer else {
            return Some(Passage::new(&self.text, span, span, Trace::default()));
        };
        let trace = tracer.trace(&Sought {
            span,
            rule: statement.rule(),
            subject: statement.subject_id(),
            property: statement.property(),
            object: statement.object_id(),
        });
        Some(Passage::new(&self.text, span, tracer.sentence(span), trace))
    }

    /// When what is stated happened, if the article dates the event that it is part of or follows from.
    pub(super) fn date(&self, statement: &Statement) -> Option<String> {
        let extraction = &self.reading.as_ref()?.extraction;
        let span = bytes(&self.text, statement.begin, statement.end)?;
        let named = |slots: &[Slot<EntityIdx>], id: Option<&str>, span: Span| {
            slots.iter().any(|slot| {
                let entity = extraction.entities.get(slot.value);
                slot.span.overlaps(span) && entity.is_some_and(|e| Some(e.id.as_str()) == id)
            })
        };
        let event = extraction
            .events
            .iter()
            .find(|event| match statement.event_id() {
                Some(id) => event.id == id,
                None => {
                    named(&event.agents, statement.subject_id(), span)
                        && named(&event.targets, statement.object_id(), span)
                }
            })?;
        Some(event.date.as_ref()?.value.to_string())
    }
}
