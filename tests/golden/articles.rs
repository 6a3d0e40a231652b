//! The golden articles, written for these tests.

use super::{Draft, day};
use griot::article::Article;
use griot::date::Date;
use griot::extract::fact::{Extraction, Status};

/// Every golden article and what it says.
pub(crate) fn articles() -> Vec<(Article, Extraction)> {
    vec![boukamal(), albu_kamal_again(), gaza(), gao(), geneve()]
}

fn boukamal() -> (Article, Extraction) {
    let text = "Syrie : frappes américaines contre des milices\n\n\
        Le 27 octobre 2023, les forces américaines ont mené des frappes aériennes contre des milices \
        soutenues par l’Iran à Boukamal, en Syrie. Elles ont riposté à trois attaques de drones \
        menées mardi par ces milices contre la base d’Ain al-Asad, en Irak. Au moins 11 miliciens \
        ont été tués et trois blessés, selon l’OSDH. Téhéran dément soutenir ces groupes.\n";
    let strikes = "les forces américaines ont mené des frappes aériennes contre des milices";
    let drones =
        "trois attaques de drones menées mardi par ces milices contre la base d’Ain al-Asad";
    Draft::new("boukamal-2023", Some("2023-10-28"), text)
        .source("https://example.org/boukamal")
        .entity(
            "forces-americaines",
            "forces américaines",
            "MilitaryForce",
            &["frappes américaines"],
        )
        .entity(
            "milices",
            "milices soutenues par l’Iran",
            "ArmedGroup",
            &["ces milices", "miliciens"],
        )
        .entity("iran", "Iran", "State Country", &["Téhéran"])
        .at(
            "IR",
            (32.0, 53.0),
            &[("geonames", "130758"), ("wikidata", "Q794")],
        )
        .entity("boukamal", "Boukamal", "City", &[])
        .at("SY", (34.45226, 40.91854), &[("geonames", "174448")])
        .entity("syrie", "Syrie", "State Country", &[])
        .at("SY", (35.0, 38.0), &[("geonames", "163843")])
        .entity("ain-al-asad", "base d’Ain al-Asad", "Facility", &[])
        .entity("irak", "Irak", "State Country", &[])
        .entity("osdh", "OSDH", "Organization", &[])
        .relation(
            "forces-americaines attacked milices",
            Status::Asserted,
            strikes,
        )
        .relation("milices attacked ain-al-asad", Status::Asserted, drones)
        .relation(
            "forces-americaines retaliatedAgainst milices",
            Status::Asserted,
            "Elles ont riposté à trois attaques de drones menées mardi par ces milices",
        )
        .relation(
            "milices backedBy iran",
            Status::Asserted,
            "milices soutenues par l’Iran",
        )
        .relation(
            "boukamal locatedIn syrie",
            Status::Asserted,
            "Boukamal, en Syrie",
        )
        .relation(
            "ain-al-asad locatedIn irak",
            Status::Asserted,
            "la base d’Ain al-Asad, en Irak",
        )
        .event("DroneAttack", Status::Asserted, drones, |e| {
            e.who("agent", "milices", "menées mardi par ces milices")
                .who("target", "ain-al-asad", "contre la base d’Ain al-Asad")
                .who("place", "ain-al-asad", "la base d’Ain al-Asad, en Irak")
                .who("place", "irak", "en Irak")
                .date(day("2023-10-24"), "mardi")
                .weapon("drone", "attaques de drones")
                .number("count", 3, [None, None], "trois attaques")
        })
        .event("Airstrike", Status::Asserted, strikes, |e| {
            e.who("agent", "forces-americaines", strikes)
                .who("target", "milices", strikes)
                .who("place", "boukamal", "à Boukamal")
                .who("place", "syrie", "en Syrie")
                .date(day("2023-10-27"), "Le 27 octobre 2023")
                .weapon("aircraft", "frappes aériennes")
                .number(
                    "killed",
                    11,
                    [Some(11), None],
                    "Au moins 11 miliciens ont été tués",
                )
                .number("wounded", 3, [None, None], "trois blessés")
                .who("reportedBy", "osdh", "selon l’OSDH")
                .response_to(0, "Elles ont riposté à trois attaques de drones")
        })
        .relation_by(
            "milices backedBy iran",
            Status::Denied,
            "Téhéran dément soutenir ces groupes",
            Some("iran"),
        )
        .finish()
}

fn albu_kamal_again() -> (Article, Extraction) {
    let text = "Le Pentagone confirme\n\nLes forces américaines ont bombardé vendredi les milices \
        pro-iraniennes de Boukamal, a confirmé le colonel Joe Buccino, porte-parole du Pentagone. \
        Les États-Unis menacent l’Iran de nouvelles frappes.\n";
    let strike = "Les forces américaines ont bombardé vendredi les milices pro-iraniennes";
    Draft::new("pentagone-2023", Some("2023-10-29"), text)
        .source("AFP")
        .entity(
            "forces-americaines",
            "forces américaines",
            "MilitaryForce",
            &["Les forces américaines"],
        )
        .entity(
            "milices",
            "milices soutenues par l’Iran",
            "ArmedGroup",
            &["milices pro-iraniennes"],
        )
        .entity("boukamal", "Boukamal", "City", &[])
        .entity("joe-buccino", "Joe Buccino", "Person", &[])
        .entity("pentagone", "Pentagone", "GovernmentBody", &[])
        .entity("etats-unis", "États-Unis", "State Country", &[])
        .at(
            "US",
            (39.76, -98.5),
            &[("geonames", "6252001"), ("wikidata", "Q30")],
        )
        .entity("iran", "Iran", "State Country", &[])
        .relation(
            "forces-americaines attacked milices",
            Status::Asserted,
            strike,
        )
        .relation(
            "milices alignedWith iran",
            Status::Asserted,
            "milices pro-iraniennes",
        )
        .relation(
            "joe-buccino officialOf pentagone",
            Status::Asserted,
            "le colonel Joe Buccino, porte-parole du Pentagone",
        )
        .relation(
            "etats-unis attacked iran",
            Status::Hypothetical,
            "Les États-Unis menacent l’Iran de nouvelles frappes",
        )
        .event("Airstrike", Status::Asserted, strike, |e| {
            e.who("agent", "forces-americaines", strike)
                .who("target", "milices", strike)
                .who("place", "boukamal", "de Boukamal")
                .date(day("2023-10-27"), "vendredi")
        })
        .event(
            "Airstrike",
            Status::Hypothetical,
            "nouvelles frappes",
            |e| {
                e.who("agent", "etats-unis", "Les États-Unis menacent").who(
                    "target",
                    "iran",
                    "menacent l’Iran de nouvelles frappes",
                )
            },
        )
        .finish()
}

fn gaza() -> (Article, Extraction) {
    let text = "Proche-Orient : tirs de roquettes et raids\n\nLe Hamas a tiré une centaine de \
        roquettes sur Sderot en mai 2023. Israël a répliqué par des raids contre le Hamas dans la \
        bande de Gaza, faisant entre 20 et 25 morts. L’armée israélienne aurait aussi visé un \
        hôpital 🏥, ce qu’elle dément. Le système antimissile a intercepté des roquettes.\n";
    let rockets = "Le Hamas a tiré une centaine de roquettes sur Sderot";
    let raids = "Israël a répliqué par des raids contre le Hamas";
    let hospital = "L’armée israélienne aurait aussi visé un hôpital 🏥";
    Draft::new("gaza-2023", None, text)
        .entity("hamas", "Hamas", "ArmedGroup", &["Le Hamas"])
        .entity("sderot", "Sderot", "City", &[])
        .entity("israel", "Israël", "State Country", &[])
        .entity("gaza", "bande de Gaza", "Region", &[])
        .entity(
            "armee-israelienne",
            "armée israélienne",
            "MilitaryForce",
            &[],
        )
        .entity("hopital", "hôpital", "Facility", &[])
        .relation("hamas attacked sderot", Status::Asserted, rockets)
        .relation("israel attacked hamas", Status::Asserted, raids)
        .relation("israel retaliatedAgainst hamas", Status::Asserted, raids)
        .relation(
            "armee-israelienne attacked hopital",
            Status::Hedged,
            hospital,
        )
        .event("RocketAttack", Status::Asserted, rockets, |e| {
            e.who("agent", "hamas", rockets)
                .who("target", "sderot", rockets)
                .who("place", "sderot", "sur Sderot")
                .date(
                    Date::Month {
                        year: 2023,
                        month: 5,
                    },
                    "en mai 2023",
                )
                .weapon("rocket", "une centaine de roquettes")
                .number("count", 100, [None, None], "une centaine de roquettes")
        })
        .event("Airstrike", Status::Asserted, raids, |e| {
            e.who("agent", "israel", raids)
                .who("target", "hamas", raids)
                .who("place", "gaza", "dans la bande de Gaza")
                .date(Date::Year { year: 2023 }, "2023")
                .number("killed", 20, [Some(20), Some(25)], "entre 20 et 25 morts")
                .response_to(0, raids)
        })
        .event("Attack", Status::Hedged, hospital, |e| {
            e.who("agent", "armee-israelienne", hospital)
                .who("target", "hopital", hospital)
                .who("deniedBy", "armee-israelienne", "ce qu’elle dément")
        })
        .event(
            "Interception",
            Status::Asserted,
            "Le système antimissile a intercepté des roquettes",
            |e| e.weapon("rocket", "intercepté des roquettes"),
        )
        .finish()
}

fn gao() -> (Article, Extraction) {
    let text = "Mali : attentat à Gao\n\nUne voiture piégée a explosé le 18 janvier à Gao, dans le \
        nord du Mali, tuant 77 personnes. L’attaque a été revendiquée par Al-Mourabitoune, \
        groupe qui fait partie d’Aqmi. Bamako accuse Aqmi. L’armée malienne combat Aqmi et s’est \
        retirée de Kidal.\n";
    let bomb = "Une voiture piégée a explosé le 18 janvier à Gao";
    let claim = "L’attaque a été revendiquée par Al-Mourabitoune";
    Draft::new("gao", None, text)
        .entity("gao", "Gao", "City", &[])
        .entity("mali", "Mali", "State Country", &["Bamako"])
        .entity("al-mourabitoune", "Al-Mourabitoune", "ArmedGroup", &[])
        .entity("aqmi", "Aqmi", "ArmedGroup", &[])
        .entity("armee-malienne", "armée malienne", "MilitaryForce", &[])
        .entity("kidal", "Kidal", "City", &[])
        .relation(
            "gao locatedIn mali",
            Status::Asserted,
            "à Gao, dans le nord du Mali",
        )
        .relation("al-mourabitoune attacked gao", Status::Asserted, claim)
        .relation(
            "al-mourabitoune partOf aqmi",
            Status::Asserted,
            "Al-Mourabitoune, groupe qui fait partie d’Aqmi",
        )
        .relation("mali accused aqmi", Status::Asserted, "Bamako accuse Aqmi")
        .relation(
            "armee-malienne fights aqmi",
            Status::Asserted,
            "L’armée malienne combat Aqmi",
        )
        .relation(
            "armee-malienne withdrewFrom kidal",
            Status::Asserted,
            "s’est retirée de Kidal",
        )
        .event("Bombing", Status::Asserted, bomb, |e| {
            e.who("agent", "al-mourabitoune", claim)
                .who("claimedBy", "al-mourabitoune", claim)
                .who("attributedTo", "aqmi", "Bamako accuse Aqmi")
                .who("place", "gao", "à Gao")
                .who("place", "mali", "dans le nord du Mali")
                .date(Date::MonthDay { month: 1, day: 18 }, "le 18 janvier")
                .weapon("bomb", "Une voiture piégée")
                .number("killed", 77, [None, None], "tuant 77 personnes")
        })
        .finish()
}

fn geneve() -> (Article, Extraction) {
    let text = "Kiev et Moscou négocient à Genève. Une frappe ukrainienne a tué le général Igor \
        Petrov le 3 mars 2023.";
    Draft::new("geneve", None, text)
        .entity(
            "ukraine",
            "Ukraine",
            "State Country",
            &["Kiev", "frappe ukrainienne"],
        )
        .entity("russie", "Russie", "State Country", &["Moscou"])
        .entity("geneve", "Genève", "City", &[])
        .entity("igor-petrov", "Igor Petrov", "Person", &[])
        .relation(
            "ukraine negotiatesWith russie",
            Status::Asserted,
            "Kiev et Moscou négocient",
        )
        .relation(
            "ukraine killed igor-petrov",
            Status::Asserted,
            "Une frappe ukrainienne a tué le général Igor Petrov",
        )
        .relation(
            "ukraine attacked igor-petrov",
            Status::Asserted,
            "Une frappe ukrainienne a tué le général Igor Petrov",
        )
        .event(
            "Negotiation",
            Status::Asserted,
            "Kiev et Moscou négocient à Genève",
            |e| {
                e.who("agent", "ukraine", "Kiev")
                    .who("target", "russie", "Moscou")
                    .who("place", "geneve", "à Genève")
            },
        )
        .event(
            "Assassination",
            Status::Asserted,
            "Une frappe ukrainienne a tué le général Igor Petrov",
            |e| {
                e.who("agent", "ukraine", "Une frappe ukrainienne")
                    .who("target", "igor-petrov", "le général Igor Petrov")
                    .date(day("2023-03-03"), "le 3 mars 2023")
            },
        )
        .finish()
}
