//! The parameters of the lists: names, types and the parsed query.
//!
//! One table defines the parameters of each list. The parser and the API's description both use it,
//! so they cannot differ. Empty and unknown parameters are ignored.

use super::PER_PAGE;
use events::parse::Postcode;
use events::referral::Day;
use jiff::civil::Time;
use std::ops::RangeInclusive;

/// A list of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// `/services`.
    Services,
    /// `/service_at_locations`.
    AtLocations,
    /// `/taxonomies`.
    Taxonomies,
    /// `/taxonomy_terms`.
    Terms,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number between two bounds.
    Whole(u32, u32),
    /// A time of day.
    Time,
    /// A day of the week.
    Day,
    /// A postcode.
    Postcode,
}

/// A parameter of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    pub kind: Kind,
}

impl Parameter {
    /// What it does, for the API's description.
    pub fn about(&self) -> &'static str {
        words::open_referral::parameter(self.name).unwrap_or_default()
    }
}

const fn parameter(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind }
}

/// A number larger than any page or age.
const MANY: u32 = 1_000_000;
/// The most items on a page.
const PAGE_SIZES: RangeInclusive<u32> = 1..=100;
/// The length of the country in metres.
const FAR: u32 = 2_000_000;

/// Every parameter. Each list has its own first ones: see [`List::parameters`].
const PARAMETERS: [Parameter; 12] = [
    parameter("page", Kind::Whole(1, MANY)),
    parameter(
        "per_page",
        Kind::Whole(*PAGE_SIZES.start(), *PAGE_SIZES.end()),
    ),
    parameter("taxonomy_id", Kind::Text),
    parameter("search", Kind::Text),
    parameter("taxonomy_term_id", Kind::Text),
    parameter("minimum_age", Kind::Whole(0, 150)),
    parameter("maximum_age", Kind::Whole(0, 150)),
    parameter("start_time", Kind::Time),
    parameter("end_time", Kind::Time),
    parameter("day", Kind::Day),
    parameter("postcode", Kind::Postcode),
    parameter("proximity", Kind::Whole(0, FAR)),
];

impl List {
    /// The list's parameters.
    pub fn parameters(self) -> &'static [Parameter] {
        let count = match self {
            Self::Taxonomies => 2,
            Self::Terms => 3,
            Self::Services => 10,
            Self::AtLocations => PARAMETERS.len(),
        };
        &PARAMETERS[..count]
    }
}

/// A parsed query for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The page, from 1.
    pub page: usize,
    /// The number of items on a page.
    pub per_page: usize,
    /// Lower-case words that must all appear.
    pub search: Vec<String>,
    pub term: Option<String>,
    pub taxonomy: Option<String>,
    /// The lowest minimum age.
    pub minimum_age: Option<u32>,
    /// The highest maximum age.
    pub maximum_age: Option<u32>,
    /// The earliest opening time.
    pub start_time: Option<Time>,
    /// The latest closing time.
    pub end_time: Option<Time>,
    pub day: Option<Day>,
    /// The person's postcode.
    pub postcode: Option<Postcode>,
    /// The distance in metres.
    pub proximity: Option<u32>,
}

/// An invalid parameter. The error never contains the value, which may reveal where somebody lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadParameter {
    /// The parameter's name.
    pub name: &'static str,
    /// The expected value.
    pub must: &'static str,
}

impl Query {
    /// Parses the query of `list`. `given` returns the value of a parameter.
    ///
    /// # Errors
    /// [`BadParameter`] for the first invalid one.
    pub fn read<'a>(
        list: List,
        given: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Self, BadParameter> {
        let asked = Asked {
            list,
            given: &|name| given(name).map(str::trim).filter(|text| !text.is_empty()),
        };
        let query = Self {
            page: asked.whole("page")?.map_or(1, size),
            per_page: asked.whole("per_page")?.map_or(PER_PAGE, size),
            search: asked
                .text("search")
                .map(|text| text.to_lowercase())
                .map_or_else(Vec::new, |text| {
                    text.split_whitespace().map(str::to_owned).collect()
                }),
            term: asked.text("taxonomy_term_id").map(str::to_lowercase),
            taxonomy: asked.text("taxonomy_id").map(str::to_lowercase),
            minimum_age: asked.whole("minimum_age")?,
            maximum_age: asked.whole("maximum_age")?,
            start_time: asked.read("start_time", words::open_referral::must_start_time(), time)?,
            end_time: asked.read("end_time", words::open_referral::must_end_time(), time)?,
            day: asked.read("day", words::open_referral::must_day(), day)?,
            postcode: asked.read("postcode", words::open_referral::must_postcode(), |text| {
                Postcode::parse(text).ok()
            })?,
            proximity: asked.whole("proximity")?,
        };
        if query.proximity.is_some() && query.postcode.is_none() {
            return Err(BadParameter {
                name: "proximity",
                must: words::open_referral::must_with_postcode(),
            });
        }
        Ok(query)
    }
}

/// A list and its values.
struct Asked<'f, 'a> {
    list: List,
    given: &'f dyn Fn(&str) -> Option<&'a str>,
}

impl<'a> Asked<'_, 'a> {
    fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.list
            .parameters()
            .iter()
            .find(|parameter| parameter.name == name)
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.parameter(name).and_then(|_| (self.given)(name))
    }

    fn whole(&self, name: &str) -> Result<Option<u32>, BadParameter> {
        let Some(Parameter {
            name,
            kind: Kind::Whole(least, most),
            ..
        }) = self.parameter(name)
        else {
            return Ok(None);
        };
        let must = match *name {
            "per_page" => words::open_referral::must_per_page(),
            "page" => words::open_referral::must_page(),
            "proximity" => words::open_referral::must_metres(),
            _ => words::open_referral::must_years(),
        };
        let Some(text) = (self.given)(name) else {
            return Ok(None);
        };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text
            .parse::<u32>()
            .ok()
            .filter(|number| digits && (least..=most).contains(&number));
        number.map(Some).ok_or(BadParameter { name, must })
    }

    fn read<T>(
        &self,
        name: &str,
        must: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, BadParameter> {
        let Some(parameter) = self.parameter(name) else {
            return Ok(None);
        };
        let Some(text) = (self.given)(name) else {
            return Ok(None);
        };
        parse(text).map(Some).ok_or(BadParameter {
            name: parameter.name,
            must,
        })
    }
}

fn size(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// `09:00` or `09:00:00`. Other spellings that a time parser accepts are invalid.
fn time(text: &str) -> Option<Time> {
    let shape = text.bytes().enumerate().all(|(at, byte)| {
        if at % 3 == 2 {
            byte == b':'
        } else {
            byte.is_ascii_digit()
        }
    });
    let whole = matches!(text.len(), 5 | 8) && shape;
    whole
        .then(|| {
            if text.len() == 5 {
                format!("{text}:00")
            } else {
                text.to_owned()
            }
        })?
        .parse()
        .ok()
}

/// `MO`, `mon` or `Monday`.
fn day(text: &str) -> Option<Day> {
    const NAMES: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let text = text.to_lowercase();
    let place = NAMES
        .iter()
        .position(|name| [&name[..2], &name[..3], name].contains(&text.as_str()))?;
    Day::ALL.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: List, given: &[(&str, &str)]) -> Result<Query, &'static str> {
        let given = |name: &str| {
            given
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, text)| *text)
        };
        Query::read(list, given).map_err(|bad| bad.name)
    }

    #[test]
    fn without_parameters_the_first_fifty_are_asked() {
        let query = read(List::AtLocations, &[]).unwrap();
        assert_eq!((query.page, query.per_page), (1, 50));
        assert_eq!(
            read(List::AtLocations, &[("page", ""), ("search", " ")]),
            Ok(query),
            "empty is absent"
        );
    }

    #[test]
    fn a_number_out_of_range_or_no_number_is_named() {
        for text in [
            "0",
            "101",
            "-1",
            "+5",
            "1.5",
            "ten",
            "99999999999",
            "\u{661}",
        ] {
            assert_eq!(
                read(List::Services, &[("per_page", text)]),
                Err("per_page"),
                "{text}"
            );
        }
        assert_eq!(read(List::Terms, &[("page", "0")]), Err("page"));
        assert_eq!(
            read(List::Services, &[("per_page", "100"), ("page", "7")])
                .map(|q| (q.per_page, q.page)),
            Ok((100, 7))
        );
    }

    #[test]
    fn a_list_ignores_parameters_of_other_lists() {
        assert!(read(List::Services, &[("postcode", "nonsense"), ("utm", "1")]).is_ok());
        assert_eq!(
            read(List::AtLocations, &[("postcode", "nonsense")]),
            Err("postcode")
        );
        assert!(read(List::Taxonomies, &[("minimum_age", "x")]).is_ok());
    }

    #[test]
    fn times_and_days_are_taken_as_people_write_them() {
        let at = |name, text| read(List::Services, &[(name, text)]);
        assert_eq!(
            at("start_time", "09:00").map(|q| q.start_time),
            Ok(Some(Time::constant(9, 0, 0, 0)))
        );
        assert_eq!(
            at("end_time", "23:59:59").map(|q| q.end_time),
            Ok(Some(Time::constant(23, 59, 59, 0)))
        );
        for text in ["9", "24:00", "09:60", "T09:00", "09-00", "0900", "09:00:0"] {
            assert_eq!(at("start_time", text), Err("start_time"), "{text}");
        }
        for text in ["MO", "mo", "Mon", "Monday"] {
            assert_eq!(at("day", text).map(|q| q.day), Ok(Some(Day::Mon)), "{text}");
        }
        assert_eq!(at("day", "M"), Err("day"));
    }

    #[test]
    fn a_distance_is_from_somewhere() {
        assert_eq!(
            read(List::AtLocations, &[("proximity", "500")]),
            Err("proximity")
        );
        assert!(
            read(
                List::AtLocations,
                &[("proximity", "500"), ("postcode", "OX1 1AA")]
            )
            .is_ok()
        );
    }
}
