//! The terms of griot's ontology and of the vocabularies beside it, as constants.
//!
//! This is the one place where code names a term; `tests/ontology.rs` compares it with
//! `ontology/griot.ttl` both ways. A property named like a class ends in `_OF`.

use oxigraph::model::NamedNodeRef;

/// The namespace of griot's own terms.
pub const NAMESPACE: &str = "https://w3id.org/griot/ontology#";

macro_rules! griot_terms {
    ($($(#[$doc:meta])* $name:ident = $local:literal;)*) => {
        $($(#[$doc])* pub const $name: NamedNodeRef<'static> =
            NamedNodeRef::new_unchecked(concat!("https://w3id.org/griot/ontology#", $local));)*

        /// Every term of griot's own namespace, in the order of the ontology.
        pub const TERMS: &[NamedNodeRef<'static>] = &[$($name),*];
    };
}

griot_terms! {
    /// What takes part in a conflict or is its scene: an actor or a place.
    ENTITY = "Entity";
    /// An entity that acts or can act: a state, a force, a group, a person.
    ACTOR = "Actor";
    /// A state as it acts.
    STATE = "State";
    /// A government, ministry, service or seat of power.
    GOVERNMENT_BODY = "GovernmentBody";
    /// The armed force of a state, or a part of it.
    MILITARY_FORCE = "MilitaryForce";
    /// An armed group that is not the regular force of a state.
    ARMED_GROUP = "ArmedGroup";
    /// An alliance or coalition of states or groups.
    ALLIANCE = "Alliance";
    /// Another organization: an agency, a party, a media outlet, an association.
    ORGANIZATION = "Organization";
    /// A named person.
    PERSON = "Person";
    /// A people, a public or a set of persons.
    POPULATION = "Population";
    /// A spot on the map; with no narrower class: a sea, a river, a mountain, a road.
    PLACE = "Place";
    /// A country as a place.
    COUNTRY = "Country";
    /// A region, province or other area larger than a town.
    REGION = "Region";
    /// A town or village.
    CITY = "City";
    /// A built place: a base, a crossing, a hospital, an airport.
    FACILITY = "Facility";
    /// The ISO 3166-1 alpha-2 code of the country that the entity is, lies in or belongs to.
    COUNTRY_CODE = "countryCode";
    /// The subject struck, bombed, shelled, fired on, raided, ambushed or killed the object by force.
    ATTACKED = "attacked";
    /// The object attacked the subject; inferred.
    ATTACKED_BY = "attackedBy";
    /// The subject acted in response to, in reprisal for or in revenge of an act of the object.
    RETALIATED_AGAINST = "retaliatedAgainst";
    /// The object supports, arms, finances, trains, equips, directs or sponsors the subject.
    BACKED_BY = "backedBy";
    /// The subject backs the object; inferred.
    BACKS = "backs";
    /// The subject, a place or an actor based there, lies in the object.
    LOCATED_IN = "locatedIn";
    /// The subject is linked to, close to or allied with the object, without the article saying that one backs the other.
    ALIGNED_WITH = "alignedWith";
    /// The subject is at war with the object or leads a campaign against it: a standing state, not one strike.
    FIGHTS = "fights";
    /// Between entities: the subject killed the person, the object, or ordered the killing. Of an event: the number of dead.
    KILLED = "killed";
    /// The person holds an office in, commands, leads or speaks for the object.
    OFFICIAL_OF = "officialOf";
    /// The subject, a force, unit, body or wing, belongs to the object.
    PART_OF = "partOf";
    /// The subject accuses or blames the object for an act.
    ACCUSED = "accused";
    /// Talks between the subject and the object are under way.
    NEGOTIATES_WITH = "negotiatesWith";
    /// The subject evacuated or withdrew from the object, a place.
    WITHDREW_FROM = "withdrewFrom";
    /// What happened, is denied or may happen, as an article tells it.
    EVENT = "Event";
    /// A use of force of a kind not said, and the class of all those whose kind is said.
    ATTACK = "Attack";
    /// A strike from a plane or helicopter.
    AIRSTRIKE = "Airstrike";
    /// An attack with one or more drones.
    DRONE_ATTACK = "DroneAttack";
    /// An attack with rockets or missiles.
    ROCKET_ATTACK = "RocketAttack";
    /// Indirect fire of artillery or mortars.
    SHELLING = "Shelling";
    /// An assault, raid, ambush, shooting or offensive on the ground.
    GROUND_ATTACK = "GroundAttack";
    /// The explosion of a planted or carried bomb.
    BOMBING = "Bombing";
    /// The targeted killing of a person.
    ASSASSINATION = "Assassination";
    /// The shooting down of a drone, missile, rocket or aircraft.
    INTERCEPTION = "Interception";
    /// The leaving or withdrawal of persons or forces from a place.
    EVACUATION = "Evacuation";
    /// The sending or arrival of forces in a place.
    DEPLOYMENT = "Deployment";
    /// Talks, a truce or an agreement between parties.
    NEGOTIATION = "Negotiation";
    /// Who or what takes part in the event; inferred.
    PARTICIPANT = "participant";
    /// Who did it; of an interception, who shot it down.
    AGENT = "agent";
    /// The event whose agent the subject is; inferred.
    AGENT_OF = "agentOf";
    /// The attack, asserted or hedged, whose agent the subject is; inferred.
    COMMITTED = "committed";
    /// Whom or what it was aimed at or hit; of an interception, who had launched it.
    TARGET = "target";
    /// Where it happened: the most precise place and the wider ones that the article states.
    PLACE_OF = "place";
    /// When, as precise as the text allows: xsd:date, xsd:gYearMonth, xsd:gYear or xsd:gMonthDay. Never the date of publication by default.
    DATE = "date";
    /// The first day that the date covers, to search by period.
    BEGIN_DATE = "beginDate";
    /// The last day that the date covers, to search by period.
    END_DATE = "endDate";
    /// The weapon used, or what was shot down.
    WEAPON_OF = "weapon";
    /// Lower bound of the number (killed) where the article gives a range.
    KILLED_MIN = "killedMin";
    /// Upper bound of the number (killed) where the article gives a range.
    KILLED_MAX = "killedMax";
    /// The number of wounded.
    WOUNDED = "wounded";
    /// Lower bound of the number (wounded) where the article gives a range.
    WOUNDED_MIN = "woundedMin";
    /// Upper bound of the number (wounded) where the article gives a range.
    WOUNDED_MAX = "woundedMax";
    /// The number of persons captured, arrested or abducted.
    CAPTURED = "captured";
    /// Lower bound of the number (captured) where the article gives a range.
    CAPTURED_MIN = "capturedMin";
    /// Upper bound of the number (captured) where the article gives a range.
    CAPTURED_MAX = "capturedMax";
    /// The number of persons displaced or evacuated.
    DISPLACED = "displaced";
    /// Lower bound of the number (displaced) where the article gives a range.
    DISPLACED_MIN = "displacedMin";
    /// Upper bound of the number (displaced) where the article gives a range.
    DISPLACED_MAX = "displacedMax";
    /// Of how many such events the article speaks, for a series.
    COUNT = "count";
    /// Lower bound of the number (count) where the article gives a range.
    COUNT_MIN = "countMin";
    /// Upper bound of the number (count) where the article gives a range.
    COUNT_MAX = "countMax";
    /// The event that this one answers.
    RESPONSE_TO = "responseTo";
    /// Who claimed it.
    CLAIMED_BY = "claimedBy";
    /// To whom somebody attributes it.
    ATTRIBUTED_TO = "attributedTo";
    /// Who denies it, or a part in it.
    DENIED_BY = "deniedBy";
    /// Who reports it.
    REPORTED_BY = "reportedBy";
    /// What carries a statement in an article: the statement as an RDF 1.2 triple term (rdf:reifies), the words, the rule, the status.
    EVIDENCE = "Evidence";
    /// A span of an article, named by its code points (RFC 5147) and described with NIF 2.0.
    TEXT_SPAN = "TextSpan";
    /// An extraction rule of griot.
    RULE = "Rule";
    /// The words of the article that carry the statement.
    SPAN = "span";
    /// The rule that read the statement in these words.
    RULE_OF = "rule";
    /// To whom the article attributes these words.
    SOURCE = "source";
    /// How the article stands to the statement or the event.
    STATUS_OF = "status";
    /// The share of the statements of the rule that readers judged right, from 0 to 1.
    CONFIDENCE = "confidence";
    /// A news article; its IRI also names the graph of what it says.
    ARTICLE = "Article";
    /// The stance of an article towards a statement.
    STATUS = "Status";
    /// A kind of weapon.
    WEAPON = "Weapon";
    /// The four stances of an article towards a statement.
    STATUS_SCHEME = "StatusScheme";
    /// The types of events that griot tells apart.
    EVENT_TYPE_SCHEME = "EventTypeScheme";
    /// The kinds of weapons that griot tells apart.
    WEAPON_SCHEME = "WeaponScheme";
    /// Stated, or reported without distance as the word of a source.
    ASSERTED = "Asserted";
    /// Conditional mood, presumption, unconfirmed report.
    HEDGED = "Hedged";
    /// Said not to have happened, or denied by somebody.
    DENIED = "Denied";
    /// Future, threat, condition, wish or plan.
    HYPOTHETICAL = "Hypothetical";
    /// An aircraft without a pilot.
    DRONE = "drone";
    /// A self-propelled projectile without guidance.
    ROCKET = "rocket";
    /// A self-propelled, guided projectile.
    MISSILE = "missile";
    /// Guns, howitzers and tanks that fire shells.
    ARTILLERY = "artillery";
    /// A portable weapon of high-angle fire.
    MORTAR = "mortar";
    /// A crewed plane or helicopter.
    AIRCRAFT = "aircraft";
    /// An explosive device, planted, carried or dropped.
    BOMB = "bomb";
    /// A rifle, a machine gun or a handgun.
    FIREARM = "firearm";
}

/// The relations between entities, by local name, in the order of the ontology.
pub const RELATIONS: [NamedNodeRef<'static>; 12] = [
    ATTACKED,
    RETALIATED_AGAINST,
    BACKED_BY,
    LOCATED_IN,
    ALIGNED_WITH,
    FIGHTS,
    KILLED,
    OFFICIAL_OF,
    PART_OF,
    ACCUSED,
    NEGOTIATES_WITH,
    WITHDREW_FROM,
];

/// The classes of events, the general one first.
pub const EVENT_CLASSES: [NamedNodeRef<'static>; 13] = [
    EVENT,
    ATTACK,
    AIRSTRIKE,
    DRONE_ATTACK,
    ROCKET_ATTACK,
    SHELLING,
    GROUND_ATTACK,
    BOMBING,
    ASSASSINATION,
    INTERCEPTION,
    EVACUATION,
    DEPLOYMENT,
    NEGOTIATION,
];

/// The weapons.
pub const WEAPONS: [NamedNodeRef<'static>; 8] = [
    DRONE, ROCKET, MISSILE, ARTILLERY, MORTAR, AIRCRAFT, BOMB, FIREARM,
];

/// The properties whose values are counts, `xsd:nonNegativeInteger`.
pub const COUNTS: [NamedNodeRef<'static>; 15] = [
    KILLED,
    KILLED_MIN,
    KILLED_MAX,
    WOUNDED,
    WOUNDED_MIN,
    WOUNDED_MAX,
    CAPTURED,
    CAPTURED_MIN,
    CAPTURED_MAX,
    DISPLACED,
    DISPLACED_MIN,
    DISPLACED_MAX,
    COUNT,
    COUNT_MIN,
    COUNT_MAX,
];

/// The relation with this local name, such as `attacked`.
#[must_use]
pub fn relation(local: &str) -> Option<NamedNodeRef<'static>> {
    named(&RELATIONS, local)
}

/// The class of events with this local name, such as `Airstrike`.
#[must_use]
pub fn event_class(local: &str) -> Option<NamedNodeRef<'static>> {
    named(&EVENT_CLASSES, local)
}

/// The weapon with this local name, such as `drone`.
#[must_use]
pub fn weapon(local: &str) -> Option<NamedNodeRef<'static>> {
    named(&WEAPONS, local)
}

/// The term of griot's namespace with this local name.
#[must_use]
pub fn term(local: &str) -> Option<NamedNodeRef<'static>> {
    named(TERMS, local)
}

/// The part of a term's IRI after griot's namespace.
#[must_use]
pub fn local_name(iri: &str) -> Option<&str> {
    iri.strip_prefix(NAMESPACE)
}

fn named(terms: &[NamedNodeRef<'static>], local: &str) -> Option<NamedNodeRef<'static>> {
    terms
        .iter()
        .copied()
        .find(|term| local_name(term.as_str()) == Some(local))
}

macro_rules! other_terms {
    ($($(#[$doc:meta])* $name:ident = $iri:literal;)*) => {
        $($(#[$doc])* pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked($iri);)*
    };
}

/// Terms of other vocabularies, each as its owner defines it.
pub mod other {
    use oxigraph::model::NamedNodeRef;

    other_terms! {
        /// RDF: the subject is an instance of the class.
        TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
        /// RDF 1.2: the subject stands for the triple term.
        REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies";
        /// RDF 1.1: a statement described.
        STATEMENT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement";
        /// RDF 1.1: the subject of a statement described.
        SUBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject";
        /// RDF 1.1: the predicate of a statement described.
        PREDICATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate";
        /// RDF 1.1: the object of a statement described.
        OBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object";
        /// RDFS: a name for people.
        LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
        /// RDFS: the subject is a class under the object.
        SUB_CLASS_OF = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
        /// SKOS: another name.
        ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel";
        /// OWL: both name the same thing.
        SAME_AS = "http://www.w3.org/2002/07/owl#sameAs";
        /// GeoSPARQL 1.0: the shape of a thing.
        HAS_GEOMETRY = "http://www.opengis.net/ont/geosparql#hasGeometry";
        /// GeoSPARQL 1.0: a shape as well-known text.
        AS_WKT = "http://www.opengis.net/ont/geosparql#asWKT";
        /// GeoSPARQL 1.0: the datatype of well-known text, in CRS84: longitude, then latitude.
        WKT_LITERAL = "http://www.opengis.net/ont/geosparql#wktLiteral";
        /// Dublin Core: the title.
        TITLE = "http://purl.org/dc/terms/title";
        /// Dublin Core: the day of publication.
        DATE = "http://purl.org/dc/terms/date";
        /// Dublin Core: the language, as a BCP 47 tag.
        LANGUAGE = "http://purl.org/dc/terms/language";
        /// Dublin Core: where it was taken from.
        SOURCE = "http://purl.org/dc/terms/source";
        /// Dublin Core: an identifier in another scheme, `ucdp:234`.
        IDENTIFIER = "http://purl.org/dc/terms/identifier";
        /// Dublin Core: what the subject is a part of.
        IS_PART_OF = "http://purl.org/dc/terms/isPartOf";
        /// Dublin Core: who published it.
        PUBLISHER = "http://purl.org/dc/terms/publisher";
        /// schema.org: the article speaks of the thing.
        MENTIONS = "http://schema.org/mentions";
        /// schema.org: the SHA-256 of the text in UTF-8, in hexadecimal.
        SHA256 = "http://schema.org/sha256";
        /// PROV: what the subject was made from.
        WAS_DERIVED_FROM = "http://www.w3.org/ns/prov#wasDerivedFrom";
        /// PROV: who made it.
        WAS_ATTRIBUTED_TO = "http://www.w3.org/ns/prov#wasAttributedTo";
        /// PROV: the activity that made it.
        WAS_GENERATED_BY = "http://www.w3.org/ns/prov#wasGeneratedBy";
        /// PROV: who acted in the activity.
        WAS_ASSOCIATED_WITH = "http://www.w3.org/ns/prov#wasAssociatedWith";
        /// PROV: what the activity used.
        USED = "http://www.w3.org/ns/prov#used";
        /// PROV: something done.
        ACTIVITY = "http://www.w3.org/ns/prov#Activity";
        /// PROV: a thing with a history.
        PROV_ENTITY = "http://www.w3.org/ns/prov#Entity";
        /// schema.org: the version of a program.
        SOFTWARE_VERSION = "http://schema.org/softwareVersion";
        /// PROV: a program that acts.
        SOFTWARE_AGENT = "http://www.w3.org/ns/prov#SoftwareAgent";
        /// NIF 2.0: the words of a span.
        ANCHOR_OF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf";
        /// NIF 2.0: the first code point of a span.
        BEGIN_INDEX = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex";
        /// NIF 2.0: the code point after a span.
        END_INDEX = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#endIndex";
        /// ITS 2.0 in RDF: the thing that the words of a span mean.
        TA_IDENT_REF = "http://www.w3.org/2005/11/its/rdf#taIdentRef";
    }
}

/// The prefixes that every serialization declares, in this order.
pub const PREFIXES: [(&str, &str); 15] = [
    ("griot", NAMESPACE),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("schema", "http://schema.org/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    (
        "nif",
        "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    ),
    ("void", "http://rdfs.org/ns/void#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("itsrdf", "http://www.w3.org/2005/11/its/rdf#"),
    ("wd", "http://www.wikidata.org/entity/"),
];
