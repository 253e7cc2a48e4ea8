use super::*;
use serde_json::json;

fn read(body: &str) -> FormDocument {
    parse(body.as_bytes(), None).unwrap()
}

#[test]
fn names_are_pointers_and_types_follow_the_contract() {
    let form = read(
        "/id=x&/person/name=Robin+O%27Neill&/circumstances/times_in_12_months=3&/safety/afraid=true\
         &/safety/weapon=false&/wishes/own_words=12&/incident/occurred=2026&/person/pronouns=true",
    );
    assert_eq!(form.errors, []);
    assert_eq!(
        form.value,
        json!({
            "id": "x",
            "person": {"name": "Robin O'Neill", "pronouns": "true"},
            "circumstances": {"times_in_12_months": 3},
            "safety": {"afraid": true, "weapon": false},
            "wishes": {"own_words": "12"},
            "incident": {"occurred": "2026"},
        })
    );
}

#[test]
fn a_wrong_type_stays_text() {
    let form = read(
        "/safety/afraid=yes&/circumstances/times_in_12_months=often&/dash/ticks=1.5&/safety/weapon=TRUE",
    );
    assert_eq!(
        form.value,
        json!({
            "safety": {"afraid": "yes", "weapon": "TRUE"},
            "circumstances": {"times_in_12_months": "often"},
            "dash": {"ticks": "1.5"},
        })
    );
    assert_eq!(read("/dash/ticks=-1").value, json!({"dash": {"ticks": -1}}));
    assert_eq!(read("/dash/ticks=007").value, json!({"dash": {"ticks": 7}}));
    assert!(read("/dash/ticks=99999999999999999999999").value["dash"]["ticks"].is_f64());
}

#[test]
fn empty_values_are_absent() {
    let form = read(
        "/consent/basis=&/consent/scope/0=&/person/name=&/residence/postcode&/wishes/own_words=+",
    );
    assert_eq!(form.value, json!({"wishes": {"own_words": " "}}));
    assert_eq!(form.values()["/person/name"], "");
    assert_eq!(read("").value, json!({}));
    assert_eq!(read("&&").value, json!({}));
}

#[test]
fn list_gaps_close_and_map_back_to_the_form() {
    let form = read(
        "/needs/17/code=trouble-sleeping&/needs/3/code=lack-of-trust&/contact/channels/2/kind=email\
         &/contact/channels/2/days/4=fri&/contact/channels/2/days/0=mon&/contact/channels/10/kind=phone",
    );
    assert_eq!(
        form.value,
        json!({
            "needs": [{"code": "lack-of-trust"}, {"code": "trouble-sleeping"}],
            "contact": {"channels": [
                {"kind": "email", "days": ["mon", "fri"], "safe": false},
                {"kind": "phone", "safe": false},
            ]},
        })
    );
    for (pointer, name) in [
        ("/needs/1/code", "/needs/17/code"),
        ("/needs/1", "/needs/17"),
        ("/needs", "/needs"),
        ("/contact/channels/0/days/1", "/contact/channels/2/days/4"),
        ("/contact/channels/0/address", "/contact/channels/2/address"),
        ("/contact/channels/1/safe", "/contact/channels/10/safe"),
        ("/contact/channels/5/safe", "/contact/channels/5/safe"),
        ("/person/name", "/person/name"),
        ("", ""),
    ] {
        assert_eq!(form.name_of(pointer), name);
    }
}

#[test]
fn a_channel_is_safe_only_where_the_person_said_so() {
    let form = read(
        "/contact/channels/0/kind=email&/contact/channels/1/kind=text&/contact/channels/1/safe=true\
         &/contact/channels/2/kind=phone&/contact/channels/2/safe=",
    );
    let safe: Vec<_> = form.value["contact"]["channels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["safe"])
        .collect();
    assert_eq!(safe, [false, true, false]);
}

#[test]
fn an_unticked_way_keeps_no_address() {
    let mut form = read(
        "/contact/channels/0/kind=email&/contact/channels/0/safe=true\
         &/contact/channels/0/address=robin%40example.org&/contact/channels/1/kind=text\
         &/contact/channels/1/address=07700+900123&/contact/channels/2/kind=phone\
         &/contact/channels/2/address=x&/contact/channels/2/from=9am&/contact/channels/2/code_word=y",
    );
    forget_unticked(&mut form.value);
    assert_eq!(
        form.value["contact"]["channels"],
        json!([
            {"kind": "email", "address": "robin@example.org", "safe": true},
            {"kind": "text", "safe": false},
            {"kind": "phone", "safe": false},
        ])
    );
    assert_eq!(form.values()["/contact/channels/1/address"], "07700 900123");
}

#[test]
fn values_are_read_as_people_write_them() {
    let form = read(
        "/person/name=+Robin%E2%80%8B+&/incident/occurred=14/03/2026&/contact/channels/0/from=9am\
         &/circumstances/times_in_12_months=3.+&/residence/postcode=+&/safety/afraid=true+",
    );
    assert_eq!(
        form.value,
        json!({
            "person": {"name": "Robin"},
            "incident": {"occurred": "2026-03-14"},
            "contact": {"channels": [{"from": "09:00", "safe": false}]},
            "circumstances": {"times_in_12_months": 3},
            "safety": {"afraid": true},
        })
    );
    assert_eq!(
        form.values()["/incident/occurred"],
        "14/03/2026",
        "shown as typed"
    );
}

/// A field of the contract with a format must not be left to people's spellings by mistake.
#[test]
fn every_date_time_and_number_is_read_as_written() {
    let today = Some(jiff::civil::date(2026, 11, 22));
    let reads = |name: &str, typed: &str| written(name, typed, today) != typed;
    let mut seen = 0;
    let mut stack = vec![(String::new(), &*SCHEMA)];
    while let Some((name, schema)) = stack.pop() {
        if let Some(items) = schema.get("items") {
            stack.push((format!("{name}/0"), items));
        }
        for (token, inner) in schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            stack.push((format!("{name}/{token}"), inner));
        }
        let (date, pattern) = (schema["format"] == "date", schema["pattern"].as_str());
        let typed = match (schema["type"].as_str(), pattern) {
            (Some("integer"), _) => "3.",
            (_, Some(pattern)) if pattern.contains("([01][0-9]") => "9am",
            (_, Some(pattern)) if pattern.starts_with("^[0-9]{4}(") => "14/03/2026",
            _ if date => "14/03/2026",
            _ => continue,
        };
        seen += 1;
        assert!(reads(&name, typed), "{name}");
    }
    assert_eq!(seen, 7);
}

#[test]
fn a_line_break_is_one_character() {
    assert_eq!(
        read("/wishes/own_words=a%0D%0Ab%0Ac").value["wishes"]["own_words"],
        "a\nb\nc"
    );
}

#[test]
fn a_name_that_the_contract_does_not_have_is_named() {
    for name in [
        "surname",
        "/surname",
        "/person",
        "/person/",
        "/person/name/0",
        "/needs",
        "/needs/0",
        "/needs/00/code",
        "/needs/-/code",
        "/needs/1000/code",
        "/needs/1e0/code",
        "/consent/scope",
        "/person/properties",
        "/",
        "",
        "person/name",
        "//person/name",
    ] {
        let form = read(&format!("{name}=x&/person/name=Robin"));
        assert_eq!(
            form.errors,
            [FieldError::new(name, Code::UnknownField)],
            "{name}"
        );
        assert_eq!(form.value, json!({"person": {"name": "Robin"}}));
    }
    assert_eq!(
        read("surname=").errors,
        [FieldError::new("surname", Code::UnknownField)]
    );
}

#[test]
fn a_repeated_name_is_reported_once() {
    let form = read(
        "/person/name=Robin&/person/name=Bob&/person/name=Eve&/person%2Fpronouns=&/person/pronouns=she",
    );
    assert_eq!(form.value, json!({"person": {"name": "Robin"}}));
    assert_eq!(form.values()["/person/name"], "Robin");
    assert_eq!(
        form.errors,
        [
            FieldError::new("/person/name", Code::Duplicate),
            FieldError::new("/person/pronouns", Code::Duplicate),
        ]
    );
}

#[test]
fn bad_utf_8_or_too_many_fields_are_refused() {
    assert_eq!(parse(b"/person/name=%E9", None), Err(NotAForm));
    assert_eq!(parse(b"/person/name=\xe9", None), Err(NotAForm));
    assert_eq!(parse(b"%FF=x", None), Err(NotAForm));
    assert_eq!(
        parse("a&".repeat(MAX_FIELDS + 1).as_bytes(), None),
        Err(NotAForm)
    );
    assert_eq!(
        read("/person/name=%zz%").value["person"]["name"],
        "%zz%",
        "as browsers read it"
    );
    assert_eq!(
        read("/person/name=R%C3%A9n%F0%9F%99%82=").value["person"]["name"],
        "Rén🙂="
    );
}

#[test]
fn every_field_of_the_contract_has_a_form_name() {
    fn leaves(schema: &Value, name: &str, found: &mut Vec<String>) {
        if let Some(items) = schema.get("items") {
            leaves(items, &format!("{name}/7"), found);
        } else if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            properties
                .iter()
                .for_each(|(token, schema)| leaves(schema, &format!("{name}/{token}"), found));
        } else {
            found.push(name.to_owned());
        }
    }
    let mut names = Vec::new();
    leaves(&SCHEMA, "", &mut names);
    assert!(names.len() > 75, "{}", names.len());
    assert!(names.iter().all(|name| kind_of(name).is_some()));
}
