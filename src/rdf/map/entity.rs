use super::Mapper;
use crate::date::Date;
use crate::extract::fact::Entity;
use crate::rdf::iri::external;
use crate::rdf::vocab::{self, other};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef};

impl Mapper<'_> {
    /// What the entity is, how it is called, where it lies, and what others call it.
    pub(super) fn entity(&mut self, entity: &Entity) {
        let node = self.base.entity(&entity.id);
        for class in &entity.classes {
            if let Some(class) = vocab::term(class.as_str()) {
                self.say(node.clone(), other::TYPE, class);
            }
        }
        self.say_word(&node, other::LABEL, &entity.label);
        for form in &entity.alt_labels {
            if *form != entity.label {
                self.say_word(&node, other::ALT_LABEL, form);
            }
        }
        if let Some(code) = &entity.country {
            let code = Literal::new_simple_literal(code.as_str());
            self.say(node.clone(), vocab::COUNTRY_CODE, code);
        }
        if let Some((latitude, longitude)) = entity.point {
            self.point(&node, &entity.id, latitude, longitude);
        }
        for (&scheme, id) in &entity.links {
            self.link(&node, scheme, id);
        }
        if !entity.mentions.is_empty() {
            self.say(self.this.clone(), other::MENTIONS, node);
        }
    }

    fn point(&mut self, node: &NamedNode, id: &str, latitude: f64, longitude: f64) {
        let shape = self.base.geometry(id);
        let wkt = format!("POINT({longitude} {latitude})");
        let wkt = Literal::new_typed_literal(wkt, other::WKT_LITERAL);
        self.say(node.clone(), other::HAS_GEOMETRY, shape.clone());
        self.say(shape, other::AS_WKT, wkt);
    }

    fn link(&mut self, node: &NamedNode, scheme: &str, id: &str) {
        if let Some(page) = external(scheme, id) {
            self.say(node.clone(), other::SAME_AS, page);
        } else {
            let identifier = Literal::new_simple_literal(format!("{scheme}:{id}"));
            self.say(node.clone(), other::IDENTIFIER, identifier);
        }
    }
}

/// A date as a literal of its precision, if the calendar has it.
pub(super) fn calendar(date: Date) -> Option<Literal> {
    let datatype: NamedNodeRef<'_> = match date {
        Date::Day { .. } => xsd::DATE,
        Date::Month { .. } => xsd::G_YEAR_MONTH,
        Date::Year { .. } => xsd::G_YEAR,
        Date::MonthDay { .. } => xsd::G_MONTH_DAY,
    };
    let valid = match date {
        Date::Day { year, month, day } => year > 0 && (1..=last_day(year, month)).contains(&day),
        Date::Month { year, month } => year > 0 && (1..=12).contains(&month),
        Date::Year { year } => year > 0,
        Date::MonthDay { month, day } => (1..=last_day(2000, month)).contains(&day),
    };
    valid.then(|| Literal::new_typed_literal(date.to_string(), datatype))
}

/// The first and last day that a date covers; a day of an unknown year covers none.
pub(super) fn bounds(date: Date) -> Option<(Date, Date)> {
    let day = |year, month, day| Date::Day { year, month, day };
    match date {
        Date::Day { .. } => Some((date, date)),
        Date::Month { year, month } => {
            Some((day(year, month, 1), day(year, month, last_day(year, month))))
        }
        Date::Year { year } => Some((day(year, 1, 1), day(year, 12, 31))),
        Date::MonthDay { .. } => None,
    }
}

const fn last_day(year: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_well_formed_or_absent() {
        let day = |year, month, day| Date::Day { year, month, day };
        for (date, expected) in [
            (day(2024, 2, 29), Some("2024-02-29")),
            (day(2023, 2, 29), None),
            (day(2023, 13, 1), None),
            (Date::MonthDay { month: 2, day: 29 }, Some("--02-29")),
            (
                Date::Month {
                    year: 2021,
                    month: 2,
                },
                Some("2021-02"),
            ),
        ] {
            let literal = calendar(date);
            assert_eq!(literal.as_ref().map(Literal::value), expected);
        }
        let february = Date::Month {
            year: 2024,
            month: 2,
        };
        assert_eq!(bounds(february), Some((day(2024, 2, 1), day(2024, 2, 29))));
    }
}
