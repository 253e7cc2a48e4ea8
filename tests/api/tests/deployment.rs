//! A deployment to AWS by the command itself, rehearsed on an empty emulator that `HUB_AWS` names. The emulator keeps
//! to AWS's rules on stacks, change sets, policies of deletion and protection. It does not refuse everything that AWS
//! refuses: `template.rs` checks the rest on the template.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

const AREA: &str = "kent";
const OTHER: &str = "devon-cornwall";
const ACCOUNT: &str = "000000000000";
/// The rules that hold now: with them no case changes.
const RULES: &str = "functions/domain/rules/2021-04.1.json";
const DOMAIN: &str = "www.example.net";

/// Exactly what each role may do. DynamoDB's name is left out before its actions. `notify` may also ask for the settings of
/// the mail account, which no ARN names.
const ALLOWED: &str = "
refer: PutItem submissions cases people; GetItem directory; UpdateItem attempts
refer: secretsmanager:GetSecretValue words seal limits
mine: Query PutItem UpdateItem ConditionCheckItem cases; GetItem UpdateItem DeleteItem diaries
mine: GetItem BatchGetItem PutItem people; GetItem directory
mine: BatchGetItem UpdateItem attempts; secretsmanager:GetSecretValue words passes diary
provide: PutItem UpdateItem looks; GetItem BatchGetItem PutItem UpdateItem cases; Query cases/by-provider
provide: GetItem people; PutItem Query notes; GetItem directory
coordinate: PutItem UpdateItem looks; Query GetItem BatchGetItem PutItem UpdateItem cases
coordinate: Query cases/by-desk cases/by-provider; GetItem BatchGetItem PutItem people; BatchGetItem figures
coordinate: GetItem directory; secretsmanager:GetSecretValue words
coordinate: cognito-idp:AdminGetUser cognito-idp:AdminListGroupsForUser cognito-idp:ListUsers pool
police: PutItem UpdateItem looks; GetItem PutItem cases; GetItem people
police: Query cases/by-police cases/by-witness-care
directory: GetItem directory
oversee: BatchGetItem figures; Query looks; GetItem directory
feed: PutItem submissions cases people; GetItem directory; GetItem PutItem feeds
feed: secretsmanager:GetSecretValue rows; s3:GetObject s3:DeleteObject in; s3:GetObject s3:PutObject parts
feed: s3:PutObject reports; s3:ListBucket bucket
feed: sqs:SendMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage queue-feeds
feed: sqs:SendMessage queue-slow-lane queue-dead-letters
react: GetItem BatchGetItem PutItem UpdateItem DeleteItem ConditionCheckItem Query cases
react: GetItem BatchGetItem UpdateItem DeleteItem people; UpdateItem DeleteItem Query notes diaries
react: UpdateItem submissions; PutItem Query erasures; GetItem directory; secretsmanager:GetSecretValue memory
react: sqs:SendMessage queue-provider queue-updates queue-dead-letters queue-missed-events
react: sqs:SendMessage sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage queue-slow-lane
react: DescribeStream GetRecords GetShardIterator ListStreams stream
figures: Query cases; GetItem BatchGetItem PutItem UpdateItem figures; GetItem directory
figures: secretsmanager:GetSecretValue facts; sqs:SendMessage queue-dead-letters queue-missed-events
figures: DescribeStream GetRecords GetShardIterator ListStreams stream
notify: GetItem PutItem people; Query PutItem UpdateItem cases; GetItem directory; UpdateItem attempts
notify: secretsmanager:GetSecretValue limits; ses:SendEmail ses:SendRawEmail identity
notify: sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage queue-updates queue-returned-mail
notify: sqs:SendMessage queue-dead-letters
clock: GetItem BatchGetItem PutItem UpdateItem DeleteItem cases
clock: Query cases/by-due cases/by-keep cases/by-provider; GetItem directory
clock: sqs:SendMessage queue-provider queue-updates
";

/// Actions that no role may do on anything.
const FORBIDDEN: &str = "dynamodb:Scan dynamodb:DeleteTable dynamodb:PartiQLSelect dynamodb:BatchWriteItem sqs:PurgeQueue \
    s3:PutBucketPolicy s3:DeleteBucket secretsmanager:PutSecretValue secretsmanager:DeleteSecret \
    cognito-idp:AdminCreateUser cognito-idp:AdminSetUserPassword iam:PassRole kms:Decrypt lambda:InvokeFunction";

/// Asks the emulator's evaluator of policies about every role, action and thing, and prints what is allowed.
const EVALUATE: &str = r#"
allowed = []
for role in asked["roles"]:
    name = f"hub-{asked['area']}-{role}"
    arn = client("lambda").get_function_configuration(FunctionName=name)["Role"]
    for name, thing in asked["things"].items():
        said = client("iam").simulate_principal_policy(PolicySourceArn=arn, ActionNames=asked["actions"], ResourceArns=[thing])
        allowed += [f"{role} {one['EvalActionName']} {name}" for one in said["EvaluationResults"] if one["EvalDecision"] == "allowed"]
json.dump(allowed, sys.stdout)
"#;

/// Prints the tables that refuse to be deleted.
const PROTECTED: &str = r#"
tables = [client("dynamodb").describe_table(TableName=name)["Table"] for name in asked["tables"]]
json.dump([one["TableName"] for one in tables if one["DeletionProtectionEnabled"]], sys.stdout)
"#;

/// What both begin with. One process asks many questions, because each call of the command line takes half a second.
const CLIENT: &str = r#"
import boto3, functools, json, sys
asked = json.load(sys.stdin)
@functools.cache
def client(service):
    return boto3.client(service, endpoint_url=asked["endpoint"], region_name="eu-west-2",
        aws_access_key_id="test", aws_secret_access_key="test")
"#;

/// Everything that was done, in order. It is done once.
static STORY: LazyLock<Story> = LazyLock::new(Story::play);

/// What was seen on the way.
struct Story {
    /// The first creation fails, because something else has a name that it needs.
    failed: Said,
    left_by_failure: Vec<String>,
    repeated: Said,
    stack: Value,
    data: Value,
    policy: String,
    protected: Vec<String>,
    pool: Value,
    other: Said,
    schedules: Vec<String>,
    unchanged: Said,
    stack_then: Value,
    config: String,
    made_account: Said,
    groups: String,
    reassessed: Said,
    changing_data: Said,
    drill: Drill,
    replacing: Said,
    rolled_back: String,
    allowed: BTreeSet<String>,
    deleting_protected: Vec<Said>,
    kept: Vec<String>,
    over_leftovers: Said,
}

/// A restore: what was seen of it.
struct Drill {
    rehearsed: Said,
    parameters_then: Value,
    restored: Said,
    again: Said,
    /// The hub's stack afterwards, and the deployment after that.
    stack: Value,
    deployed: Said,
    settings: Value,
    schedule: Value,
    protected: Vec<String>,
    changed: String,
    /// Keys in the restored tables.
    cases: String,
    people: String,
    /// References: of a case that was erased since, was opened since, has changed since.
    erased: String,
    opened: String,
    other: String,
    data_before: Value,
    data_then: Value,
}

/// What a command said, and whether it went well.
struct Said {
    well: bool,
    text: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        Self {
            well: output.status.success(),
            text: format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            ),
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn endpoint() -> String {
    std::env::var("HUB_AWS")
        .expect("HUB_AWS names no empty emulator: use `cargo hub test infrastructure`")
}

/// The hub command without anything that names an AWS.
fn hub() -> Command {
    let mut command = Command::new(std::env::var_os("HUB_COMMAND").expect("the hub command"));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("AWS_")) {
            command.env_remove(name);
        }
    }
    command.current_dir(root());
    command
}

fn deploy(area: &str, more: &[&str]) -> Said {
    let output = hub()
        .args(["deploy", "--area", area, "--with-illustrative-providers"])
        .args(["--rehearse", &endpoint()])
        .args(more)
        .output();
    Said::of(&output.expect("the hub command"))
}

/// The hub command as an operator uses it whose credentials come from another program. It stands for IAM Identity
/// Center too: neither is known to the hub itself.
fn as_operator(arguments: &[&str]) -> Said {
    let settings = std::env::temp_dir().join(format!("hub-operator-{}", std::process::id()));
    let credentials = r#"{"Version":1,"AccessKeyId":"test","SecretAccessKey":"test"}"#;
    let text = format!(
        "[profile operator]\nregion = eu-west-2\ncredential_process = echo '{credentials}'\n"
    );
    std::fs::write(&settings, text).expect("the settings");
    let output = hub()
        .args(arguments)
        .env("AWS_CONFIG_FILE", &settings)
        .env("AWS_PROFILE", "operator")
        .env("AWS_ENDPOINT_URL", endpoint())
        .output();
    let _ = std::fs::remove_file(settings);
    Said::of(&output.expect("the hub command"))
}

fn aws(arguments: &[&str]) -> Output {
    Command::new(root().join(".hub/tools/aws/bin/aws"))
        .args(["--region", "eu-west-2", "--output", "json"])
        .args(arguments)
        .env("AWS_ENDPOINT_URL", endpoint())
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .output()
        .expect("the AWS command line")
}

fn asked(arguments: &[&str]) -> Value {
    let output = aws(arguments);
    let said = Said::of(&output);
    assert!(said.well, "{arguments:?}: {}", said.text);
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

fn tables(area: &str) -> Vec<String> {
    let listed = asked(&["dynamodb", "list-tables"]);
    let names = listed["TableNames"].as_array().expect("names").iter();
    names
        .filter_map(Value::as_str)
        .filter(|name| name.starts_with(&format!("hub-{area}-")))
        .map(str::to_owned)
        .collect()
}

fn stack(name: &str) -> Value {
    asked(&["cloudformation", "describe-stacks", "--stack-name", name])["Stacks"][0].clone()
}

fn value<'a>(stack: &'a Value, list: &str, key: &str, name: &str) -> &'a str {
    let found = stack[list]
        .as_array()
        .expect(list)
        .iter()
        .find(|one| one[format!("{key}Key")] == name)
        .expect(name);
    found[format!("{key}Value")].as_str().expect(name)
}

/// Waits until a stack has settled, and returns its state.
fn settled(name: &str) -> String {
    let since = std::time::Instant::now();
    loop {
        let output = aws(&["cloudformation", "describe-stacks", "--stack-name", name]);
        let described: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let state = described["Stacks"][0]["StackStatus"].as_str();
        let state = state.unwrap_or("GONE").to_owned();
        if !state.ends_with("_IN_PROGRESS") {
            return state;
        }
        assert!(since.elapsed().as_secs() < 120, "{name} is still {state}");
    }
}

/// Updates a stack of the area with its own template, changed like this.
fn update_by_hand(name: &str, template: &str, change: impl Fn(&str) -> String) -> String {
    let template = std::fs::read_to_string(root().join("infra").join(template));
    let template = template.expect("a template");
    let changed = change(&template);
    assert_ne!(changed, template);
    let file = std::env::temp_dir().join(format!("hub-template-{}.yaml", std::process::id()));
    std::fs::write(&file, changed).expect("a template");
    let bucket = format!("hub-code-{ACCOUNT}-eu-west-2");
    aws(&[
        "cloudformation",
        "deploy",
        "--stack-name",
        name,
        "--template-file",
        file.to_str().expect("a path"),
        "--s3-bucket",
        &bucket,
        "--capabilities",
        "CAPABILITY_NAMED_IAM",
        "CAPABILITY_AUTO_EXPAND",
    ]);
    let _ = std::fs::remove_file(file);
    settled(name)
}

/// The table of roles as lines of role, action and thing.
fn expected() -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for line in ALLOWED.lines().filter(|line| !line.is_empty()) {
        let (role, rest) = line.split_once(": ").expect("a role");
        for part in rest.split("; ") {
            let is_action = |word: &&str| {
                word.contains(':') || word.starts_with(|first: char| first.is_ascii_uppercase())
            };
            let (actions, things): (Vec<&str>, Vec<&str>) =
                part.split(' ').partition(|word| is_action(word));
            for action in actions {
                let service = if action.contains(':') {
                    ""
                } else {
                    "dynamodb:"
                };
                lines.extend(
                    things
                        .iter()
                        .map(|thing| format!("{role} {service}{action} {thing}")),
                );
            }
        }
    }
    lines
}

/// What each role may do, for every action of the table or forbidden, on every thing of this area and some of another.
fn evaluate(pool: &str) -> BTreeSet<String> {
    let here = |service: &str, rest: &str| format!("arn:aws:{service}:eu-west-2:{ACCOUNT}:{rest}");
    let mut things = BTreeMap::new();
    for table in tables(AREA) {
        let own = table.rsplit('-').next().expect("a name").to_owned();
        things.insert(own, here("dynamodb", &format!("table/{table}")));
    }
    for index in ["desk", "due", "provider", "keep", "police", "witness-care"] {
        let arn = format!("table/hub-{AREA}-cases/index/by-{index}");
        things.insert(format!("cases/by-{index}"), here("dynamodb", &arn));
    }
    let cases = asked(&[
        "dynamodb",
        "describe-table",
        "--table-name",
        &format!("hub-{AREA}-cases"),
    ]);
    let stream = cases["Table"]["LatestStreamArn"]
        .as_str()
        .expect("a stream");
    things.insert("stream".to_owned(), stream.to_owned());
    for queue in [
        "updates",
        "feeds",
        "returned-mail",
        "dead-letters",
        "missed-events",
        "slow-lane",
    ] {
        things.insert(
            format!("queue-{queue}"),
            here("sqs", &format!("hub-{AREA}-{queue}")),
        );
    }
    things.insert(
        "queue-provider".to_owned(),
        here("sqs", &format!("hub-{AREA}-provider-x.fifo")),
    );
    for secret in [
        "words", "passes", "seal", "memory", "rows", "limits", "facts", "diary", "edge-a", "edge-b",
    ] {
        let arn = format!("secret:hub-{AREA}-{secret}-AbCdEf");
        things.insert(secret.to_owned(), here("secretsmanager", &arn));
    }
    let bucket = format!("arn:aws:s3:::hub-{AREA}-feeds-{ACCOUNT}");
    for folder in ["in", "parts", "reports"] {
        things.insert(folder.to_owned(), format!("{bucket}/{folder}/x/y.csv"));
    }
    things.insert("bucket".to_owned(), bucket);
    things.insert(
        "pool".to_owned(),
        here("cognito-idp", &format!("userpool/{pool}")),
    );
    things.insert(
        "identity".to_owned(),
        here("ses", "identity/mail.example.net"),
    );
    // What belongs to another area.
    for (name, service, rest) in [
        (
            "other-cases",
            "dynamodb",
            format!("table/hub-{OTHER}-cases"),
        ),
        (
            "other-stream",
            "dynamodb",
            format!("table/hub-{OTHER}-cases/stream/x"),
        ),
        ("other-updates", "sqs", format!("hub-{OTHER}-updates")),
        (
            "other-provider",
            "sqs",
            format!("hub-{OTHER}-provider-x.fifo"),
        ),
        (
            "other-words",
            "secretsmanager",
            format!("secret:hub-{OTHER}-words-AbCdEf"),
        ),
    ] {
        things.insert(name.to_owned(), here(service, &rest));
    }
    let mut roles = BTreeSet::new();
    let mut actions: BTreeSet<String> = FORBIDDEN.split_whitespace().map(str::to_owned).collect();
    for line in expected() {
        let mut words = line.split(' ').map(str::to_owned);
        roles.extend(words.next());
        actions.extend(words.next());
    }
    let question = json!({"area": AREA, "roles": roles, "things": things, "actions": actions});
    many(EVALUATE, question).into_iter().collect()
}

/// Runs a script that asks the emulator many questions.
fn many(script: &str, mut question: Value) -> Vec<String> {
    question["endpoint"] = json!(endpoint());
    let mut python = Command::new(root().join(".hub/tools/emulator/bin/python"))
        .args(["-c", &format!("{CLIENT}{script}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the emulator's Python");
    let mut input = python.stdin.take().expect("its input");
    input
        .write_all(question.to_string().as_bytes())
        .expect("asked");
    drop(input);
    let output = python.wait_with_output().expect("an answer");
    serde_json::from_slice(&output.stdout).expect("a list")
}

/// A referral that somebody sends about themselves, by the function itself: nothing serves the site here. Returns the
/// reference.
fn refer(name: &str) -> String {
    let secret = asked(&[
        "secretsmanager",
        "get-secret-value",
        "--secret-id",
        &format!("{name}-edge-a"),
    ]);
    let versions: Value =
        serde_json::from_str(secret["SecretString"].as_str().expect("a secret")).expect("versions");
    let body = json!({
        "id": uuid::Uuid::new_v4().to_string(),
        "source": {"kind": "self"},
        "consent": {"basis": "consent", "given_by": "person", "how": "form", "scope": ["assess", "share-with-providers"]},
        "person": {"role": "victim", "name": "Robin"},
        "contact": {"channels": [{"kind": "email", "safe": true, "address": "robin@example.org"}], "preferred": "email"},
    });
    let request = json!({
        "version": "2.0", "routeKey": "POST /referrals", "rawPath": "/referrals", "rawQueryString": "",
        "headers": {"content-type": "application/json", "x-hub-edge": versions["0"]},
        "requestContext": {
            "accountId": ACCOUNT, "apiId": "x", "domainName": "x", "domainPrefix": "x", "requestId": "x",
            "routeKey": "POST /referrals", "stage": "$default", "time": "29/Nov/2026:02:00:00 +0000", "timeEpoch": 1_795_917_600_000_u64,
            "http": {"method": "POST", "path": "/referrals", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "x"}
        },
        "body": body.to_string(), "isBase64Encoded": false
    });
    let file = std::env::temp_dir().join(format!("hub-drill-{}.json", std::process::id()));
    std::fs::write(&file, request.to_string()).expect("the request");
    let payload = format!("fileb://{}", file.display());
    let output = aws(&[
        "lambda",
        "invoke",
        "--function-name",
        &format!("{name}-refer"),
        "--payload",
        &payload,
        "/dev/stderr",
    ]);
    let _ = std::fs::remove_file(file);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer: Value = serde_json::from_str(&text).expect(&text);
    let answer: Value = serde_json::from_str(answer["body"].as_str().expect(&text)).expect(&text);
    answer["reference"].as_str().expect(&text).to_owned()
}

/// The second of the restore, and the mark of its tables.
const SECOND: &str = "2026-11-29T02:00:00Z";
const MARK: &str = "20261129T020000Z";

impl Drill {
    /// The emulator keeps no past, so two tables are copied when they are in the state of that second, as a run that did not
    /// end would leave them. The command copies the others, and does everything else.
    fn play(name: &str) -> Self {
        let data_before = stack(&format!("{name}-data"));
        let (erased, other) = (refer(name), refer(name));
        for end in ["cases", "people"] {
            let (from, to) = (format!("{name}-{end}"), format!("{name}-{end}-at-{MARK}"));
            let copy = [
                "--source-table-name",
                &from,
                "--target-table-name",
                &to,
                "--use-latest-restorable-time",
            ];
            asked(&[&["dynamodb", "restore-table-to-point-in-time"][..], &copy].concat());
        }
        // Since then one person asked to be erased, one came, and one case has changed. The hub was paused before it could
        // erase that person, so the register does not name them.
        let key = json!({"pk": {"S": format!("CASE#{erased}")}, "sk": {"S": "STATE"}}).to_string();
        let cases = format!("{name}-cases");
        let read = [
            "dynamodb",
            "get-item",
            "--consistent-read",
            "--table-name",
            &cases,
            "--key",
            &key,
        ];
        let mut state = asked(&read)["Item"].take();
        assert!(state["version"].is_object(), "the state of {erased}");
        state["version"] = json!({"N": "99"});
        let case = json!({
            "reference": erased,
            "erasing": {"since": "2026-11-29T02:30:00Z", "by": {"who": "person"}},
        });
        state["case"] = json!({"S": case.to_string()});
        let state = state.to_string();
        let write = [
            "dynamodb",
            "put-item",
            "--table-name",
            &cases,
            "--item",
            &state,
        ];
        asked(&write);
        let opened = refer(name);
        let key = json!({"pk": {"S": format!("CASE#{other}")}, "sk": {"S": "STATE"}}).to_string();
        asked(&[
            "dynamodb",
            "update-item",
            "--table-name",
            &format!("{name}-cases"),
            "--key",
            &key,
            "--update-expression",
            "SET #v = :v",
            "--expression-attribute-names",
            r##"{"#v": "version"}"##,
            "--expression-attribute-values",
            r#"{":v": {"N": "99"}}"#,
        ]);
        let command = ["restore", "--area", AREA, "--to", SECOND];
        let rehearsed = as_operator(&[&command[..], &["--dry-run"]].concat());
        let parameters_then = stack(name);
        let restored = as_operator(&command);
        let again = as_operator(&command);
        let keys = |end: &str| {
            let table = format!("{name}-{end}-at-{MARK}");
            asked(&[
                "dynamodb",
                "scan",
                "--projection-expression",
                "pk",
                "--table-name",
                &table,
            ])
            .to_string()
        };
        let changed = root().join(format!(".hub/{AREA}-changed-since.txt"));
        let (cases, people) = (keys("cases"), keys("people"));
        Self {
            rehearsed,
            parameters_then,
            restored,
            again,
            cases,
            people,
            erased,
            opened,
            other,
            stack: stack(name),
            deployed: deploy(AREA, &[]),
            settings: asked(&[
                "lambda",
                "get-function-configuration",
                "--function-name",
                &format!("{name}-react"),
            ]),
            schedule: asked(&[
                "scheduler",
                "get-schedule",
                "--name",
                &format!("{name}-each-minute"),
            ]),
            protected: many(PROTECTED, json!({"tables": tables(AREA)})),
            changed: std::fs::read_to_string(changed).unwrap_or_default(),
            data_before,
            data_then: stack(&format!("{name}-data")),
        }
    }
}

impl Story {
    fn play() -> Self {
        let name = format!("hub-{AREA}");
        // Somebody else's sign-in page has the address that this hub needs.
        let pool = asked(&["cognito-idp", "create-user-pool", "--pool-name", "other"]);
        let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
        let domain = format!("hub-{AREA}-{ACCOUNT}");
        let of_pool = ["--user-pool-id", &pool, "--domain", &domain];
        asked(&[&["cognito-idp", "create-user-pool-domain"][..], &of_pool].concat());
        let certificate = Command::new(root().join(".hub/tools/aws/bin/aws"))
            .args(["--region", "us-east-1", "acm", "request-certificate"])
            .args(["--domain-name", DOMAIN, "--query", "CertificateArn"])
            .args(["--output", "text"])
            .env("AWS_ENDPOINT_URL", endpoint())
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .output()
            .expect("the AWS command line");
        let certificate = String::from_utf8_lossy(&certificate.stdout)
            .trim()
            .to_owned();
        let with_domain = ["--site-domain", DOMAIN, "--certificate-arn", &certificate];

        let failed = deploy(AREA, &with_domain);
        let left_by_failure = tables(AREA);
        asked(&[&["cognito-idp", "delete-user-pool-domain"][..], &of_pool].concat());
        let repeated = deploy(AREA, &with_domain);
        assert!(repeated.well, "{}\n---\n{}", failed.text, repeated.text);
        let created = stack(&name);
        let kept_by = format!("{name}-data");
        let data = stack(&kept_by);
        let of_data = ["--stack-name", &kept_by];
        let policy = asked(&[&["cloudformation", "get-stack-policy"][..], &of_data].concat());
        let protected = many(PROTECTED, json!({"tables": tables(AREA)}));
        let id = value(&created, "Outputs", "Output", "PoolId").to_owned();

        let other = deploy(OTHER, &[]);
        let schedules = asked(&["scheduler", "list-schedules"]);
        let allowed = evaluate(&id);
        let bucket = value(&created, "Outputs", "Output", "SiteBucket").to_owned();

        let add = ["user", "add", "ann.lee", "--group", "coordinator"];
        let hub = ["--group", "employer-hub", "--area", AREA];
        let made_account = as_operator(&[&add[..], &hub].concat());
        let of_account = ["--user-pool-id", &id, "--username", "ann.lee"];
        let groups = [
            &["cognito-idp", "admin-list-groups-for-user"][..],
            &of_account,
        ]
        .concat();

        let rolled_back = update_by_hand(&name, "template.yaml", |template| {
            // A second sign-in page for the same pool cannot be made.
            template.replacen(
                "  StaffClient:\n",
                &format!("  Second:\n    Type: AWS::Cognito::UserPoolDomain\n    Properties: {{Domain: hub-{OTHER}-{ACCOUNT}, UserPoolId: !Ref PoolId}}\n  StaffClient:\n"),
                1,
            )
        });
        let unchanged = deploy(AREA, &[]);
        let stack_then = stack(&name);
        let config = aws(&["s3", "cp", &format!("s3://{bucket}/staff/config.json"), "-"]);
        let drill = Drill::play(&name);
        update_by_hand(&kept_by, "data.yaml", |template| {
            template.replace(
                "TemporaryPasswordValidityDays: 3",
                "TemporaryPasswordValidityDays: 4",
            )
        });
        let changing_data = deploy(AREA, &[]);
        // A release that has one table less than what was deployed before it.
        update_by_hand(&kept_by, "data.yaml", |template| {
            let table = "  More:\n    Type: AWS::DynamoDB::Table\n    Properties: {BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{AttributeName: pk, AttributeType: S}], KeySchema: [{AttributeName: pk, KeyType: HASH}]}\n";
            template.replacen("  Cases:\n", &format!("{table}  Cases:\n"), 1)
        });
        let replacing = deploy(AREA, &["--change-data"]);

        let other_name = format!("hub-{OTHER}");
        let delete = ["cloudformation", "delete-stack", "--stack-name"];
        let other_data = format!("{other_name}-data");
        let deleting_protected = [&other_name, &other_data]
            .map(|name| Said::of(&aws(&[&delete[..], &[name]].concat())))
            .into();
        let area_stack = format!("{other_name}-area");
        asked(&[&delete[..], &[&area_stack]].concat());
        settled(&area_stack);
        for name in [&other_name, &other_data] {
            let unprotect = [
                "cloudformation",
                "update-termination-protection",
                "--no-enable-termination-protection",
                "--stack-name",
                name,
            ];
            asked(&unprotect);
            asked(&[&delete[..], &[name]].concat());
            settled(name);
        }

        Self {
            failed,
            left_by_failure,
            repeated,
            policy: policy["StackPolicyBody"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            protected,
            pool: asked(&["cognito-idp", "describe-user-pool", "--user-pool-id", &id]),
            stack: created,
            data,
            other,
            schedules: schedules["Schedules"]
                .as_array()
                .expect("schedules")
                .iter()
                .filter_map(|one| Some(one["Name"].as_str()?.to_owned()))
                .collect(),
            unchanged,
            stack_then,
            config: String::from_utf8_lossy(&config.stdout).into_owned(),
            made_account,
            groups: asked(&groups).to_string(),
            reassessed: as_operator(&["reassess", "--dry-run", "--rules", RULES, "--area", AREA]),
            changing_data,
            drill,
            replacing,
            rolled_back,
            allowed,
            deleting_protected,
            kept: tables(OTHER),
            over_leftovers: deploy(OTHER, &[]),
        }
    }
}

#[test]
fn a_creation_that_failed_can_be_repeated() {
    let story = &*STORY;
    assert!(!story.failed.well);
    assert!(
        story.failed.text.contains("PoolDomain"),
        "{}",
        story.failed.text
    );
    assert_eq!(
        story.left_by_failure, [""; 0],
        "an empty table is in the way"
    );
    assert!(story.repeated.well, "{}", story.repeated.text);
}

fn number_of_tables() -> usize {
    include_str!("../../../infra/data.yaml")
        .matches("Type: AWS::DynamoDB::Table\n")
        .count()
}

#[test]
fn a_deployed_hub_is_protected() {
    let story = &*STORY;
    for stack in [&story.stack, &story.data] {
        assert_eq!(stack["EnableTerminationProtection"], true);
    }
    for kind in [
        "AWS::DynamoDB::Table",
        "AWS::KMS::Key",
        "AWS::Cognito::UserPool",
        "AWS::SecretsManager::Secret",
    ] {
        assert!(story.policy.contains(kind), "{kind}");
    }
    assert_eq!(story.protected.len(), number_of_tables());
    assert_eq!(story.pool["UserPool"]["DeletionProtection"], "ACTIVE");
    for said in &story.deleting_protected {
        assert!(!said.well && said.text.contains("TerminationProtection"));
    }
}

#[test]
fn two_areas_live_in_one_account() {
    let story = &*STORY;
    assert!(story.other.well, "{}", story.other.text);
    for area in [AREA, OTHER] {
        for end in ["each-minute", "each-day", "figures-each-day"] {
            let name = format!("hub-{area}-{end}");
            assert!(
                story.schedules.contains(&name),
                "{name}: {:?}",
                story.schedules
            );
        }
    }
}

#[test]
fn a_deployment_without_flags_changes_nothing() {
    let story = &*STORY;
    assert!(story.unchanged.well, "{}", story.unchanged.text);
    for end in ["", "-area", "-data"] {
        let stack = format!("hub-{AREA}{end}");
        let said = format!("{stack}: nothing changes");
        assert!(
            story.unchanged.text.contains(&said),
            "{}",
            story.unchanged.text
        );
    }
    assert_eq!(
        value(&story.data, "Parameters", "Parameter", "Protected"),
        "yes"
    );
    for parameter in ["SiteDomain", "CertificateArn", "WebAclArn", "CasesTable"] {
        let before = value(&story.stack, "Parameters", "Parameter", parameter);
        let then = value(&story.stack_then, "Parameters", "Parameter", parameter);
        assert!(
            !before.is_empty() && before == then,
            "{parameter}: {before}, {then}"
        );
    }
    assert!(
        story.config.contains(&format!("https://{DOMAIN}/staff/")),
        "{}",
        story.config
    );
}

#[test]
fn the_operator_reads_which_records_the_domains_need() {
    let said = &STORY.repeated.text;
    let profile = std::fs::read_to_string(root().join(format!("infra/areas/{AREA}/profile.json")));
    let profile: Value = serde_json::from_str(&profile.expect("a profile")).expect("JSON");
    let mail = profile["neutral_domain"].as_str().expect("a domain");
    for record in [
        format!("post.{mail} MX 10 feedback-smtp.eu-west-2.amazonses.com"),
        format!("post.{mail} TXT \"v=spf1 include:amazonses.com ~all\""),
        format!("_dmarc.{mail} TXT \"v=DMARC1; p=reject; adkim=s; aspf=r\""),
        format!("{DOMAIN} CNAME "),
    ] {
        assert!(said.contains(&record), "{record}\n{said}");
    }
}

#[test]
fn credentials_of_another_program_work_everywhere() {
    let story = &*STORY;
    assert!(story.made_account.well, "{}", story.made_account.text);
    assert!(story.groups.contains("employer-hub") && story.groups.contains("coordinator"));
    // This one reads tables with the SDK, and the one above uses the command line.
    assert!(story.reassessed.well, "{}", story.reassessed.text);
}

#[test]
fn a_bad_release_is_taken_back() {
    let story = &*STORY;
    assert_eq!(story.rolled_back, "UPDATE_ROLLBACK_COMPLETE");
    // The next deployment finds everything unchanged.
    assert!(story.unchanged.well, "{}", story.unchanged.text);
}

#[test]
fn a_release_that_would_change_what_the_hub_keeps_is_refused() {
    let said = &STORY.changing_data;
    assert!(!said.well);
    let refusal = format!("A release does not change the stack hub-{AREA}-data");
    assert!(
        said.text.contains(&refusal) && said.text.contains("modify Pool"),
        "{}",
        said.text
    );
}

#[test]
fn a_restore_says_first_what_it_would_do() {
    let drill = &STORY.drill;
    assert!(drill.rehearsed.well, "{}", drill.rehearsed.text);
    assert!(drill.rehearsed.text.contains("Nothing was changed"));
    let then = value(
        &drill.parameters_then,
        "Parameters",
        "Parameter",
        "CasesTable",
    );
    assert_eq!(then, format!("hub-{AREA}-cases"));
}

#[test]
fn a_restore_is_a_change_of_parameters() {
    let drill = &STORY.drill;
    assert!(drill.restored.well, "{}", drill.restored.text);
    for (parameter, end) in [
        ("CasesTable", "cases"),
        ("PeopleTable", "people"),
        ("FiguresTable", "figures"),
    ] {
        let table = value(&drill.stack, "Parameters", "Parameter", parameter);
        assert_eq!(table, format!("hub-{AREA}-{end}-at-{MARK}"));
    }
    for (parameter, end) in [("ErasuresTable", "erasures"), ("LooksTable", "looks")] {
        let table = value(&drill.stack, "Parameters", "Parameter", parameter);
        assert_eq!(table, format!("hub-{AREA}-{end}"));
    }
    let used = &drill.settings["Environment"]["Variables"]["CASES_TABLE"];
    assert_eq!(*used, format!("hub-{AREA}-cases-at-{MARK}"));
    assert_eq!(
        drill.data_before["LastUpdatedTime"],
        drill.data_then["LastUpdatedTime"]
    );
    assert!(
        drill.protected.iter().any(|name| name.ends_with(MARK)),
        "{:?}",
        drill.protected
    );
    assert_eq!(drill.schedule["State"], "ENABLED");
    let again = &drill.again;
    assert!(again.well && again.text.contains("already uses these tables"));
    // The next deployment leaves the restored tables in use.
    assert!(drill.deployed.well, "{}", drill.deployed.text);
    assert!(
        drill
            .deployed
            .text
            .contains(&format!("hub-{AREA}: nothing changes"))
    );
}

#[test]
fn a_restore_brings_nobody_back_who_was_erased_since() {
    let drill = &STORY.drill;
    assert!(
        drill.restored.text.contains("Erased again: 1"),
        "{}",
        drill.restored.text
    );
    let (erased, opened) = (&drill.erased, &drill.opened);
    assert!(!drill.people.contains(&format!("PERSON#{erased}")));
    assert!(drill.people.contains(&format!("PERSON#{opened}")));
}

#[test]
fn a_restore_keeps_who_came_since_and_names_whose_changes_are_lost() {
    let drill = &STORY.drill;
    assert!(
        drill
            .restored
            .text
            .contains("1 cases were opened since, and were kept"),
        "{}",
        drill.restored.text
    );
    assert!(drill.cases.contains(&format!("CASE#{}", drill.opened)));
    assert_eq!(drill.changed.trim(), drill.other);
}

#[test]
fn a_release_that_would_replace_a_table_is_refused() {
    let story = &*STORY;
    assert!(!story.replacing.well, "{}", story.replacing.text);
    let said = "it would delete, replace or rewrite More. Nothing was changed.";
    assert!(
        story.replacing.text.contains(said),
        "{}",
        story.replacing.text
    );
}

#[test]
fn what_must_be_kept_outlives_the_stack_and_is_not_built_over() {
    let story = &*STORY;
    assert_eq!(story.kept.len(), number_of_tables(), "{:?}", story.kept);
    assert!(!story.over_leftovers.well);
    let said = format!("the table hub-{OTHER}-cases");
    assert!(
        story.over_leftovers.text.contains(&said),
        "{}",
        story.over_leftovers.text
    );
}

#[test]
fn each_role_may_do_exactly_what_its_function_does() {
    let (allowed, expected) = (&STORY.allowed, expected());
    let more: Vec<_> = allowed.difference(&expected).collect();
    let less: Vec<_> = expected.difference(allowed).collect();
    assert!(
        more.is_empty() && less.is_empty(),
        "more {more:#?}\nless {less:#?}"
    );
    assert!(expected.len() > 120);
}

#[test]
fn the_operator_hears_that_nobody_is_woken() {
    let story = &*STORY;
    assert!(
        story.repeated.text.contains("no alarm wakes anybody"),
        "{}",
        story.repeated.text
    );
}
