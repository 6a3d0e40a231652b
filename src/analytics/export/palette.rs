//! Colors that stay apart for most color-blind people (Okabe and Ito 2008); of nodes, lightened.

/// The color of a node of a class.
pub(super) fn fill(class: &str) -> &'static str {
    match class {
        "State" | "GovernmentBody" => "#cfe8f7",
        "MilitaryForce" | "Alliance" => "#bfe3d8",
        "ArmedGroup" => "#f6dcc2",
        "Person" | "Population" | "Organization" => "#f3dfeb",
        "Country" | "Region" | "City" | "Facility" | "Place" | "Entity" => "#f2f2f2",
        _ => "#fff3b8",
    }
}

/// The color of an edge of a relation.
pub(super) fn stroke(relation: &str) -> &'static str {
    match relation {
        "attacked" | "killed" | "fights" | "target" => "#d55e00",
        "retaliatedAgainst" | "accused" | "responseTo" => "#e69f00",
        "backedBy" | "alignedWith" | "partOf" | "officialOf" | "agent" => "#0072b2",
        "negotiatesWith" | "withdrewFrom" => "#009e73",
        _ => "#7f7f7f",
    }
}
