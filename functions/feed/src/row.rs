//! From a row to a referral that awaits consent, or to everything that is wrong with it.

use crate::cells::{Header, ROW};
use crate::lines::Row;
use crate::report::{OnlyRow, Wrong};
use events::field_error::Code;
use events::profile::Partner;
use events::referral::{Basis, Referral, SourceKind};
use events::{FieldError, form, ijson};
use jiff::civil::Date;
use platform::keys::Keys;
use platform::ports::Submission;
use serde_json::{Map, Value, json};

/// The most characters of a sender's own name of a row.
const MOST_NAME: usize = 100;

/// Who sends a file, and what every row of it is judged by.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    /// The sender's code.
    pub code: &'a str,
    /// What kind of sender it is.
    pub kind: SourceKind,
    /// The keys by which a row is known again.
    pub keys: &'a Keys,
    /// The columns, in CSV.
    pub header: Option<Header>,
    /// The day on which the file was begun, in London.
    pub today: Date,
}

/// A row that is a referral.
#[derive(Debug)]
pub(crate) struct Good {
    /// What makes it one with its repeats, in this file or another.
    pub submission: Submission,
    /// The document, as `POST /referrals` would have it.
    pub document: Value,
    /// What was read from it.
    pub referral: Referral,
}

impl<'a> Desk<'a> {
    /// The desk for the files of a partner.
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

    /// Judges a row.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(crate) fn judge(&self, row: &Row) -> Result<Good, Vec<Wrong>> {
        let bytes = row
            .bytes
            .as_deref()
            .ok_or_else(|| vec![Wrong::row(OnlyRow::RowTooLarge)])?;
        let (mut document, named) = match &self.header {
            Some(header) => from_cells(header, bytes)?,
            None => {
                let document =
                    ijson::parse(bytes).map_err(|_| vec![Wrong::row(OnlyRow::NotIJson)])?;
                (document, None)
            }
        };
        let mut wrong = Vec::new();
        if let Value::Object(members) = &mut document {
            self.name(members, &mut wrong);
            self.sent_by(members, &mut wrong);
            awaits_consent(members, &mut wrong);
        }
        let referral = match events::parse::referral(&document, self.today) {
            Ok(referral) if wrong.is_empty() => referral,
            Ok(_) => return Err(wrong),
            Err(errors) => {
                // What is wrong with the name of a row is said of the name.
                let told = errors
                    .into_iter()
                    .filter(|error| error.field != "/id" || !wrong.iter().any(is_name));
                let told: Vec<Wrong> = told.map(|error| outward(error, named.as_ref())).collect();
                return Err(told.into_iter().chain(wrong).collect());
            }
        };
        let submission = Submission {
            sender: format!("feed:{}", self.code),
            id: referral.id.clone(),
        };
        Ok(Good {
            submission,
            document,
            referral,
        })
    }

    /// Gives the row its id: the sender's own, or one that stands for the sender's own name of the row.
    fn name(&self, members: &mut Map<String, Value>, wrong: &mut Vec<Wrong>) {
        let Some(name) = members.remove(&ROW[1..]) else {
            return;
        };
        if members.contains_key("id") {
            wrong.push(Wrong::field(ROW, Code::Contradiction));
            return;
        }
        let name = match name {
            Value::String(name) => name.trim().to_owned(),
            // A number is a name too, as long as it is whole.
            Value::Number(number) if number.is_u64() => number.to_string(),
            _ => {
                wrong.push(Wrong::field(ROW, Code::WrongType));
                return;
            }
        };
        let code = match name.chars().count() {
            0 => Code::TooShort,
            count if count > MOST_NAME => Code::TooLong,
            _ if name.contains(char::is_control) => Code::CharacterNotAllowed,
            _ => {
                let id =
                    uuid::Builder::from_custom_bytes(self.keys.row(self.code, &name)).into_uuid();
                members.insert("id".to_owned(), Value::String(id.to_string()));
                return;
            }
        };
        wrong.push(Wrong::field(ROW, code));
    }

    /// Who sends it is who may drop files here; a row cannot say otherwise.
    fn sent_by(&self, members: &mut Map<String, Value>, wrong: &mut Vec<Wrong>) {
        let source = members.entry("source").or_insert_with(|| json!({}));
        let Value::Object(source) = source else {
            return;
        };
        match source.get("kind") {
            None => {
                source.insert("kind".to_owned(), json!(self.kind));
            }
            Some(kind) if *kind == json!(self.kind) => {}
            Some(_) => wrong.push(Wrong::field("/source/kind", Code::Contradiction)),
        }
    }
}

/// Nobody has been asked yet (TV2): a row awaits consent, and cannot say that it has it. Who was asked and agreed is
/// referred by `POST /referrals`, with who gave consent, when, how and to what (TV4).
fn awaits_consent(members: &mut Map<String, Value>, wrong: &mut Vec<Wrong>) {
    let consent = members.entry("consent").or_insert_with(|| json!({}));
    let Value::Object(consent) = consent else {
        return;
    };
    let basis = consent
        .entry("basis")
        .or_insert_with(|| json!(Basis::AwaitingConsent));
    if *basis != json!(Basis::AwaitingConsent) {
        wrong.push(Wrong::field("/consent/basis", Code::Contradiction));
    }
}

/// The document in the cells of a row.
fn from_cells(
    header: &Header,
    bytes: &[u8],
) -> Result<(Value, Option<form::FormDocument>), Vec<Wrong>> {
    let cells = header
        .named(bytes)
        .ok_or_else(|| vec![Wrong::row(OnlyRow::WrongNumberOfCells)])?;
    let (names, fields): (Vec<_>, Vec<_>) =
        cells.into_iter().partition(|(column, _)| column == ROW);
    let form = form::document(fields);
    let mut document = form.value.clone();
    if let Value::Object(members) = &mut document {
        // Cells cannot say that a list is empty: a row without a channel has none.
        let contact = members.entry("contact").or_insert_with(|| json!({}));
        if let Value::Object(contact) = contact {
            contact.entry("channels").or_insert_with(|| json!([]));
        }
        if let Some((_, name)) = names
            .into_iter()
            .next()
            .filter(|(_, name)| !name.is_empty())
        {
            members.insert(ROW[1..].to_owned(), Value::String(name));
        }
    }
    Ok((document, Some(form)))
}

/// An error as its sender may read it: by the column that it is in, and without a name that the contract does not have,
/// which may be anything.
fn outward(error: FieldError, named: Option<&form::FormDocument>) -> Wrong {
    let field = named.map_or_else(|| error.field.clone(), |form| form.name_of(&error.field));
    let field = match error.code {
        Code::UnknownField => field
            .rsplit_once('/')
            .map_or(String::new(), |(parent, _)| parent.to_owned()),
        _ => field,
    };
    Wrong::field(field, error.code)
}

fn is_name(wrong: &Wrong) -> bool {
    wrong.field == ROW
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 11, 22);

    fn judge(header: Option<&str>, row: &str) -> Result<Good, Vec<String>> {
        let keys = Keys::new("a secret");
        let header = header.map(|header| Header::read(header.as_bytes()).unwrap());
        let desk = Desk {
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
        desk.judge(&row).map_err(|wrong| {
            let told = |wrong: &Wrong| {
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

    fn cells(row: &str) -> Result<Good, Vec<String>> {
        let header = "/row,/person/role,/person/name,/contact/channels/0/kind,/contact/channels/0/address,\
                      /contact/channels/0/safe,/incident/flags/0,/incident/flags/5,/residence/postcode";
        judge(Some(header), row)
    }

    #[test]
    fn a_row_of_cells_is_the_referral_that_the_json_line_is() {
        let by_cells = cells("43-V1,victim,Robin,phone,07700 900102,,,fraud,SL2 1DL").unwrap();
        let by_json = judge(
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
    fn another_row_has_another_id_and_a_uuid_of_the_senders_own_is_kept() {
        let id = |line: &str| judge(None, line).unwrap().submission.id;
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
    fn what_is_wrong_in_a_row_is_named_by_its_column() {
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
    fn a_row_that_cannot_be_read_at_all_is_said_to_be_so() {
        assert_eq!(
            cells("43-V1,victim").unwrap_err(),
            [" WRONG_NUMBER_OF_CELLS"]
        );
        assert_eq!(judge(None, "{").unwrap_err(), [" NOT_I_JSON"]);
        assert_eq!(judge(None, "[]").unwrap_err(), [" WRONG_TYPE"]);
    }

    #[test]
    fn a_row_needs_one_name_of_its_own() {
        let row = |start: &str| {
            let rest = r#""person": {"role": "victim", "name": "R"}, "contact": {"channels": []}}"#;
            judge(None, &format!("{{{start}{rest}")).unwrap_err()
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
    fn a_row_cannot_say_that_it_has_consent_or_that_somebody_else_sends_it() {
        let row = r#"{"row": "1", "person": {"role": "victim", "name": "R"}, "contact": {"channels": []},
                      "consent": {"basis": "consent", "scope": ["share-with-providers"]}, "source": {"kind": "hub"}}"#;
        assert_eq!(
            judge(None, row).unwrap_err(),
            ["/source/kind CONTRADICTION", "/consent/basis CONTRADICTION"]
        );
    }

    #[test]
    fn a_name_that_the_contract_does_not_have_is_never_repeated() {
        let row = r#"{"row": "1", "person": {"role": "victim", "name": "R", "Robin Fielding": 1},
                      "contact": {"channels": []}, "Robin": 1}"#;
        let wrong = judge(None, row).unwrap_err();
        assert_eq!(wrong, ["/person UNKNOWN_FIELD", " UNKNOWN_FIELD"]);
    }
}
