use super::*;
use serde_json::json;

fn read(body: &str) -> FormDocument {
    parse(body.as_bytes()).unwrap()
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
        "/safety/afraid=yes&/circumstances/times_in_12_months=often&/dash/ticks=1.0&/safety/weapon=TRUE",
    );
    assert_eq!(
        form.value,
        json!({
            "safety": {"afraid": "yes", "weapon": "TRUE"},
            "circumstances": {"times_in_12_months": "often"},
            "dash": {"ticks": "1.0"},
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
    assert_eq!(parse(b"/person/name=%E9"), Err(NotAForm));
    assert_eq!(parse(b"/person/name=\xe9"), Err(NotAForm));
    assert_eq!(parse(b"%FF=x"), Err(NotAForm));
    assert_eq!(parse("a&".repeat(MAX_FIELDS + 1).as_bytes()), Err(NotAForm));
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
