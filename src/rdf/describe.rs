//! A description of a dataset for catalogues and crawlers, in VoID and DCAT.

use super::iri::Base;
use super::vocab::{self, other};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{
    GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple,
};
use oxigraph::store::{StorageError, Store};
use std::collections::{BTreeMap, BTreeSet, HashSet};

macro_rules! terms {
    ($($name:ident = $iri:literal;)*) => {
        $(const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked($iri);)*
    };
}

terms! {
    VOID_DATASET = "http://rdfs.org/ns/void#Dataset";
    TRIPLES = "http://rdfs.org/ns/void#triples";
    SUBJECTS = "http://rdfs.org/ns/void#distinctSubjects";
    OBJECTS = "http://rdfs.org/ns/void#distinctObjects";
    N_PROPERTIES = "http://rdfs.org/ns/void#properties";
    N_CLASSES = "http://rdfs.org/ns/void#classes";
    N_ENTITIES = "http://rdfs.org/ns/void#entities";
    DOCUMENTS = "http://rdfs.org/ns/void#documents";
    URI_SPACE = "http://rdfs.org/ns/void#uriSpace";
    VOCABULARY = "http://rdfs.org/ns/void#vocabulary";
    CLASS_PARTITION = "http://rdfs.org/ns/void#classPartition";
    CLASS = "http://rdfs.org/ns/void#class";
    PROPERTY_PARTITION = "http://rdfs.org/ns/void#propertyPartition";
    PROPERTY = "http://rdfs.org/ns/void#property";
    DATA_DUMP = "http://rdfs.org/ns/void#dataDump";
    DCAT_DATASET = "http://www.w3.org/ns/dcat#Dataset";
    DISTRIBUTION = "http://www.w3.org/ns/dcat#distribution";
    DISTRIBUTION_CLASS = "http://www.w3.org/ns/dcat#Distribution";
    DOWNLOAD_URL = "http://www.w3.org/ns/dcat#downloadURL";
    START_DATE = "http://www.w3.org/ns/dcat#startDate";
    END_DATE = "http://www.w3.org/ns/dcat#endDate";
    DESCRIPTION = "http://purl.org/dc/terms/description";
    LICENSE = "http://purl.org/dc/terms/license";
    TEMPORAL = "http://purl.org/dc/terms/temporal";
    PERIOD_OF_TIME = "http://purl.org/dc/terms/PeriodOfTime";
    CONFORMS_TO = "http://purl.org/dc/terms/conformsTo";
}

/// What the description says that the graph does not.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The title of the dataset.
    pub title: Option<String>,
    /// Its licence.
    pub license: Option<NamedNode>,
    /// Where it can be downloaded.
    pub dumps: Vec<NamedNode>,
}

/// What is counted in one pass over the default graph.
#[derive(Default)]
struct Counts {
    triples: u64,
    subjects: HashSet<NamedOrBlankNode>,
    objects: HashSet<Term>,
    properties: BTreeMap<NamedNode, u64>,
    classes: BTreeMap<NamedNode, u64>,
    languages: BTreeSet<String>,
    days: Option<(String, String)>,
}

/// Describes the default graph of `store`: counts, vocabularies, classes and properties, period,
/// licence and provenance.
///
/// # Errors
/// When the store cannot be read.
pub fn describe(store: &Store, base: &Base, about: &About) -> Result<Vec<Quad>, StorageError> {
    let mut counts = Counts::default();
    let default = GraphNameRef::DefaultGraph;
    for quad in store.quads_for_pattern(None, None, None, Some(default)) {
        counts.add(quad?.into());
    }
    let mut writer = Describer {
        dataset: base.dataset(""),
        base,
        quads: Vec::new(),
    };
    writer.dataset(&counts, about);
    for property in [other::WAS_GENERATED_BY, other::WAS_ATTRIBUTED_TO] {
        let mut makers = BTreeSet::new();
        for quad in store.quads_for_pattern(None, Some(property), None, None) {
            if let Term::NamedNode(maker) = quad?.object {
                makers.insert(maker);
            }
        }
        for maker in makers {
            let dataset = writer.dataset.clone();
            writer.say(&dataset, property, maker);
        }
    }
    Ok(writer.quads)
}

impl Counts {
    fn add(&mut self, triple: Triple) {
        self.triples += 1;
        *self.properties.entry(triple.predicate.clone()).or_default() += 1;
        match &triple.object {
            Term::NamedNode(class) if triple.predicate == other::TYPE => {
                *self.classes.entry(class.clone()).or_default() += 1;
            }
            Term::Literal(value) if triple.predicate == other::LANGUAGE => {
                self.languages.insert(value.value().to_owned());
            }
            Term::Literal(day) if triple.predicate == vocab::BEGIN_DATE => {
                let day = day.value().to_owned();
                let (first, _) = self.days.get_or_insert_with(|| (day.clone(), day.clone()));
                *first = day.min(std::mem::take(first));
            }
            Term::Literal(day) if triple.predicate == vocab::END_DATE => {
                let day = day.value().to_owned();
                let (_, last) = self.days.get_or_insert_with(|| (day.clone(), day.clone()));
                *last = day.max(std::mem::take(last));
            }
            _ => {}
        }
        self.subjects.insert(triple.subject);
        self.objects.insert(triple.object);
    }
}

struct Describer<'a> {
    dataset: NamedNode,
    base: &'a Base,
    quads: Vec<Quad>,
}

impl Describer<'_> {
    fn say(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, object: impl Into<Term>) {
        let graph = GraphName::DefaultGraph;
        let quad = Quad::new(subject.clone(), property, object, graph);
        self.quads.push(quad);
    }

    fn count(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, n: u64) {
        self.say(
            subject,
            property,
            Literal::new_typed_literal(n.to_string(), xsd::INTEGER),
        );
    }

    fn dataset(&mut self, counts: &Counts, about: &About) {
        let dataset = self.dataset.clone();
        let tagged = |text: &str, tag| Literal::new_language_tagged_literal_unchecked(text, tag);
        self.say(&dataset, other::TYPE, VOID_DATASET);
        self.say(&dataset, other::TYPE, DCAT_DATASET);
        match &about.title {
            Some(title) => self.say(&dataset, other::TITLE, Literal::from(title.as_str())),
            None => {
                self.say(
                    &dataset,
                    other::TITLE,
                    tagged("Graphe de conflits armés d'après la presse", "fr"),
                );
                self.say(
                    &dataset,
                    other::TITLE,
                    tagged("Graph of armed conflict in the news", "en"),
                );
            }
        }
        self.say(&dataset, DESCRIPTION, tagged("Qui a fait quoi à qui, où et quand, lu par griot dans des articles de presse ; chaque énoncé renvoie aux mots qui le portent.", "fr"));
        self.say(&dataset, DESCRIPTION, tagged("Who did what to whom, where and when, read by griot in news articles; each statement leads back to the words that carry it.", "en"));
        if let Some(license) = &about.license {
            self.say(&dataset, LICENSE, license.clone());
        }
        for language in &counts.languages {
            self.say(&dataset, other::LANGUAGE, Literal::from(language.as_str()));
        }
        for (property, n) in [
            (TRIPLES, counts.triples),
            (SUBJECTS, counts.subjects.len() as u64),
            (OBJECTS, counts.objects.len() as u64),
            (N_PROPERTIES, counts.properties.len() as u64),
            (N_CLASSES, counts.classes.len() as u64),
            (N_ENTITIES, counts.classes.values().sum()),
            (DOCUMENTS, self.articles(counts)),
        ] {
            self.count(&dataset, property, n);
        }
        self.say(&dataset, URI_SPACE, Literal::from(self.base.as_str()));
        let ontology = NamedNode::new_unchecked(vocab::NAMESPACE.trim_end_matches('#'));
        self.say(&dataset, CONFORMS_TO, ontology);
        self.vocabularies(counts);
        self.partitions(counts);
        if let Some((first, last)) = &counts.days {
            let period = self.base.dataset("#period");
            let day = |text: &String| Literal::new_typed_literal(text.as_str(), xsd::DATE);
            self.say(&dataset, TEMPORAL, period.clone());
            self.say(&period, other::TYPE, PERIOD_OF_TIME);
            self.say(&period, START_DATE, day(first));
            self.say(&period, END_DATE, day(last));
        }
        for (n, dump) in about.dumps.iter().enumerate() {
            let distribution = self.base.dataset(&format!("#distribution-{}", n + 1));
            self.say(&dataset, DATA_DUMP, dump.clone());
            self.say(&dataset, DISTRIBUTION, distribution.clone());
            self.say(&distribution, other::TYPE, DISTRIBUTION_CLASS);
            self.say(&distribution, DOWNLOAD_URL, dump.clone());
        }
    }

    fn articles(&self, counts: &Counts) -> u64 {
        let article = vocab::ARTICLE.into_owned();
        counts.classes.get(&article).copied().unwrap_or(0)
    }

    /// The namespaces of the properties and classes.
    fn vocabularies(&mut self, counts: &Counts) {
        let dataset = self.dataset.clone();
        let terms = counts.properties.keys().chain(counts.classes.keys());
        let spaces: BTreeSet<&str> = terms
            .filter_map(|term| {
                let iri = term.as_str();
                iri.rfind(['#', '/']).map(|end| &iri[..=end])
            })
            .collect();
        for space in spaces {
            self.say(&dataset, VOCABULARY, NamedNode::new_unchecked(space));
        }
    }

    /// How many things of each class there are, and how many triples of each property.
    fn partitions(&mut self, counts: &Counts) {
        for (terms, kind, partition, term_of, count_of) in [
            (&counts.classes, "class", CLASS_PARTITION, CLASS, N_ENTITIES),
            (
                &counts.properties,
                "property",
                PROPERTY_PARTITION,
                PROPERTY,
                TRIPLES,
            ),
        ] {
            for (term, &n) in terms {
                let name = short_name(term.as_str());
                let part = self.base.dataset(&format!("#{kind}-{name}"));
                let dataset = self.dataset.clone();
                self.say(&dataset, partition, part.clone());
                self.say(&part, term_of, term.clone());
                self.count(&part, count_of, n);
            }
        }
    }
}

/// `rdfs-label` for `http://www.w3.org/2000/01/rdf-schema#label`.
fn short_name(iri: &str) -> String {
    let known = vocab::PREFIXES
        .iter()
        .find_map(|(prefix, space)| Some((*prefix, iri.strip_prefix(space)?)));
    let (prefix, local) = known.unwrap_or(("other", iri));
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("{prefix}-{}", local.chars().map(plain).collect::<String>())
}
