//! Events in the columns of ACLED (codebook of 2023), for scripts that expect its files.
//!
//! Cells that a news article does not fill stay empty; nothing is coded that was not read. Types are
//! the nearest of ACLED's; `ontology/alignments.ttl` says how near.

use super::csv::row;
use crate::analytics::load::{Told, World};
use crate::analytics::network::View;
use oxigraph::model::NamedNode;
use std::io::{self, Write};

const COLUMNS: [&str; 20] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "actor2",
    "assoc_actor_2",
    "country",
    "location",
    "latitude",
    "longitude",
    "source",
    "notes",
    "fatalities",
    "tags",
    "iri",
];

/// Events that an article asserts or hedges, in the order of their IRIs.
pub(super) fn write(world: &World, view: &View, out: &mut dyn Write) -> io::Result<()> {
    row(out, COLUMNS.into_iter().map(str::to_owned))?;
    for (name, told) in world.events.iter().filter(|(_, told)| told.happened()) {
        let days = told.days();
        let covered = view.covers(days.as_ref().map(|(a, b)| (a.as_str(), b.as_str())));
        let about = view.about.as_ref().is_none_or(|(iri, _)| {
            name.as_str() == iri || told.slots.iter().any(|(_, node)| node.as_str() == iri)
        });
        if covered && about {
            row(out, event(world, name, told).into_iter())?;
        }
    }
    Ok(())
}

fn event(world: &World, name: &NamedNode, told: &Told) -> [String; 20] {
    let class = world.classes(name).next().unwrap_or("Event");
    let (disorder, kind, sub_kind) = acled_type(class);
    let mut agents = told.fillers("agent").map(|node| world.label(node));
    let mut targets = told.fillers("target").map(|node| world.label(node));
    let (actor1, actor2) = (agents.next(), targets.next());
    let places: Vec<&NamedNode> = told.fillers("place").collect();
    let narrow = |place: &&&NamedNode| !world.classes(place).any(|class| class == "Country");
    let place = places.iter().find(narrow).or_else(|| places.first());
    let country = places
        .iter()
        .find(|place| world.classes(place).any(|class| class == "Country"));
    let code = places.iter().find_map(|place| world.country(place));
    let point = place.and_then(|place| world.point(place));
    let date = told.begin.clone().unwrap_or_default();
    // Codes of ACLED: 1, the day is known; 3, the month.
    let precision = told.date.as_ref().map(|date| match date.len() {
        10 => "1",
        7 if !date.starts_with('-') => "3",
        _ => "",
    });
    let sources: Vec<String> = told.articles.iter().map(|a| world.publisher(a)).collect();
    [
        name.as_str()
            .rsplit("/event/")
            .next()
            .unwrap_or_default()
            .to_owned(),
        date.clone(),
        date.get(..4).unwrap_or_default().to_owned(),
        precision.unwrap_or_default().to_owned(),
        disorder.to_owned(),
        kind.to_owned(),
        sub_kind.to_owned(),
        actor1.unwrap_or_default(),
        agents.collect::<Vec<_>>().join("; "),
        actor2.unwrap_or_default(),
        targets.collect::<Vec<_>>().join("; "),
        country.map_or_else(|| code.unwrap_or_default().to_owned(), |c| world.label(c)),
        place.map(|place| world.label(place)).unwrap_or_default(),
        point.map(|(_, y)| y.to_string()).unwrap_or_default(),
        point.map(|(x, _)| x.to_string()).unwrap_or_default(),
        sources.join("; "),
        world.label(name),
        told.killed.map(|n| n.to_string()).unwrap_or_default(),
        if told.status.as_deref() == Some("Hedged") {
            "hedged"
        } else {
            ""
        }
        .to_owned(),
        name.as_str().to_owned(),
    ]
}

/// Disorder type, event type and sub-event type of a class of events.
fn acled_type(class: &str) -> (&'static str, &'static str, &'static str) {
    const VIOLENCE: &str = "Political violence";
    const REMOTE: &str = "Explosions/Remote violence";
    const STRATEGIC: &str = "Strategic developments";
    match class {
        "Airstrike" | "DroneAttack" => (VIOLENCE, REMOTE, "Air/drone strike"),
        "RocketAttack" | "Shelling" => (VIOLENCE, REMOTE, "Shelling/artillery/missile attack"),
        "Bombing" => (VIOLENCE, REMOTE, "Remote explosive/landmine/IED"),
        "GroundAttack" => (VIOLENCE, "Battles", "Armed clash"),
        "Assassination" => (VIOLENCE, "Violence against civilians", "Attack"),
        "Attack" => (VIOLENCE, "", ""),
        "Interception" => (STRATEGIC, STRATEGIC, "Disrupted weapons use"),
        "Negotiation" => (STRATEGIC, STRATEGIC, "Agreement"),
        _ => (STRATEGIC, STRATEGIC, "Other"),
    }
}
