//! The reference page of the ontology: every term's IRI leads to its place on it.

use super::ontology::{ALIGNMENTS, ONTOLOGY, Ontology};
use super::vocab::{NAMESPACE, PREFIXES, local_name};
use super::write::escape;
use oxigraph::io::RdfParseError;
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a page says of a term, by the end of the property's IRI; the order is that of the page.
const ROWS: &[(&str, &str)] = &[
    ("subClassOf", "sous-classe de · subclass of"),
    ("subPropertyOf", "sous-propriété de · subproperty of"),
    ("inverseOf", "inverse de · inverse of"),
    ("domain", "domaine · domain"),
    ("range", "portée · range"),
    ("inScheme", "schéma · scheme"),
    ("broader", "plus large · broader"),
    ("exactMatch", "équivaut à · exact match"),
    ("closeMatch", "proche de · close match"),
    ("broadMatch", "plus étroit que · broad match"),
    ("relatedMatch", "lié à · related match"),
];

/// The sections of the page: the type of their terms, a name, a title.
const SECTIONS: &[(&str, &str, &str)] = &[
    ("owl#Class", "classes", "Classes"),
    (
        "owl#ObjectProperty",
        "relations",
        "Propriétés d’objet · Object properties",
    ),
    (
        "rdf-syntax-ns#Property",
        "properties",
        "Autres propriétés · Other properties",
    ),
    (
        "owl#DatatypeProperty",
        "values",
        "Propriétés de valeur · Datatype properties",
    ),
    (
        "core#ConceptScheme",
        "schemes",
        "Schémas de concepts · Concept schemes",
    ),
    ("ontology#Status", "statuses", "Statuts · Statuses"),
    ("ontology#Weapon", "weapons", "Armes · Weapons"),
];

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}\
h1,h2{line-height:1.2}h2{margin-top:3rem;border-bottom:1px solid #ccc}\
section{margin:1.5rem 0;padding:.2rem 1rem;border-left:3px solid #cfe8f7}section:target{background:#f4fafd;border-color:#0072b2}\
h3{margin:.4rem 0}h3 small{font-weight:normal;color:#555}dl{display:grid;grid-template-columns:15rem 1fr;gap:.1rem 1rem;margin:.4rem 0}\
dt{color:#555}dd{margin:0}code,blockquote{font-family:ui-monospace,monospace;font-size:.9em}blockquote{margin:.4rem 0;color:#444}\
a{color:#0072b2}nav{columns:3;font-size:.95em}[lang=en]{color:#555}@media(max-width:40rem){dl{grid-template-columns:1fr}nav{columns:1}}";

/// Properties and values of each subject, in the order of the files.
type Terms = BTreeMap<String, Vec<(String, Term)>>;

/// The reference page as HTML 5: one file, without scripts and without anything to load.
///
/// # Errors
/// When the ontology or its alignments are no Turtle.
pub fn reference_page() -> Result<String, RdfParseError> {
    let ontology = Ontology::read(ONTOLOGY)?;
    let alignments = Ontology::read(ALIGNMENTS)?;
    let mut terms = Terms::new();
    let mut order: Vec<String> = Vec::new();
    for triple in ontology.triples() {
        collect(triple, &mut terms, Some(&mut order));
    }
    for triple in alignments.triples() {
        collect(triple, &mut terms, None);
    }
    let about = terms.get("").cloned().unwrap_or_default();
    let title = words(&about, "title", "fr").to_owned();
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{}</h1>\n",
        escape(&title),
        escape(&title),
    );
    paragraphs(&mut page, &about, "description");
    let version = words(&about, "versionInfo", "");
    // Writing to a string cannot fail.
    let _ = writeln!(
        page,
        "<p>Préfixe · prefix <code>griot:</code> <code>{NAMESPACE}</code> · version {version}</p>\n<nav>"
    );
    for name in order.iter().filter(|name| !name.is_empty()) {
        let _ = writeln!(page, "<a href=\"#{name}\">{name}</a><br>");
    }
    page.push_str("</nav>\n");
    for &(kind, id, heading) in SECTIONS {
        let _ = writeln!(page, "<h2 id=\"section-{id}\">{heading}</h2>");
        for name in order.iter().filter(|name| !name.is_empty()) {
            let rows = &terms[name.as_str()];
            if first_type(rows).is_some_and(|class| class.ends_with(kind)) {
                section(&mut page, name, rows, &alignments);
            }
        }
    }
    page.push_str("</body>\n</html>\n");
    Ok(page)
}

fn collect(triple: &Triple, terms: &mut Terms, order: Option<&mut Vec<String>>) {
    let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
        return;
    };
    let iri = subject.as_str();
    let name = match local_name(iri) {
        Some(local) => local,
        None if format!("{iri}#") == NAMESPACE => "",
        None => return,
    };
    if let Some(order) = order
        && !terms.contains_key(name)
    {
        order.push(name.to_owned());
    }
    let row = (triple.predicate.as_str().to_owned(), triple.object.clone());
    terms.entry(name.to_owned()).or_default().push(row);
}

fn first_type(rows: &[(String, Term)]) -> Option<&str> {
    rows.iter().find_map(|(property, object)| match object {
        Term::NamedNode(class) if property.ends_with("#type") => Some(class.as_str()),
        _ => None,
    })
}

fn section(page: &mut String, name: &str, rows: &[(String, Term)], alignments: &Ontology) {
    let _ = writeln!(
        page,
        "<section id=\"{name}\">\n<h3><a href=\"#{name}\">griot:{name}</a> <small>{} · <span lang=\"en\">{}</span></small></h3>",
        escape(words(rows, "label", "fr")),
        escape(words(rows, "label", "en")),
    );
    paragraphs(page, rows, "definition");
    let _ = writeln!(
        page,
        "<blockquote>{}</blockquote>",
        escape(words(rows, "example", "fr"))
    );
    page.push_str("<dl>\n");
    for &(property, label) in ROWS {
        let values: Vec<String> = rows
            .iter()
            .filter(|(iri, _)| iri.rsplit(['#', '/']).next() == Some(property))
            .filter_map(|(_, object)| link(object, alignments))
            .collect();
        if !values.is_empty() {
            let _ = writeln!(page, "<dt>{label}</dt><dd>{}</dd>", values.join(", "));
        }
    }
    page.push_str("</dl>\n</section>\n");
}

/// A link to a term: on this page if it is griot's, with its name where the alignments give one.
fn link(object: &Term, alignments: &Ontology) -> Option<String> {
    let Term::NamedNode(node) = object else {
        return None;
    };
    let iri = node.as_str();
    if let Some(name) = local_name(iri) {
        return Some(format!("<a href=\"#{name}\">{name}</a>"));
    }
    let coded = |t: &&Triple| {
        t.subject == NamedOrBlankNode::from(node.clone())
            && t.predicate.as_str().ends_with("prefLabel")
    };
    if let Some(triple) = alignments.triples().iter().find(coded)
        && let Term::Literal(label) = &triple.object
        && let [.., scheme, code] = iri.split('/').collect::<Vec<_>>().as_slice()
    {
        let code = if code.chars().all(|c| c.is_ascii_digit()) {
            format!(" {code}")
        } else {
            String::new()
        };
        return Some(format!(
            "{}{code} « {} »",
            scheme.to_uppercase(),
            escape(label.value())
        ));
    }
    let shown = PREFIXES
        .iter()
        .find_map(|(prefix, space)| Some(format!("{prefix}:{}", iri.strip_prefix(space)?)))
        .unwrap_or_else(|| iri.to_owned());
    Some(format!(
        "<a href=\"{}\">{}</a>",
        escape(iri),
        escape(&shown)
    ))
}

fn paragraphs(page: &mut String, rows: &[(String, Term)], property: &str) {
    for language in ["fr", "en"] {
        let text = escape(words(rows, property, language));
        let _ = writeln!(page, "<p lang=\"{language}\">{text}</p>");
    }
}

/// The first literal of a property in a language; empty where there is none.
fn words<'a>(rows: &'a [(String, Term)], property: &str, language: &str) -> &'a str {
    rows.iter()
        .filter(|(iri, _)| iri.rsplit(['#', '/']).next() == Some(property))
        .find_map(|(_, object)| match object {
            Term::Literal(l) if l.language().unwrap_or_default() == language => Some(l.value()),
            _ => None,
        })
        .unwrap_or_default()
}
