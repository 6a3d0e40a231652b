use std::fmt;
use std::str::FromStr;

/// What an entity is: the classes of the ontology that entities are typed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum EntityClass {
    /// A state that acts: *l'Iran a riposté*.
    State,
    /// A government, ministry, service or seat of power: *le Pentagone*.
    GovernmentBody,
    /// An armed force or service of a state, or one under its command: *Tsahal*.
    MilitaryForce,
    /// An armed group that is no state's regular force: *le Hezbollah*.
    ArmedGroup,
    /// An alliance or coalition of states or groups: *l'OTAN*.
    Alliance,
    /// Another organization: agencies, parties, media, associations: *l'AFP*.
    Organization,
    /// A person: *Qassem Soleimani*.
    Person,
    /// A people, a public or a set of persons: *deux civils*, *les Kurdes*.
    Population,
    /// A country, as the place where something is: *en Irak*.
    Country,
    /// A region, province or other area larger than a town: *la Cisjordanie*.
    Region,
    /// A town or village: *Deir ez-Zor*.
    City,
    /// A built place: base, crossing, hospital, airport: *l'avant-poste de Tanf*.
    Facility,
    /// Any other place: seas, rivers, mountains, roads: *l'Euphrate*.
    Place,
}

impl EntityClass {
    /// Every class, in the order of declaration.
    pub const ALL: [Self; 13] = [
        Self::State,
        Self::GovernmentBody,
        Self::MilitaryForce,
        Self::ArmedGroup,
        Self::Alliance,
        Self::Organization,
        Self::Person,
        Self::Population,
        Self::Country,
        Self::Region,
        Self::City,
        Self::Facility,
        Self::Place,
    ];

    /// The name of the class in the ontology, such as `ArmedGroup`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::State => "State",
            Self::GovernmentBody => "GovernmentBody",
            Self::MilitaryForce => "MilitaryForce",
            Self::ArmedGroup => "ArmedGroup",
            Self::Alliance => "Alliance",
            Self::Organization => "Organization",
            Self::Person => "Person",
            Self::Population => "Population",
            Self::Country => "Country",
            Self::Region => "Region",
            Self::City => "City",
            Self::Facility => "Facility",
            Self::Place => "Place",
        }
    }

    /// Whether things of this class lie somewhere on a map: countries, regions, towns, facilities.
    #[must_use]
    pub const fn is_place(self) -> bool {
        matches!(
            self,
            Self::Country | Self::Region | Self::City | Self::Facility | Self::Place
        )
    }

    /// Whether things of this class act: states, bodies, forces, groups, persons, peoples.
    #[must_use]
    pub const fn is_actor(self) -> bool {
        !self.is_place()
    }
}

impl fmt::Display for EntityClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is not the name of an entity class.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown entity class `{0}`; expected one of State, GovernmentBody, MilitaryForce, ArmedGroup, Alliance, Organization, Person, Population, Country, Region, City, Facility, Place"
)]
pub struct UnknownClass(String);

impl FromStr for EntityClass {
    type Err = UnknownClass;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|class| class.as_str() == name)
            .ok_or_else(|| UnknownClass(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for (i, class) in EntityClass::ALL.into_iter().enumerate() {
            assert_eq!(class.as_str().parse(), Ok(class));
            assert_eq!(class as usize, i);
        }
        assert!("Town".parse::<EntityClass>().is_err());
    }
}
