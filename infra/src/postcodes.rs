//! The table of postcodes: made once a year from the published list, stored in the repository, and built into the
//! functions.

use crate::paths;
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use launcher::say;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Makes `infra/reference/postcodes.bin` from a list of `postcode,code` lines, or from a directory of postcodes of the
/// Office for National Statistics (ONSPD, NSPL), whose first line names its columns. It was published on that day.
///
/// # Errors
/// The list cannot be read, or one of its lines has no postcode or no code.
pub fn load(file: &Path, of: Date) -> Result<()> {
    let shown = file.display();
    let list = File::open(file).with_context(|| format!("{shown} cannot be read"))?;
    let pairs = pairs(BufReader::new(list)).with_context(|| format!("{shown} cannot be used"))?;
    let table =
        domain::place::build_from_csv(&pairs).map_err(|bad| anyhow::anyhow!("{shown}: {bad}"))?;
    let path = path()?;
    std::fs::write(&path, &table)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    let date = path.with_extension("date");
    std::fs::write(&date, format!("{of}\n"))
        .with_context(|| format!("{} cannot be written", date.display()))?;
    say::line(format!(
        "The new table of postcodes has {} bytes.",
        table.len()
    ));
    say::note("`cargo hub up` builds it into the functions");
    Ok(())
}

/// The stored table.
///
/// # Errors
/// The file cannot be read.
pub fn bytes() -> Result<Vec<u8>> {
    let path = path()?;
    std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
}

fn path() -> Result<PathBuf> {
    Ok(paths::root()?.join("infra/reference/postcodes.bin"))
}

/// Turns the list into `postcode,code` lines and keeps their numbers. A published directory has fifty columns; two are
/// needed.
fn pairs(list: impl BufRead) -> Result<String> {
    let mut lines = list.lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut pairs = String::new();
    let Some((postcode, council)) = columns(&first) else {
        pairs.push_str(&first);
        for line in lines {
            pairs.push('\n');
            pairs.push_str(&line?);
        }
        return Ok(pairs);
    };
    // The header stays as a line without a code, so that an error names the right line of the file.
    pairs.push_str("SW1A 1AA,");
    for (number, line) in (2..).zip(lines) {
        let line = line?;
        let fields = fields(&line);
        let (Some(postcode), Some(council)) = (fields.get(postcode), fields.get(council)) else {
            bail!("line {number} has only {} columns", fields.len());
        };
        pairs.push('\n');
        pairs.push_str(&format!("{postcode},{council}"));
    }
    Ok(pairs)
}

/// The columns of the postcode and the council. Returns `None` if the line does not name them.
///
/// The postcode is `pcds`, `pcd` or `pcd7`, depending on the year of the directory; the council is `oslaua`, `laua` or
/// `lad25cd`.
fn columns(first: &str) -> Option<(usize, usize)> {
    let names: Vec<String> = fields(first.trim_start_matches('\u{feff}'))
        .iter()
        .map(|name| name.to_lowercase())
        .collect();
    let place = |is: &dyn Fn(&str) -> bool| names.iter().position(|name| is(name));
    let dated = |name: &str| name.len() == 7 && name.starts_with("lad") && name.ends_with("cd");
    let postcode = ["pcds", "pcd", "pcd7", "pcd8"]
        .iter()
        .find_map(|known| place(&|name| name == *known))?;
    let council = place(&|name| matches!(name, "oslaua" | "laua") || dated(name))?;
    Some((postcode, council))
}

/// The fields of a line, without quotation marks.
fn fields(line: &str) -> Vec<&str> {
    line.trim_end()
        .split(',')
        .map(|field| field.trim().trim_matches('"').trim())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::place::{Postcode, PostcodeTable, build_from_csv};

    fn council_of(list: &str, postcode: &str) -> Option<String> {
        let table = build_from_csv(&pairs(list.as_bytes()).expect("a list")).expect("a table");
        let postcode = Postcode::parse(postcode).expect("a postcode");
        PostcodeTable::new(&table)
            .expect("a table")
            .local_authority(&postcode)
            .map(str::to_owned)
    }

    #[test]
    fn pairs_and_a_published_directory_give_the_same_table() {
        let pairs = "BS5 6HU,E06000023\nSW1A1AA,E09000033\n";
        let onspd = "\u{feff}pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward\n\
            \"BS5 6HU\",\"BS5  6HU\",\"BS5 6HU\",\"198001\",\"\",\"E99999999\",\"E99999999\",\"E06000023\",\"E05010885\"\n\
            \"SW1A1AA\",\"SW1A 1AA\",\"SW1A 1AA\",\"198001\",\"\",\"E99999999\",\"E99999999\",\"E09000033\",\"E05013806\"\n\
            \"AB1 0AA\",\"AB1  0AA\",\"AB1 0AA\",\"198001\",\"199606\",\"S99999999\",\"S99999999\",\"\",\"\"\n";
        let dated = "PCD7,PCD8,PCDS,LAD25CD\r\nBS5 6HU,BS5  6HU,BS5 6HU,E06000023\r\nSW1A1AA,SW1A 1AA,SW1A 1AA,E09000033\r\n";
        for list in [pairs, onspd, dated] {
            assert_eq!(
                council_of(list, "BS5 6HU").as_deref(),
                Some("E06000023"),
                "{list}"
            );
            assert_eq!(
                council_of(list, "SW1A 1AA").as_deref(),
                Some("E09000033"),
                "{list}"
            );
            assert_eq!(council_of(list, "AB1 0AA"), None, "{list}");
        }
    }

    #[test]
    fn a_short_line_is_reported_by_number() {
        let cut = pairs("pcds,laua\nBS5 6HU,E06000023\nBS5 6HW\n".as_bytes()).expect_err("refused");
        assert_eq!(cut.to_string(), "line 3 has only 1 columns");
        let wrong = pairs("pcds,laua\nBS5 6HU,Bristol\n".as_bytes()).expect("two columns");
        assert_eq!(build_from_csv(&wrong).expect_err("no code").line, 2);
        assert!(
            build_from_csv(&pairs("name,place\n".as_bytes()).expect("a list")).is_err(),
            "columns that nobody knows"
        );
    }
}
