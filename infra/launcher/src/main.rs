//! Starts the hub command. Compiles what it needs, and fetches what `up` and `test` need at the same time. Then the hub
//! command takes its place. The launcher compiles in a second, so it can report progress while everything else
//! compiles.

use launcher::failure::{Context, sentence};
use launcher::say::{self, Step};
use launcher::tools::{self, Python};
use launcher::wasm::{self, Choice};
use launcher::{Children, Failure, Result, cargo, paths};
use std::convert::Infallible;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::{Mutex, PoisonError};

/// The hub command's package and binary.
const HUB: &str = "hub";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let Err(failure) = start(&arguments);
    eprintln!("{}", sentence(&failure.to_string()));
    ExitCode::FAILURE
}

/// Becomes the hub command when that is compiled.
fn start(arguments: &[OsString]) -> Result<Infallible> {
    let root = paths::root()?;
    let job = Job::of(arguments);
    if job == Job::Other {
        say::to_stderr();
    }
    let hub = prepare(&root, &job)?;
    let mut command = Command::new(hub);
    for name in cargo::added_by_cargo() {
        command.env_remove(name);
    }
    Err(Failure::new(format!(
        "The hub command does not start: {}",
        command.args(arguments).exec()
    )))
}

/// What the command will need, as far as its first argument tells.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Job {
    /// Everything that the local stack needs.
    Up,
    /// What these suites need; all of them if none is named.
    Test(Vec<String>),
    /// Only the hub command.
    Other,
}

impl Job {
    fn of(arguments: &[OsString]) -> Self {
        let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
        if words.iter().any(|word| ["-h", "--help"].contains(word)) {
            return Self::Other;
        }
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            match *word {
                "--instance" => drop(rest.next()),
                "up" => return Self::Up,
                "test" => {
                    let suites = rest.filter(|word| !word.starts_with('-'));
                    return Self::Test(suites.map(ToString::to_string).collect());
                }
                option if option.starts_with('-') => {}
                _ => return Self::Other,
            }
        }
        Self::Other
    }

    /// What is fetched while the compiler works.
    fn fetches(&self) -> Vec<Fetch> {
        let laptop = [
            Fetch::Python(Python::Emulator),
            Fetch::Python(Python::Aws),
            Fetch::Npm("frontend"),
            Fetch::Debian(&[("strip", "binutils")]),
            Fetch::Wasm,
        ];
        let checks = [
            Fetch::Python(Python::Lint),
            Fetch::Python(Python::Deny),
            Fetch::Python(Python::OpenApi),
        ];
        let browser = [Fetch::Npm("tests/browser")];
        match self {
            Self::Up => laptop.into(),
            Self::Test(suites) => {
                let any = |names: &[&str]| {
                    suites.is_empty() || suites.iter().any(|suite| names.contains(&suite.as_str()))
                };
                let mut fetches = Vec::new();
                if any(&["checks"]) {
                    fetches.extend(checks);
                }
                if any(&["api", "infrastructure", "browser", "areas"]) {
                    fetches.extend(laptop);
                }
                if any(&["browser"]) {
                    fetches.extend(browser);
                }
                fetches
            }
            Self::Other => Vec::new(),
        }
    }
}

/// Something to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fetch {
    Python(Python),
    Npm(&'static str),
    Debian(&'static [(&'static str, &'static str)]),
    Wasm,
}

impl Fetch {
    fn run(self, children: &Children, root: &Path) -> Result<()> {
        match self {
            Self::Python(which) => tools::python(children, which),
            Self::Npm(folder) => tools::npm(children, &root.join(folder)),
            Self::Debian(programs) => tools::debian(children, programs),
            Self::Wasm if std::env::var_os("HUB_WASM").is_some_and(|way| way == "debian") => {
                wasm::cargo(children, Choice::Debian).map(drop)
            }
            Self::Wasm => wasm::cargo(children, Choice::Auto).map(drop),
        }
    }
}

/// Compiles the hub command and returns its path. The first time, the same call of cargo also compiles what the command
/// would compile next, and everything that it will need is fetched at the same time.
fn prepare(root: &Path, job: &Job) -> Result<PathBuf> {
    let children = Children::default();
    // Later the command reads its arguments first, and then does the same.
    if !is_first_time()? {
        return build(&children, root, job, false);
    }
    say::line("Everything is compiled and fetched the first time. This takes some minutes.");
    // Report the first failure: it stops the other work, which then fails too.
    let first = Mutex::new(None);
    let fail = |failure| {
        let mut first = first.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert(failure);
        children.end();
    };
    let built = std::thread::scope(|scope| {
        for fetch in job.fetches() {
            let (children, fail) = (&children, &fail);
            scope.spawn(move || fetch.run(children, root).unwrap_or_else(fail));
        }
        build(&children, root, job, true).map_err(fail).ok()
    });
    let failure = first.into_inner().unwrap_or_else(PoisonError::into_inner);
    failure.map_or_else(
        || built.ok_or_else(|| Failure::new("The hub cannot be compiled")),
        Err,
    )
}

/// Whether the hub command has never been compiled here.
fn is_first_time() -> Result<bool> {
    let own = std::env::current_exe().context("The command's path is unknown")?;
    let debug = own
        .parent()
        .and_then(Path::parent)
        .map(|target| target.join("debug").join(HUB));
    Ok(!debug.is_some_and(|hub| hub.is_file()))
}

fn build(children: &Children, root: &Path, job: &Job, first: bool) -> Result<PathBuf> {
    let mut command = cargo::command(root);
    command
        .args(cargo::WORKSPACE)
        .args(["--message-format", "json-render-diagnostics"]);
    let what = match job {
        Job::Up if first => {
            // The launcher is already compiled, in another profile.
            command.arg("--bins");
            "Compiling the hub"
        }
        _ => {
            command.args(["--bin", HUB]);
            "Compiling the hub command"
        }
    };
    let step = if first {
        Step::begin(what)
    } else {
        Step::quiet(what)
    };
    let failed = "The hub cannot be compiled: read the messages above";
    let messages = cargo::run(children, &mut command, &step, failed)?;
    if first {
        step.done();
    }
    let mut executables = cargo::executables(&messages);
    let hub = executables.find_map(|(name, path)| (name == HUB).then(|| path.into()));
    hub.ok_or_else(|| Failure::new("Cargo built no hub command"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(words: &str) -> Job {
        let words: Vec<OsString> = words.split_whitespace().map(OsString::from).collect();
        Job::of(&words)
    }

    #[test]
    fn the_job_is_read_from_the_arguments() {
        assert_eq!(job("up --fresh"), Job::Up);
        assert_eq!(
            job("--instance up test checks"),
            Job::Test(vec!["checks".into()])
        );
        assert_eq!(job("--instance=a up"), Job::Up);
        assert_eq!(job("up --help"), Job::Other);
        assert_eq!(job("token up"), Job::Other);
        assert_eq!(job(""), Job::Other);
    }

    #[test]
    fn a_suite_fetches_only_what_it_needs() {
        assert_eq!(job("test unit simulation").fetches(), []);
        let python = [
            Fetch::Python(Python::Lint),
            Fetch::Python(Python::Deny),
            Fetch::Python(Python::OpenApi),
        ];
        assert_eq!(job("test checks").fetches(), python);
        assert!(
            job("test browser")
                .fetches()
                .contains(&Fetch::Npm("tests/browser"))
        );
        assert!(!job("up").fetches().contains(&Fetch::Npm("tests/browser")));
        assert!(job("test").fetches().contains(&Fetch::Wasm));
    }
}
