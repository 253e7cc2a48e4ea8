//! The OpenAPI 3.1 description of the hub's interfaces. Bodies, closed lists and versions come from the descriptions of the
//! commands, referrals from the contract, and texts from the words.

mod schema;

use events::care::Act;
use events::case::{LookReason, OnwardState, TaskKind};
use events::commands::{
    CommandSpec, Commands, CoordinatorCommand, HubCommand, JusticeCommand, PersonCommand,
    ProviderCommand,
};
use schema::Schemas;
use serde_json::{Map, Value, json};
use words::commands;

/// The contract of a referral.
const REFERRAL: &str = include_str!("../../../events/contract/referral.schema.json");

/// One of the hub's interfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    Referrals,
    Provider,
    Hub,
    Police,
    Oversight,
    Me,
}

/// The words of a group of commands: title, label, hint and consequence, each by its key.
struct Texts {
    title: fn(&str) -> Option<&'static str>,
    label: fn(&str) -> Option<&'static str>,
    hint: fn(&str) -> Option<&'static str>,
    consequence: fn(&str) -> Option<&'static str>,
}

const COORDINATOR: Texts = Texts {
    title: |key| commands::coordinator_title(key),
    label: |key| commands::coordinator_label(key),
    hint: |key| commands::coordinator_hint(key),
    consequence: |key| commands::coordinator_consequence(key),
};
const PROVIDER: Texts = Texts {
    title: |key| commands::provider_title(key),
    label: |key| commands::provider_label(key),
    hint: |key| commands::provider_hint(key),
    consequence: |key| commands::provider_consequence(key),
};
const POLICE: Texts = Texts {
    title: |key| commands::police_title(key),
    label: |key| commands::police_label(key),
    hint: |key| commands::police_hint(key),
    consequence: |key| commands::police_consequence(key),
};
const PERSON: Texts = Texts {
    title: |key| commands::person_title(key),
    label: |key| commands::person_label(key),
    hint: |_| None,
    consequence: |_| None,
};

impl Interface {
    /// Every interface.
    pub const ALL: [Self; 6] = [
        Self::Referrals,
        Self::Provider,
        Self::Hub,
        Self::Police,
        Self::Oversight,
        Self::Me,
    ];

    /// The first part of its addresses, and the name of its description.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Referrals => "referrals",
            Self::Provider => "provider",
            Self::Hub => "hub",
            Self::Police => "police",
            Self::Oversight => "oversight",
            Self::Me => "me",
        }
    }

    /// Its description, for the hub of that name.
    pub fn description(self, hub: &str) -> Value {
        let mut api = Description::default();
        let about = match self {
            Self::Referrals => api.referrals(),
            Self::Provider => api.provider(),
            Self::Hub => api.hub(),
            Self::Police => api.police(),
            Self::Oversight => api.oversight(),
            Self::Me => api.me(),
        };
        let Description { paths, mut schemas } = api;
        schemas.add("Problem", problem_schema());
        let security = if self == Self::Me {
            json!([])
        } else if self == Self::Referrals {
            // Without a token: a self-referral.
            json!([{}, {"token": []}])
        } else {
            json!([{"token": []}])
        };
        let mut components = json!({
            "schemas": schemas.into_value(),
            "responses": {"Problem": problem()},
        });
        if self != Self::Me {
            components["securitySchemes"] = json!({"token": {
                "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": words::api::token(),
            }});
        }
        json!({
            "openapi": "3.1.0",
            "info": {"title": words::api::title(hub, self.name()), "version": "1.0", "description": about},
            "servers": [{"url": "/"}],
            "security": security,
            "paths": paths,
            "components": components,
        })
    }
}

/// A description that is being written.
#[derive(Default)]
struct Description {
    paths: Map<String, Value>,
    schemas: Schemas,
}

impl Description {
    fn operation(&mut self, method: &str, path: &str, mut operation: Value) {
        let parameters = path_parameters(path);
        let item = self
            .paths
            .entry(path.to_owned())
            .or_insert_with(|| json!({}));
        if !parameters.is_empty() {
            item["parameters"] = parameters.into();
        }
        operation["operationId"] = format!("{method}{}", path.replace(['/', '{', '}'], "-"))
            .replace("--", "-")
            .trim_end_matches('-')
            .into();
        item[method] = operation;
    }

    fn get(&mut self, path: &str, summary: &str, query: Vec<Value>) {
        let responses = responses(&[200], &[400, 401, 403, 404, 429, 503]);
        let mut operation = json!({"summary": summary, "responses": responses});
        if !query.is_empty() {
            operation["parameters"] = query.into();
        }
        self.operation("get", path, operation);
    }

    /// The body of a command.
    fn body(&mut self, spec: &CommandSpec, texts: &Texts) -> Value {
        self.schemas.body(spec, texts.label, texts.hint)
    }

    /// A command: its address, its body, and its answers. `refused` has 412 where the version is checked even if
    /// the command does not need it.
    fn command(
        &mut self,
        base: &str,
        spec: &CommandSpec,
        texts: &Texts,
        ok: &[u16],
        refused: &[u16],
    ) {
        let body = self.body(spec, texts);
        let mut operation = operation(spec, texts, body);
        let version: &[u16] = if spec.needs_version { &[412, 428] } else { &[] };
        operation["responses"] = responses(ok, &[refused, version].concat());
        if spec.needs_version || refused.contains(&412) {
            operation["parameters"] = json!([if_match(spec.needs_version)]);
        }
        self.operation("post", &format!("{base}/{}", spec.name), operation);
    }

    fn commands<C: Commands>(&mut self, base: &str, texts: &Texts, ok: &[u16], refused: &[u16]) {
        for spec in C::COMMANDS {
            self.command(base, spec, texts, ok, refused);
        }
    }

    fn referrals(&mut self) -> &'static str {
        let contract: Value = serde_json::from_str(REFERRAL).unwrap_or_default();
        self.schemas.add("Referral", without_identity(contract));
        let operation = json!({
            "summary": words::api::send_referral(),
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Referral"}}}},
            "responses": responses(&[200, 201], &[400, 401, 403, 409, 413, 422, 503]),
        });
        self.operation("post", "/referrals", operation);
        words::api::referrals_about()
    }

    fn provider(&mut self) -> &'static str {
        let state = self.schemas.closed_set(OnwardState::SET);
        let query = vec![
            query("state", words::api::state(), state),
            query("service", words::api::list_service(), text()),
            query(
                "due",
                words::api::list_due(),
                json!({"enum": ["late", "soon"]}),
            ),
            query("after", words::api::after(), text()),
        ];
        self.get("/provider/onwards", words::api::worklist(), query);
        let onward = "/provider/onwards/{onward}";
        self.get(onward, words::api::onward(), Vec::new());
        self.get(&format!("{onward}/notes"), words::api::notes(), Vec::new());
        self.get(
            &format!("{onward}/refer-on"),
            words::api::refer_on_choices(),
            Vec::new(),
        );
        let refused = [401, 403, 404, 409, 410, 422, 503];
        self.commands::<ProviderCommand>(onward, &PROVIDER, &[200, 201], &refused);
        self.acts(&format!("{onward}/acts"));
        words::api::provider_about()
    }

    /// One address takes each act, which says in `act` what kind it is.
    fn acts(&mut self, path: &str) {
        let mut mapping = Map::new();
        let mut each = Vec::new();
        for spec in Act::COMMANDS {
            let mut body = self.body(spec, &PROVIDER);
            body["properties"]["act"] = json!({"const": spec.name, "type": "string", "description": words::api::act_name()});
            if let Some(required) = body["required"].as_array_mut() {
                required.insert(0, json!("act"));
            } else {
                body["required"] = json!(["act"]);
            }
            body["title"] = json!((PROVIDER.title)(spec.name));
            body["description"] = json!((PROVIDER.consequence)(spec.name).unwrap_or_default());
            let name = format!("Act-{}", spec.name);
            mapping.insert(
                spec.name.to_owned(),
                json!(format!("#/components/schemas/{name}")),
            );
            each.push(json!({"$ref": format!("#/components/schemas/{name}")}));
            self.schemas.add(&name, body);
        }
        let schema =
            json!({"oneOf": each, "discriminator": {"propertyName": "act", "mapping": mapping}});
        let operation = json!({
            "summary": words::api::act(),
            "parameters": [if_match(true)],
            "requestBody": {"required": true, "content": {"application/json": {"schema": schema}}},
            "responses": responses(&[200], &[401, 403, 404, 409, 410, 412, 422, 428, 503]),
        });
        self.operation("post", path, operation);
    }

    fn hub(&mut self) -> &'static str {
        let task = self.schemas.closed_set(TaskKind::SET);
        let flag = || json!({"type": "boolean"});
        let parameters = vec![
            query("mine", words::api::mine(), flag()),
            query("unnamed", words::api::unnamed(), flag()),
            query("overdue", words::api::overdue(), flag()),
            query("set_aside", words::api::set_aside(), flag()),
            query("task", words::api::task(), task),
            query("after", words::api::after(), text()),
        ];
        self.get("/hub/queue", words::api::queue(), parameters);
        let reason = self.schemas.closed_set(LookReason::SET);
        let why = query("reason", words::staff_access::api_reason(), reason);
        let parameters = vec![why.clone()];
        self.get("/hub/cases/{reference}", words::api::case(), parameters);
        self.get(
            "/hub/cases/{reference}/copy",
            words::api::case_copy(),
            vec![why.clone()],
        );
        self.get("/hub/wind-downs", words::api::wind_downs(), Vec::new());
        let year = query("year", words::api::year(), json!({"type": "integer"}));
        self.get("/hub/unmet-needs", words::api::unmet_needs(), vec![year]);
        let refused = [401, 403, 404, 409, 412, 422, 429, 503];
        for spec in CoordinatorCommand::COMMANDS {
            let ok: &[u16] = if matches!(spec.name, "erase" | "approve-erasure") {
                &[200, 202]
            } else {
                &[200]
            };
            let base = "/hub/cases/{reference}";
            self.command(base, spec, &COORDINATOR, ok, &refused);
            let path = format!("{base}/{}", spec.name);
            let operation = &mut self.paths[&path]["post"];
            match operation["parameters"].as_array_mut() {
                Some(parameters) => parameters.push(why.clone()),
                None => operation["parameters"] = json!([why]),
            }
        }
        for spec in HubCommand::COMMANDS {
            let body = self.body(spec, &COORDINATOR);
            let mut operation = operation(spec, &COORDINATOR, body);
            operation["responses"] = responses(&[200], &[401, 403, 422, 503]);
            self.operation("post", &format!("/hub/{}", spec.name), operation);
        }
        words::api::hub_about()
    }

    fn police(&mut self) -> &'static str {
        let after = || vec![query("after", words::api::after(), text())];
        self.get("/police/cases", words::api::police_cases(), after());
        self.get("/police/due", words::api::police_due(), after());
        self.get(
            "/police/cases/{reference}",
            words::api::police_case(),
            Vec::new(),
        );
        for spec in JusticeCommand::COMMANDS {
            let body = self.body(spec, &POLICE);
            let mut operation = operation(spec, &POLICE, body);
            // Support notes are never given.
            let ok: &[u16] = if spec.name == "request-notes" {
                &[]
            } else {
                &[200, 201]
            };
            operation["responses"] = responses(ok, &[400, 401, 403, 404, 409, 413, 422, 503]);
            self.operation(
                "post",
                &format!("/police/cases/{{reference}}/{}", spec.name),
                operation,
            );
        }
        words::api::police_about()
    }

    fn oversight(&mut self) -> &'static str {
        let choices = || {
            vec![
                query("period", words::api::period(), text()),
                query("district", words::api::district(), text()),
            ]
        };
        self.get("/oversight/figures", words::api::figures(), choices());
        self.get("/oversight/page", words::api::figures_page(), choices());
        let mut of_table = vec![query("name", words::api::table_name(), text())];
        let period = || query("period", words::api::period(), text());
        let mut of_own_table = of_table.clone();
        of_own_table.push(period());
        of_table.extend(choices());
        self.get("/oversight/table", words::api::figures_table(), of_table);
        self.get("/oversight/tables", words::api::figures_tables(), choices());
        for form in ["figures", "page", "tables"] {
            let path = format!("/oversight/own/{form}");
            self.get(&path, words::api::figures_own(), vec![period()]);
        }
        let path = "/oversight/own/table";
        self.get(path, words::api::figures_own(), of_own_table);
        self.get(
            "/oversight/dictionary",
            words::api::dictionary(),
            Vec::new(),
        );
        let parameters = vec![
            query("account", words::staff_access::api_account(), text()),
            query("from", words::staff_access::api_from(), text()),
        ];
        self.get(
            "/oversight/looks",
            words::staff_access::api_looks(),
            parameters,
        );
        words::api::oversight_about()
    }

    fn me(&mut self) -> &'static str {
        let council =
            json!({"council": {"type": "string", "description": words::api::person_council()}});
        let own = || json!({"type": "string", "description": words::api::diary_own()});
        let pages = [
            ("progress", words::api::progress(), json!({})),
            ("contact", words::api::contact(), json!({})),
            ("consent", words::api::consent(), json!({})),
            ("ask", words::api::ask(), json!({})),
            ("stop", words::api::stop(), json!({})),
            (
                "export",
                words::api::export(),
                json!({
                    "with_diary": {"type": "boolean", "description": words::api::export_diary()},
                    "own": own(),
                }),
            ),
            ("access", words::api::access(), json!({})),
            ("council", words::api::council(), council),
            ("diary", words::api::diary(), json!({"own": own()})),
            (
                "diary-open",
                words::api::diary_open(),
                json!({
                    "own": own(),
                    "old": {"type": "string", "description": words::api::diary_old()},
                }),
            ),
            ("diary-write", words::api::diary_write(), diary_entry(own())),
            (
                "diary-remove",
                words::api::diary_remove(),
                json!({
                    "own": own(),
                    "entry": {"type": "string", "description": words::api::diary_entry_id()},
                }),
            ),
            (
                "diary-delete",
                words::api::diary_delete(),
                json!({"sure": {"type": "boolean", "description": words::api::diary_sure()}}),
            ),
        ];
        for (name, summary, properties) in pages {
            let body = with_credentials(json!({"type": "object", "properties": properties}));
            let operation = json!({"summary": summary, "requestBody": json_body(body, true)});
            self.person(name, operation);
        }
        for spec in PersonCommand::COMMANDS {
            let mut body = with_credentials(self.body(spec, &PERSON));
            if let Some(body) = body.as_object_mut() {
                body.remove("additionalProperties");
            }
            let version = json!({"type": "string", "description": words::api::person_version()});
            body["properties"]["version"] = version;
            if spec.needs_version {
                match body["required"].as_array_mut() {
                    Some(required) => required.push(json!("version")),
                    None => body["required"] = json!(["version"]),
                }
            }
            self.person(spec.name, operation(spec, &PERSON, body));
        }
        words::api::me_about()
    }

    fn person(&mut self, name: &str, mut operation: Value) {
        operation["responses"] = responses(&[200], &[400, 403, 404, 409, 413, 422, 429, 503]);
        self.operation("post", &format!("/me/{name}"), operation);
    }
}

/// What a new entry of a diary may have.
fn diary_entry(own: Value) -> Value {
    json!({
        "own": own,
        "id": {"type": "string", "minLength": 16, "maxLength": 64, "description": words::api::diary_entry_id()},
        "text": {"type": "string", "maxLength": 2_000},
        "feeling": {"type": "string", "enum": ["1", "2", "3", "4", "5"], "description": words::api::diary_feeling()},
        "day": {"type": "string", "format": "date", "description": words::api::diary_day()},
        "guide": {"type": "string", "description": words::api::diary_guide()},
        "exercise": {"type": "boolean", "description": words::api::diary_exercise()},
    })
}

/// What a command's operation says, but for its responses.
fn operation(spec: &CommandSpec, texts: &Texts, body: Value) -> Value {
    let mut operation = json!({"summary": (texts.title)(spec.name)});
    if let Some(consequence) = (texts.consequence)(spec.name) {
        operation["description"] = consequence.into();
    }
    if body["properties"]
        .as_object()
        .is_some_and(|fields| !fields.is_empty())
    {
        let required = body["required"].is_array();
        operation["requestBody"] = json_body(body, required);
    }
    operation
}

fn json_body(schema: Value, required: bool) -> Value {
    json!({"required": required, "content": {"application/json": {"schema": schema}}})
}

/// A person sends their reference and words, or what an earlier answer gave.
fn with_credentials(mut body: Value) -> Value {
    for (name, about) in [
        ("reference", words::api::person_reference()),
        ("word", words::api::person_words()),
        ("pass", words::api::person_pass()),
    ] {
        body["properties"][name] = json!({"type": "string", "description": about});
    }
    body["anyOf"] = json!([{"required": ["reference", "word"]}, {"required": ["pass"]}]);
    body
}

fn query(name: &str, about: &str, schema: Value) -> Value {
    json!({"name": name, "in": "query", "required": false, "description": about, "schema": schema})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn path_parameters(path: &str) -> Vec<Value> {
    let known = [
        ("reference", words::api::reference()),
        ("onward", words::api::onward_code()),
    ];
    let there = known
        .into_iter()
        .filter(|(name, _)| path.contains(&format!("{{{name}}}")));
    there
        .map(|(name, about)| {
            json!({"name": name, "in": "path", "required": true, "description": about, "schema": text()})
        })
        .collect()
}

fn if_match(required: bool) -> Value {
    json!({"name": "If-Match", "in": "header", "required": required, "description": words::api::if_match(), "schema": text()})
}

/// The responses with these statuses; a refusal is a problem.
fn responses(ok: &[u16], refused: &[u16]) -> Value {
    let mut all = Map::new();
    for status in ok {
        let about = match status {
            201 => words::api::created(),
            202 => words::api::accepted_later(),
            _ => words::api::ok(),
        };
        let content = json!({"application/json": {"schema": {"type": "object"}}});
        all.insert(
            status.to_string(),
            json!({"description": about, "content": content}),
        );
    }
    for status in refused {
        let about = match status {
            400 => words::api::unreadable(),
            401 => words::api::unauthorized(),
            403 => words::api::forbidden(),
            404 => words::api::not_found(),
            409 => words::api::conflict(),
            410 => words::api::gone(),
            412 => words::api::moved_on(),
            413 => words::api::too_long(),
            422 => words::api::invalid(),
            428 => words::api::version_missing(),
            429 => words::staff_access::too_many_cases(),
            503 => words::api::unavailable(),
            _ => words::api::problem(),
        };
        all.insert(
            status.to_string(),
            json!({"$ref": "#/components/responses/Problem", "description": about}),
        );
    }
    Value::Object(all)
}

fn problem() -> Value {
    let schema = json!({"$ref": "#/components/schemas/Problem"});
    json!({
        "description": words::api::problem(),
        "headers": {"Retry-After": {"schema": {"type": "integer"}}},
        "content": {"application/problem+json": {"schema": schema}},
    })
}

fn problem_schema() -> Value {
    let codes: Vec<&str> = events::Code::SET.codes.to_vec();
    json!({
        "type": "object",
        "required": ["title", "status"],
        "properties": {
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "errors": {"type": "array", "items": {
                "type": "object",
                "required": ["field", "code"],
                "properties": {"field": {"type": "string"}, "code": {"enum": codes}},
            }},
        },
    })
}

/// The contract as part of another document, which has its own dialect and address.
fn without_identity(mut schema: Value) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("$schema");
        schema.remove("$id");
    }
    schema
}

#[cfg(test)]
mod tests;
