//! Parses a row into a referral that awaits consent, or into all its errors.

use crate::csv::{Header, ROW};
use crate::report::{RowError, RowOnlyCode};
use crate::row_reader::Row;
use events::field_error::Code;
use events::parse::{is_blank, trimmed};
use events::profile::Partner;
use events::referral::{Basis, Frequency, Referral, SourceKind};
use events::{FieldError, form, ijson};
use jiff::civil::Date;
use platform::keys::Keys;
use platform::ports::Submission;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The maximum length of the sender's name for a row.
const MAX_NAME_CHARACTERS: usize = 100;

/// The maximum number of ways to contact a person (contract).
const MAX_WAYS: usize = 6;

/// Parses the rows of one file from one sender.
#[derive(Debug)]
pub(crate) struct RowParser<'a> {
    /// The sender's code.
    pub code: &'a str,
    pub kind: SourceKind,
    /// Derive the id of a row from the sender's name for it.
    pub keys: &'a Keys,
    /// The columns of a CSV file.
    pub header: Option<Header>,
    /// The London date on which reading began. Every row is checked against this date.
    pub today: Date,
}

/// A row that is a valid referral.
#[derive(Debug)]
pub(crate) struct RowReferral {
    /// Recognises the row if it is repeated, in this file or another.
    pub submission: Submission,
    /// The document, as for `POST /referrals`, without the ways to contact the person that cannot be read.
    pub document: Value,
    pub referral: Referral,
    /// The errors of those ways.
    pub left_out: Vec<RowError>,
}

impl<'a> RowParser<'a> {
    pub(crate) fn of(
        partner: &'a Partner,
        keys: &'a Keys,
        header: Option<Header>,
        today: Date,
    ) -> Self {
        Self {
            code: &partner.code,
            kind: partner.kind,
            keys,
            header,
            today,
        }
    }

    /// Parses a row. A wrong number does not lose the person: a row whose only errors are in `contact` is a referral
    /// without what is wrong there.
    ///
    /// # Errors
    /// Every error of the row.
    pub(crate) fn parse(&self, row: &Row) -> Result<RowReferral, Vec<RowError>> {
        let bytes = row
            .bytes
            .as_deref()
            .ok_or_else(|| vec![RowError::row(RowOnlyCode::RowTooLarge)])?;
        let (mut document, named) = match &self.header {
            Some(header) => from_cells(header, bytes, self.today)?,
            None => {
                let document =
                    ijson::parse(bytes).map_err(|_| vec![RowError::row(RowOnlyCode::NotIJson)])?;
                (document, None)
            }
        };
        let mut wrong = Vec::new();
        if let Value::Object(members) = &mut document {
            self.name(members, &mut wrong);
            self.sent_by(members, &mut wrong);
            awaits_consent(members, &mut wrong);
        }
        let (referral, left_out) = match events::parse::referral(&document, self.today) {
            Ok(referral) if wrong.is_empty() => (referral, Vec::new()),
            Ok(_) => return Err(wrong),
            Err(errors) => {
                let readable = leave_out(&document, &errors).filter(|_| wrong.is_empty());
                let rest = readable.and_then(|rest| {
                    let referral = events::parse::referral(&rest, self.today).ok()?;
                    Some((rest, referral))
                });
                // An error of the row's name is reported for the name, not for the id derived from it.
                let told = errors
                    .into_iter()
                    .filter(|error| error.field != "/id" || !wrong.iter().any(is_name));
                let told: Vec<RowError> =
                    told.map(|error| outward(error, named.as_ref())).collect();
                let Some((rest, referral)) = rest else {
                    return Err(told.into_iter().chain(wrong).collect());
                };
                document = rest;
                (referral, told)
            }
        };
        let submission = Submission {
            sender: format!("feed:{}", self.code),
            id: referral.id.clone(),
        };
        Ok(RowReferral {
            submission,
            document,
            referral,
            left_out,
        })
    }

    /// Sets the id of the row: the sender's UUID, or one derived from the sender's name for the row.
    fn name(&self, members: &mut Map<String, Value>, wrong: &mut Vec<RowError>) {
        let Some(name) = members.remove(&ROW[1..]) else {
            return;
        };
        if members.contains_key("id") {
            wrong.push(RowError::field(ROW, Code::Contradiction));
            return;
        }
        let name = match name {
            Value::String(name) => trimmed(&name).to_owned(),
            // A whole number can be a name too.
            Value::Number(number) if number.is_u64() => number.to_string(),
            _ => {
                wrong.push(RowError::field(ROW, Code::WrongType));
                return;
            }
        };
        let code = match name.chars().count() {
            0 => Code::TooShort,
            count if count > MAX_NAME_CHARACTERS => Code::TooLong,
            _ if name.contains(char::is_control) => Code::CharacterNotAllowed,
            _ => {
                let id =
                    uuid::Builder::from_custom_bytes(self.keys.row(self.code, &name)).into_uuid();
                members.insert("id".to_owned(), Value::String(id.to_string()));
                return;
            }
        };
        wrong.push(RowError::field(ROW, code));
    }

    /// The folder says who the sender is. A row cannot claim another one.
    fn sent_by(&self, members: &mut Map<String, Value>, wrong: &mut Vec<RowError>) {
        let source = members.entry("source").or_insert_with(|| json!({}));
        let Value::Object(source) = source else {
            return;
        };
        match source.get("kind") {
            None => {
                source.insert("kind".to_owned(), json!(self.kind));
            }
            Some(kind) if *kind == json!(self.kind) => {}
            Some(_) => wrong.push(RowError::field("/source/kind", Code::Contradiction)),
        }
    }
}

/// Nobody has asked the person yet (TV2), so a row awaits consent and cannot claim to have it. Once the person has
/// agreed, the sender uses `POST /referrals`, which records who gave consent, when, how and to what (TV4).
fn awaits_consent(members: &mut Map<String, Value>, wrong: &mut Vec<RowError>) {
    let consent = members.entry("consent").or_insert_with(|| json!({}));
    let Value::Object(consent) = consent else {
        return;
    };
    let basis = consent
        .entry("basis")
        .or_insert_with(|| json!(Basis::AwaitingConsent));
    if *basis != json!(Basis::AwaitingConsent) {
        wrong.push(RowError::field("/consent/basis", Code::Contradiction));
    }
}

/// Builds the document from the cells of a row.
fn from_cells(
    header: &Header,
    bytes: &[u8],
    today: Date,
) -> Result<(Value, Option<form::FormDocument>), Vec<RowError>> {
    let cells = header
        .named(bytes)
        .ok_or_else(|| vec![RowError::row(RowOnlyCode::WrongNumberOfCells)])?;
    let (names, fields): (Vec<_>, Vec<_>) =
        cells.into_iter().partition(|(column, _)| column == ROW);
    let form = form::document(fields, Some(today));
    let mut document = form.value.clone();
    if let Value::Object(members) = &mut document {
        // Cells cannot express an empty list, so a row without a channel gets one.
        let contact = members.entry("contact").or_insert_with(|| json!({}));
        if let Value::Object(contact) = contact {
            contact.entry("channels").or_insert_with(|| json!([]));
        }
        if let Some((_, name)) = names.into_iter().next().filter(|(_, name)| !is_blank(name)) {
            members.insert(ROW[1..].to_owned(), Value::String(name));
        }
    }
    Ok((document, Some(form)))
}

/// The document without what is wrong in `contact`: an unreadable way, and every way of its kind where two contradict each
/// other about what is safe. `None` if anything else is wrong.
fn leave_out(document: &Value, errors: &[FieldError]) -> Option<Value> {
    let mut document = document.clone();
    let contact = document
        .as_object_mut()?
        .entry("contact")
        .or_insert(json!({}));
    let (mut unreadable, mut contradicting) = (BTreeSet::new(), BTreeSet::new());
    let mut without_ways = false;
    for error in errors {
        let place = error.field.strip_prefix("/contact")?;
        let mut tokens = place.split('/').skip(1);
        match (tokens.next(), tokens.next()) {
            (None, _) => *contact = json!({}),
            (Some("channels"), None) if error.code == Code::TooMany => {}
            (Some("channels"), None) => without_ways = true,
            (Some("channels"), Some(way)) => {
                let way: usize = way.parse().ok()?;
                unreadable.insert(way);
                if error.code == Code::Contradiction {
                    contradicting.insert(contact["channels"][way]["kind"].to_string());
                }
            }
            (Some("frequency"), _) => contact["frequency"] = json!(Frequency::OnlyWhenAsked),
            (Some(member), _) => {
                let name = member.replace("~1", "/").replace("~0", "~");
                contact.as_object_mut()?.remove(&name);
            }
        }
    }
    let ways = contact
        .as_object_mut()?
        .entry("channels")
        .or_insert(json!([]));
    if without_ways {
        *ways = json!([]);
    }
    let ways = ways.as_array_mut()?;
    let mut place = 0..;
    ways.retain(|way| {
        let unreadable = place.next().is_none_or(|place| unreadable.contains(&place));
        !unreadable && !contradicting.contains(&way["kind"].to_string())
    });
    ways.truncate(MAX_WAYS);
    Some(document)
}

/// The error as the sender may see it: by column name, and without names that the contract does not have, because
/// those may hold anything.
fn outward(error: FieldError, named: Option<&form::FormDocument>) -> RowError {
    let field = named.map_or_else(|| error.field.clone(), |form| form.name_of(&error.field));
    let field = match error.code {
        Code::UnknownField => field
            .rsplit_once('/')
            .map_or(String::new(), |(parent, _)| parent.to_owned()),
        _ => field,
    };
    RowError::field(field, error.code)
}

fn is_name(wrong: &RowError) -> bool {
    wrong.field == ROW
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 11, 22);

    fn parse(header: Option<&str>, row: &str) -> Result<RowReferral, Vec<String>> {
        let keys = Keys::new("a secret");
        let header = header.map(|header| Header::read(header.as_bytes()).unwrap());
        let parser = RowParser {
            code: "tvp",
            kind: SourceKind::Police,
            keys: &keys,
            header,
            today: TODAY,
        };
        let row = Row {
            line: 1,
            bytes: Some(row.as_bytes().to_vec()),
            end: 0,
            next_line: 2,
        };
        parser.parse(&row).map_err(|wrong| {
            let told = |wrong: &RowError| {
                let value = serde_json::to_value(wrong).unwrap();
                format!(
                    "{} {}",
                    value["field"].as_str().unwrap(),
                    value["code"].as_str().unwrap()
                )
            };
            wrong.iter().map(told).collect()
        })
    }

    fn cells(row: &str) -> Result<RowReferral, Vec<String>> {
        let header = "/row,/person/role,/person/name,/contact/channels/0/kind,/contact/channels/0/address,\
                      /contact/channels/0/safe,/incident/flags/0,/incident/flags/5,/residence/postcode";
        parse(Some(header), row)
    }

    #[test]
    fn a_csv_row_equals_its_json_line() {
        let by_cells = cells("43-V1,victim,Robin,phone,07700 900102,,,fraud,SL2 1DL").unwrap();
        let by_json = parse(
            None,
            r#"{"row": "43-V1", "person": {"role": "victim", "name": "Robin"}, "contact": {"channels":
               [{"kind": "phone", "address": "07700 900102", "safe": false}]}, "incident": {"flags": ["fraud"]},
               "residence": {"postcode": "SL2 1DL"}}"#,
        )
        .unwrap();
        assert_eq!(by_cells.document, by_json.document);
        assert_eq!(by_cells.submission, by_json.submission);
        assert_eq!(
            by_cells.document["consent"],
            json!({"basis": "awaiting-consent"})
        );
        assert_eq!(by_cells.document["source"], json!({"kind": "police"}));
        assert_eq!(by_cells.submission.sender, "feed:tvp");
    }

    #[test]
    fn each_row_has_one_id_and_a_uuid_stays() {
        let id = |line: &str| parse(None, line).unwrap().submission.id;
        let rest = r#""person": {"role": "victim", "name": "R"}, "contact": {"channels": []}"#;
        assert_ne!(
            id(&format!(r#"{{"row": "1", {rest}}}"#)),
            id(&format!(r#"{{"row": "2", {rest}}}"#))
        );
        assert_eq!(
            id(&format!(r#"{{"row": " 1 ", {rest}}}"#)),
            id(&format!(r#"{{"row": 1, {rest}}}"#))
        );
        let own = "b2a7d0c4-3e91-4f6a-8b58-90c1e74d2f36";
        assert_eq!(id(&format!(r#"{{"id": "{own}", {rest}}}"#)), own);
    }

    #[test]
    fn errors_name_the_column() {
        let wrong = cells("43-V1,victim,,phone,12,true,nonsense,also,XX").unwrap_err();
        let named = |field: &str, code: &str| wrong.contains(&format!("{field} {code}"));
        assert!(named("/person/name", "REQUIRED"), "{wrong:?}");
        assert!(
            named("/contact/channels/0/address", "NOT_A_PHONE_NUMBER"),
            "{wrong:?}"
        );
        assert!(named("/incident/flags/5", "UNKNOWN_VALUE"), "{wrong:?}");
        assert!(named("/residence/postcode", "NOT_A_POSTCODE"), "{wrong:?}");
    }

    #[test]
    fn a_row_with_a_wrong_number_is_a_case_without_it() {
        let row = cells("43-V1,victim,Robin,phone,07700 90012 ext,true,,,SL2 1DL").unwrap();
        assert_eq!(row.document["contact"], json!({"channels": []}));
        let told = serde_json::to_value(&row.left_out).unwrap();
        assert_eq!(
            told,
            json!([{"field": "/contact/channels/0/address", "code": "NOT_A_PHONE_NUMBER"}])
        );
        // Another error refuses the row, with all of them.
        let wrong = cells("43-V1,victim,Robin,phone,07700 90012 ext,true,,,XX").unwrap_err();
        assert_eq!(wrong.len(), 2);
    }

    #[test]
    fn what_is_wrong_in_contact_is_left_out_safely() {
        let contact = |contact: Value| {
            let row =
                json!({"row": "1", "person": {"role": "victim", "name": "R"}, "contact": contact});
            parse(None, &row.to_string()).unwrap().document["contact"].take()
        };
        let phone = |safe| json!({"kind": "phone", "address": "07700 900102", "safe": safe});
        let email = json!({"kind": "email", "address": "r@example.org", "safe": true});
        // Of two that contradict each other, neither is safe.
        assert_eq!(
            contact(json!({"channels": [phone(true), email, phone(false)]})),
            json!({"channels": [email]})
        );
        assert_eq!(
            contact(
                json!({"channels": [phone(true)], "preferred": "pigeon", "x~/y": 1, "frequency": "often"})
            ),
            json!({"channels": [phone(true)], "frequency": "only-when-asked"})
        );
        assert_eq!(contact(json!(["07700 900102"])), json!({"channels": []}));
        assert_eq!(
            contact(json!({"channels": "07700 900102"})),
            json!({"channels": []})
        );
        let many = vec![json!({"kind": "email", "safe": false}); 7];
        assert_eq!(
            contact(json!({"channels": many})),
            json!({"channels": many[1..]})
        );
    }

    #[test]
    fn cells_are_read_as_spreadsheets_write_them() {
        let header = "/row,/person/role,/person/name,/person/date_of_birth,/incident/occurred,/person/interpreter,\
                      /circumstances/times_in_12_months,/contact/channels/0/kind,/residence/postcode";
        let row = "1 ,victim   ,Robin\u{a0},17/02/1984 ,mar 26,true , 3.0,phone , ";
        let read = parse(Some(header), row).unwrap();
        assert_eq!(
            read.document["person"],
            json!({"role": "victim", "name": "Robin", "date_of_birth": "1984-02-17", "interpreter": true})
        );
        assert_eq!(read.document["incident"], json!({"occurred": "2026-03"}));
        assert_eq!(
            read.document["circumstances"],
            json!({"times_in_12_months": 3})
        );
        assert_eq!(read.document.get("residence"), None);
    }

    #[test]
    fn an_unreadable_row_is_reported() {
        assert_eq!(
            cells("43-V1,victim").unwrap_err(),
            [" WRONG_NUMBER_OF_CELLS"]
        );
        assert_eq!(parse(None, "{").unwrap_err(), [" NOT_I_JSON"]);
        assert_eq!(parse(None, "[]").unwrap_err(), [" WRONG_TYPE"]);
    }

    #[test]
    fn a_row_needs_exactly_one_name() {
        let row = |start: &str| {
            let rest = r#""person": {"role": "victim", "name": "R"}, "contact": {"channels": []}}"#;
            parse(None, &format!("{{{start}{rest}")).unwrap_err()
        };
        assert_eq!(row(""), ["/id REQUIRED"]);
        assert_eq!(row(r#""row": "", "#), ["/row TOO_SHORT"]);
        assert_eq!(row(r#""row": true, "#), ["/row WRONG_TYPE"]);
        assert_eq!(
            row(r#""row": "1", "id": "b2a7d0c4-3e91-4f6a-8b58-90c1e74d2f36", "#),
            ["/row CONTRADICTION"]
        );
        assert_eq!(
            row(&format!(r#""row": "{}", "#, "1".repeat(101))),
            ["/row TOO_LONG"]
        );
        assert_eq!(cells(",victim,R,,,,,,").unwrap_err(), ["/id REQUIRED"]);
        assert_eq!(
            cells("1,victim,R,,,,,,").unwrap().document["contact"],
            json!({"channels": []})
        );
    }

    #[test]
    fn a_row_cannot_claim_consent_or_another_sender() {
        let row = r#"{"row": "1", "person": {"role": "victim", "name": "R"}, "contact": {"channels": []},
                      "consent": {"basis": "consent", "scope": ["share-with-providers"]}, "source": {"kind": "hub"}}"#;
        assert_eq!(
            parse(None, row).unwrap_err(),
            ["/source/kind CONTRADICTION", "/consent/basis CONTRADICTION"]
        );
    }

    #[test]
    fn an_unknown_name_is_never_repeated() {
        let row = r#"{"row": "1", "person": {"role": "victim", "name": "R", "Robin Fielding": 1},
                      "contact": {"channels": []}, "Robin": 1}"#;
        let wrong = parse(None, row).unwrap_err();
        assert_eq!(wrong, ["/person UNKNOWN_FIELD", " UNKNOWN_FIELD"]);
    }
}
