//! Two years of each area, counted a second time in SQL. The SQL comes from what the questions declare, and from what
//! their words say, and it shares no code with the counters: DuckDB reads the exported facts and the events.
//!
//! `cargo hub test simulation` installs DuckDB first.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use domain::calendar::london_today;
use events::care::Act;
use events::case::{CaseChange, CaseEvent};
use measures::{AREA, Breakdown, Dimension, Fact, Period, Question, TOTAL, every_question, export};
use simulation::population::{Plan, Played, play};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use twins::sample;

/// The areas, and the share of their published referrals that makes about 130 people in a year.
const AREAS: [(&str, f64); 5] = [
    ("avon-somerset", 0.005),
    ("cambridgeshire", 0.014),
    ("devon-cornwall", 0.014),
    ("kent", 0.014),
    ("thames-valley", 0.007),
];

/// Counts by question with its period, and by the name of the cell.
type Counts = BTreeMap<(String, String), i64>;

struct Area {
    name: &'static str,
    played: Played,
    folder: PathBuf,
}

/// Every area, played once for all tests.
static PLAYED: LazyLock<Vec<Area>> = LazyLock::new(|| {
    let players: Vec<_> = AREAS
        .into_iter()
        .map(|(name, scale)| std::thread::spawn(move || prepared(name, scale)))
        .collect();
    players
        .into_iter()
        .map(|area| area.join().unwrap())
        .collect()
});

fn plan(area: &str, scale: f64) -> Plan {
    Plan {
        area: area.to_owned(),
        from: "2024-07-01".parse().unwrap(),
        until: "2026-07-01".parse().unwrap(),
        scale,
        seed: 12,
        publishes: false,
    }
}

fn run(plan: Plan) -> Played {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(play(plan, |_| {}))
}

fn prepared(name: &'static str, scale: f64) -> Area {
    let played = run(plan(name, scale));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("recount-{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    let facts = played.facts();
    let table = export::csv(facts.iter(), "9999-12", &sample::profile(name));
    std::fs::write(folder.join("facts.csv"), table).unwrap();
    std::fs::write(folder.join("events.csv"), events_table(&played)).unwrap();
    Area {
        name,
        played,
        folder,
    }
}

/// What the questions' words speak of, as a table of the events: who came, what was offered, held and ended.
fn events_table(played: &Played) -> String {
    let state = played.twin.state();
    let mut numbers = BTreeMap::new();
    let mut table = "case,seq,month,kind,source,provider,modality,why\n".to_owned();
    for CaseEvent {
        reference,
        seq,
        at,
        what,
        ..
    } in &state.stream
    {
        let next = numbers.len();
        let case = *numbers.entry(reference.clone()).or_insert(next);
        let month = london_today(*at).strftime("%Y-%m").to_string();
        let [kind, source, provider, modality, why] = match what {
            CaseChange::Received(received) => {
                ["received", received.source.as_str(), "", "", ""].map(str::to_owned)
            }
            CaseChange::Offered(offered) => {
                ["offered", "", &offered.provider, "", ""].map(str::to_owned)
            }
            CaseChange::Cared {
                provider,
                act: Act::SessionHeld { modality, .. },
                ..
            } => ["session", "", provider, modality.as_str(), ""].map(str::to_owned),
            CaseChange::Closed(closed) => {
                ["closed", "", "", "", closed.why.as_str()].map(str::to_owned)
            }
            CaseChange::Reopened { .. } => ["reopened", "", "", "", ""].map(str::to_owned),
            _ => continue,
        };
        table.push_str(&format!(
            "{case},{seq},{month},{kind},{source},{provider},{modality},{why}\n"
        ));
    }
    table
}

/// Runs SQL over the tables of a folder, and returns its rows.
fn sql(folder: &Path, statement: &str) -> Vec<Vec<String>> {
    const RUN: &str = "
import duckdb, sys
for name in ('facts', 'events'):
    duckdb.sql(f\"CREATE TABLE {name} AS SELECT * FROM read_csv('{sys.argv[1]}/{name}.csv', header=true, all_varchar=true, nullstr='')\")
for row in duckdb.sql(sys.stdin.read()).fetchall():
    print('\\t'.join('' if cell is None else str(cell) for cell in row))
";
    let python = std::env::var_os("HUB_DUCKDB").map_or_else(
        || sample::root().join(".hub/tools/duckdb/bin/python"),
        PathBuf::from,
    );
    let mut child = Command::new(&python)
        .args(["-c", RUN])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!(
                "no DuckDB in {}: run `cargo hub test simulation` ({error})",
                python.display()
            )
        });
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(statement.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "DuckDB refuses {statement}");
    let text = String::from_utf8(output.stdout).unwrap();
    let cells = |line: &str| line.split('\t').map(str::to_owned).collect();
    text.lines().map(cells).collect()
}

fn column(dimension: Dimension) -> String {
    format!("\"{}\"", dimension.as_str())
}

/// What a question declares, as SQL: the facts of its measure, by period, by district if it can be asked about one, and
/// by the codes of each breakdown.
fn question_in_sql(question: &Question) -> String {
    let period = match question.period {
        Period::Month => "month",
        Period::Year => "substr(month, 1, 4)",
    };
    let district = if question.by_district {
        "district".to_owned()
    } else {
        format!("'{AREA}'")
    };
    let select = |cell: String| {
        format!(
            "SELECT '{}#' || {period} AS period, {district} || '/' || {cell} AS cell, count(*) AS facts \
             FROM facts WHERE measure = '{}' GROUP BY ALL",
            question.mark(),
            question.measure.as_str(),
        )
    };
    let of = |breakdown: &Breakdown| {
        let column_of = |columns| format!(" || '/' || {}", column(columns));
        let columns = breakdown.columns.map(column_of).unwrap_or_default();
        let rows = column(breakdown.rows);
        select(format!("'{}/' || {rows}{columns}", breakdown.name))
    };
    std::iter::once(select(format!("'{TOTAL}'")))
        .chain(question.breakdowns.iter().map(of))
        .collect::<Vec<_>>()
        .join(" UNION ALL ")
}

fn recounted(folder: &Path) -> Counts {
    let all: Vec<String> = every_question()
        .map(|question| question_in_sql(&question))
        .collect();
    let rows = sql(folder, &all.join(" UNION ALL "));
    rows.into_iter()
        .map(|row| ((row[0].clone(), row[1].clone()), row[2].parse().unwrap()))
        .collect()
}

/// The hub's counters. A home in another area is one district of the export.
fn counted(played: &Played) -> Counts {
    let state = played.twin.state();
    let mut counts = Counts::new();
    for (period, cells) in &state.counters {
        for (cell, count) in cells.iter().filter(|(_, count)| **count != 0) {
            let (district, of) = cell.split_once('/').unwrap();
            let district = match district {
                AREA => AREA,
                code => export::known(Dimension::District, code, played.twin.profile()),
            };
            let cell = (period.clone(), format!("{district}/{of}"));
            *counts.entry(cell).or_default() += count;
        }
    }
    counts
}

/// The cells in which two counts differ.
fn differences(one: &Counts, other: &Counts) -> Vec<String> {
    let keys: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let differs = |key: &&&(String, String)| one.get(**key) != other.get(**key);
    keys.iter()
        .filter(differs)
        .map(|key| format!("{key:?}: {:?} and {:?}", one.get(*key), other.get(*key)))
        .collect()
}

#[test]
fn every_cell_of_every_question_equals_its_recount_in_sql() {
    // It is enough if each question counts something in one of the areas.
    let mut empty: BTreeSet<String> = every_question().map(|question| question.mark()).collect();
    for Area {
        name,
        played,
        folder,
    } in PLAYED.iter()
    {
        let (counted, recounted) = (counted(played), recounted(folder));
        let differ = differences(&counted, &recounted);
        assert!(differ.is_empty(), "{name}: {differ:#?}");
        empty.retain(|mark| {
            let begins = format!("{mark}#");
            !counted
                .keys()
                .any(|(period, _)| period.starts_with(&begins))
        });
    }
    // No service is ever full in the played areas, so its question is not recounted.
    assert_eq!(empty, BTreeSet::from(["full.1".to_owned()]));
}

/// A recount that finds nothing wrong has to be able to.
#[test]
fn a_lost_fact_is_found_by_the_recount() {
    let area = &PLAYED[0];
    let folder = area.folder.join("lost");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(area.folder.join("events.csv"), folder.join("events.csv")).unwrap();
    let table = std::fs::read_to_string(area.folder.join("facts.csv")).unwrap();
    let mut lost = table.lines().find(|line| line.starts_with("sessions,"));
    let kept: Vec<&str> = table
        .lines()
        .filter(|line| lost.take_if(|lost| lost == line).is_none())
        .collect();
    assert_eq!(kept.len() + 1, table.lines().count());
    std::fs::write(folder.join("facts.csv"), kept.join("\n")).unwrap();
    let differ = differences(&counted(&area.played), &recounted(&folder));
    let sessions = every_question()
        .find(|question| question.name == "sessions")
        .unwrap();
    let cells = 1 + sessions.breakdowns.len();
    assert_eq!(differ.len(), cells, "the total and each table: {differ:#?}");
}

/// The codes that a dimension may have in that area.
fn codes(dimension: Dimension, area: &str) -> Vec<String> {
    dimension.codes().of(&sample::profile(area))
}

/// The sum over the closed sets is the number of facts, for each breakdown, and no fact has another code.
#[test]
fn parts_sum_to_totals_for_every_breakdown() {
    for Area { name, folder, .. } in PLAYED.iter() {
        let mut statements = Vec::new();
        for question in every_question() {
            for breakdown in question.breakdowns {
                let dimensions = [Some(breakdown.rows), breakdown.columns];
                let districts = question.by_district.then_some(Dimension::District);
                let known = dimensions
                    .into_iter()
                    .chain([districts])
                    .flatten()
                    .map(|dimension| {
                        let codes: Vec<String> = codes(dimension, name)
                            .iter()
                            .map(|code| format!("'{code}'"))
                            .collect();
                        format!(
                            "coalesce({} IN ({}), false)",
                            column(dimension),
                            codes.join(", ")
                        )
                    });
                let known: Vec<String> = known.collect();
                statements.push(format!(
                    "SELECT '{}', count(*), count(*) FILTER ({}) FROM facts WHERE measure = '{}'",
                    breakdown.name,
                    known.join(" AND "),
                    question.measure.as_str(),
                ));
            }
        }
        for row in sql(folder, &statements.join(" UNION ALL ")) {
            assert_eq!(
                row[1], row[2],
                "{name}: some facts of {} have another code",
                row[0]
            );
        }
    }
}

/// If some codes of one dimension meant the same as some of another, each table could give away what the other hides, and
/// the suppression does not know it. Then the columns of their codes depend on each other, and the rank is too low.
fn repeated<'a>(question: &Question, facts: &'a [Fact]) -> Option<(Dimension, &'a str)> {
    // A rarer code can agree with another by chance.
    const RARE: usize = 12;
    let breakdowns = question.breakdowns.iter();
    let dimensions: BTreeSet<Dimension> = breakdowns
        .flat_map(|breakdown| [breakdown.rows].into_iter().chain(breakdown.columns))
        .collect();
    let facts: Vec<&Fact> = facts
        .iter()
        .filter(|fact| fact.measure == question.measure)
        .collect();
    let mut rank = Rank::default();
    rank.is_raised_by(vec![1; facts.len()]);
    for dimension in dimensions {
        let mut having: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        for (number, fact) in facts.iter().enumerate() {
            let column = having.entry(&fact.codes[&dimension]);
            column.or_insert_with(|| vec![0; facts.len()])[number] = 1;
        }
        let mut columns: Vec<(&str, Vec<u64>)> = having.into_iter().collect();
        let count = |column: &[u64]| column.iter().filter(|has| **has == 1).count();
        columns.sort_by_key(|(_, column)| count(column));
        // The codes of a dimension add up to everything, so the most frequent one says nothing new.
        columns.pop();
        for (code, column) in columns {
            let rare = count(&column) < RARE;
            if !rank.is_raised_by(column) && !rare {
                return Some((dimension, code));
            }
        }
    }
    None
}

#[test]
fn no_codes_of_a_question_mean_the_same_as_those_of_another_dimension() {
    let facts: Vec<Fact> = PLAYED.iter().flat_map(|area| area.played.facts()).collect();
    for question in every_question() {
        let repeated = repeated(&question, &facts);
        assert_eq!(repeated, None, "a code of {}", question.name);
    }
}

#[test]
fn a_code_that_repeats_two_of_another_dimension_is_found() {
    let mut facts: Vec<Fact> = PLAYED.iter().flat_map(|area| area.played.facts()).collect();
    for fact in &mut facts {
        if let Some(stage) = fact.codes.get(&Dimension::Stage) {
            let early = ["received", "offered"].contains(&stage.as_str());
            let repeat = if early { "being-checked" } else { "no-sign" };
            fact.codes.insert(Dimension::Repeat, repeat.to_owned());
        }
    }
    let people = every_question().find(|question| question.name == "people");
    assert!(repeated(&people.unwrap(), &facts).is_some());
}

/// The rank of some columns, by elimination over the numbers modulo a prime.
#[derive(Default)]
struct Rank {
    /// Each with the row of its first number that is not 0, which is 1.
    reduced: Vec<(usize, Vec<u64>)>,
}

impl Rank {
    const PRIME: u64 = 2_147_483_647;

    /// Adds a column. Whether it does not depend on those before it.
    fn is_raised_by(&mut self, mut column: Vec<u64>) -> bool {
        for (first, known) in &self.reduced {
            let factor = column[*first];
            if factor != 0 {
                for (number, known) in column.iter_mut().zip(known) {
                    *number = (*number + (Self::PRIME - factor) * known) % Self::PRIME;
                }
            }
        }
        let Some(first) = column.iter().position(|number| *number != 0) else {
            return false;
        };
        let inverse = Self::inverse(column[first]);
        for number in &mut column {
            *number = *number * inverse % Self::PRIME;
        }
        self.reduced.push((first, column));
        true
    }

    /// By Fermat's little theorem.
    fn inverse(of: u64) -> u64 {
        let (mut power, mut result, mut left) = (of, 1, Self::PRIME - 2);
        while left > 0 {
            if left % 2 == 1 {
                result = result * power % Self::PRIME;
            }
            power = power * power % Self::PRIME;
            left /= 2;
        }
        result
    }
}

/// What the words of the questions say, counted from the events alone.
#[test]
fn people_offers_and_sessions_are_those_of_the_events() {
    // A case that was merged into another, or entered in error, is nobody.
    const PEOPLE: &str = "
        WITH last AS (
            SELECT \"case\", arg_max(coalesce(why, 'open'), CAST(seq AS INTEGER)) AS why
            FROM events WHERE kind IN ('closed', 'reopened') GROUP BY \"case\"
        )
        SELECT month, source, count(*) FROM events LEFT JOIN last USING (\"case\")
        WHERE kind = 'received' AND coalesce(last.why, '') NOT IN ('duplicate', 'entered-in-error') GROUP BY ALL";
    let statements = [
        (
            PEOPLE,
            "SELECT month, regexp_replace(route, '^police-.*', 'police') AS source, count(*) \
             FROM facts WHERE measure = 'people' GROUP BY ALL",
        ),
        (
            "SELECT month, provider, count(*) FROM events WHERE kind = 'offered' GROUP BY ALL",
            "SELECT month, provider, count(*) FROM facts WHERE measure = 'onwards' GROUP BY ALL",
        ),
        (
            "SELECT month, provider, modality, count(*) FROM events WHERE kind = 'session' GROUP BY ALL",
            "SELECT month, provider, modality, count(*) FROM facts WHERE measure = 'sessions' GROUP BY ALL",
        ),
    ];
    for Area { name, folder, .. } in PLAYED.iter() {
        for (of_events, of_facts) in statements {
            let both = format!(
                "SELECT 'only events', * FROM (({of_events}) EXCEPT ({of_facts})) \
                 UNION ALL SELECT 'only facts', * FROM (({of_facts}) EXCEPT ({of_events}))"
            );
            let differ = sql(folder, &both);
            assert!(differ.is_empty(), "{name}: {differ:#?}");
        }
    }
}

#[test]
fn a_play_has_merges_erasures_repeats_and_late_events() {
    const HAPPENS: [&str; 9] = [
        "merged",
        "event: erased",
        "event: reopened",
        "event: declined",
        "event: expired",
        "sent again",
        "deliveries twice",
        "deliveries at the very end",
        "with a session",
    ];
    for area in PLAYED.iter() {
        for what in HAPPENS {
            let count = area.played.happened.get(what).copied().unwrap_or_default();
            assert!(
                count > 0,
                "{}: no `{what}` in {:#?}",
                area.name,
                area.played.happened
            );
        }
    }
}

#[test]
fn a_play_follows_the_published_numbers() {
    for area in PLAYED.iter() {
        for one in &area.played.comparisons {
            assert!(one.holds(), "{}: {one:?}", area.name);
        }
    }
}

#[test]
fn a_seed_always_gives_the_same_population() {
    let short = || {
        let plan = Plan {
            until: "2024-09-01".parse().unwrap(),
            ..plan("kent", 0.014)
        };
        let played = run(plan);
        (played.facts(), played.happened)
    };
    assert_eq!(short(), short());
}
