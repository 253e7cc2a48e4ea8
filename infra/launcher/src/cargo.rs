//! Runs cargo and shows its progress as lines: how many crates of how many, and the current one.

use crate::children::Children;
use crate::failure::{Failure, Result};
use crate::say::{self, Step};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What every build of the workspace names: all packages, so that all builds resolve the same features and share their
/// dependencies. Cargo compiles a dependency again for each other set of features.
pub const WORKSPACE: [&str; 2] = ["build", "--workspace"];

/// Cargo with the environment in which it started this command.
pub fn command(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    for name in added_by_cargo() {
        command.env_remove(name);
    }
    command
}

/// What `cargo run` adds to the environment of a program. Programs that read it would be compiled again.
pub fn added_by_cargo() -> impl Iterator<Item = std::ffi::OsString> {
    std::env::vars_os().map(|(name, _)| name).filter(|name| {
        name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_")
                || name.starts_with("CARGO_MANIFEST_")
                || name == "LD_LIBRARY_PATH"
        })
    })
}

/// Runs cargo as `step`, whose progress is cargo's, and returns what cargo wrote to standard output. What the compiler
/// says about the code is shown as it comes.
///
/// # Errors
/// Cargo cannot be started, or it fails: the error is `failed`.
pub fn run(
    children: &Children,
    command: &mut Command,
    step: &Step,
    failed: &str,
) -> Result<String> {
    command
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "160")
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("CARGO_TERM_QUIET")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut lines = Lines::default();
    let mut hear = |piece: &[u8]| {
        for line in lines.take(piece) {
            match Said::read(&line) {
                Said::Progress(progress) => step.progress(progress),
                Said::Waiting => {
                    say::note("another cargo is at work: waiting until it has finished")
                }
                Said::Routine => {}
                Said::Other => {
                    let _ = writeln!(std::io::stderr().lock(), "{line}");
                }
            }
        }
    };
    let output = children.run(command, failed, &mut hear)?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(Failure::new(failed))
    }
}

/// The binaries that cargo's messages name: name and path.
pub fn executables(messages: &str) -> impl Iterator<Item = (&str, &str)> {
    messages
        .lines()
        .filter(|line| line.contains(r#""kind":["bin"]"#))
        .filter_map(|line| {
            let target = &line[line.find(r#""target":"#)?..];
            Some((text_of(target, "name")?, text_of(line, "executable")?))
        })
}

/// The text of a field. Names of crates and paths of builds need no escapes.
fn text_of<'a>(json: &'a str, field: &str) -> Option<&'a str> {
    let start = format!(r#""{field}":""#);
    let rest = &json[json.find(&start)? + start.len()..];
    rest.split('"').next().filter(|text| !text.contains('\\'))
}

/// Splits what comes in pieces into lines. Cargo ends the lines that it overwrites with a carriage return.
#[derive(Default)]
struct Lines(Vec<u8>);

impl Lines {
    fn take(&mut self, piece: &[u8]) -> Vec<String> {
        self.0.extend_from_slice(piece);
        let Some(end) = self
            .0
            .iter()
            .rposition(|byte| matches!(byte, b'\r' | b'\n'))
        else {
            return Vec::new();
        };
        let rest = self.0.split_off(end + 1);
        let whole = std::mem::replace(&mut self.0, rest);
        String::from_utf8_lossy(&whole[..end])
            .split(['\r', '\n'])
            .map(|line| line.replace("\u{1b}[K", "").trim_end().to_owned())
            .collect()
    }
}

/// The kinds of lines that cargo writes.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    /// Its progress.
    Progress(String),
    /// Cargo waits for another cargo.
    Waiting,
    /// What cargo says on every run.
    Routine,
    /// Anything else: somebody has to read it.
    Other,
}

impl Said {
    fn read(line: &str) -> Self {
        let (first, rest) = line
            .trim_start()
            .split_once(' ')
            .unwrap_or((line.trim_start(), ""));
        // Cargo indents its own words so that they end in the same column; the compiler's lines begin at the margin or deeper.
        let by_cargo = first.len() + (line.len() - line.trim_start().len()) == 12;
        match first {
            "" => Self::Routine,
            "Building" | "Downloading" | "Updating" if by_cargo && rest.starts_with('[') => {
                progress(first, rest).map_or(Self::Routine, Self::Progress)
            }
            "Blocking" if by_cargo => Self::Waiting,
            "Adding" | "Building" | "Checking" | "Compiling" | "Documenting" | "Downloaded"
            | "Downloading" | "Executable" | "Finished" | "Fresh" | "Generated" | "Locking"
            | "Running" | "Updating"
                if by_cargo =>
            {
                Self::Routine
            }
            _ => Self::Other,
        }
    }
}

/// `[=====>   ] 12/340: serde, tokio` in words.
fn progress(doing: &str, bar: &str) -> Option<String> {
    let (_, counts) = bar.split_once("] ")?;
    let (counts, now) = counts.split_once(": ").unwrap_or((counts, ""));
    let (done, all) = counts.split_once('/')?;
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let (done, all) = (
        number(done)?,
        number(all.trim_end_matches(|c: char| !c.is_ascii_digit()))?,
    );
    let now = now.trim();
    Some(match doing {
        "Building" if now.is_empty() => format!("{done} of {all} crates"),
        "Building" => format!("{done} of {all} crates, now {now}"),
        _ => format!("{done} of {all} crates fetched"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_bar_becomes_a_sentence() {
        let line = "    Building [=======>                    ] 123/529: aws-sdk-s3, quote(build)";
        let progress = "123 of 529 crates, now aws-sdk-s3, quote(build)";
        assert_eq!(Said::read(line), Said::Progress(progress.into()));
        let last = "    Building [===========================>] 529/529";
        assert_eq!(Said::read(last), Said::Progress("529 of 529 crates".into()));
    }

    #[test]
    fn routine_is_kept_back_and_diagnostics_are_not() {
        assert_eq!(Said::read("   Compiling serde v1.0.229"), Said::Routine);
        assert_eq!(Said::read("    Finished `dev` profile"), Said::Routine);
        assert_eq!(Said::read("error[E0308]: mismatched types"), Said::Other);
        assert_eq!(Said::read("Compiling is hard"), Said::Other);
        let blocked = "    Blocking waiting for file lock on build directory";
        assert_eq!(Said::read(blocked), Said::Waiting);
    }

    #[test]
    fn lines_come_together_from_their_pieces() {
        let mut lines = Lines::default();
        assert!(lines.take(b"   Compi").is_empty());
        assert_eq!(
            lines.take(b"ling a\r    Building\x1b[K  \nrest"),
            ["   Compiling a", "    Building"]
        );
        assert_eq!(lines.take(b"\n"), ["rest"]);
    }

    #[test]
    fn the_binaries_are_found_in_cargos_messages() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"crate_types":["lib"],"name":"refer"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","package_id":"p","target":{"kind":["bin"],"crate_types":["bin"],"name":"refer"},"profile":{},"executable":"/t/debug/refer","fresh":true}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#
        );
        let found: Vec<_> = executables(messages).collect();
        assert_eq!(found, [("refer", "/t/debug/refer")]);
    }
}
