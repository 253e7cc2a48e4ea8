//! Builds the table from a list of postcodes. The operator of the hub does this once a year, when
//! councils change.

use super::table::{CODE, HEADER, MAGIC, RECORD, UNITS, sector_key};
use events::parse::Postcode;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A line of the list that is not `postcode,code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The number of the line, from 1.
    pub line: usize,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {} is not a postcode, a comma and the code of a council",
            self.line
        )
    }
}

impl std::error::Error for BadRow {}

/// Builds the table of these postcodes, as the bytes of a file.
///
/// Codes that the contract does not have are left out, such as those of the Channel Islands and the
/// Isle of Man. If a postcode is given twice, the first code in sorting order counts.
pub fn build<'a>(rows: impl IntoIterator<Item = (Postcode, &'a str)>) -> Vec<u8> {
    let mut sectors: BTreeMap<(u32, &str), [u8; UNITS]> = BTreeMap::new();
    for (postcode, code) in rows {
        let Some(sector) = sector_key(&postcode).filter(|_| is_council(code)) else {
            continue;
        };
        let Some(unit) = postcode.unit().map(usize::from) else {
            continue;
        };
        sectors.entry((sector, code)).or_insert([0; UNITS])[unit / 8] |= 0x80 >> (unit % 8);
    }
    let codes: BTreeSet<&str> = sectors.keys().map(|(_, code)| *code).collect();
    // Both are sorted the same way, so that the records are in the order of sector and code.
    let places: BTreeMap<&str, u16> = codes.into_iter().zip(0..).collect();
    let mut bytes = Vec::with_capacity(HEADER + places.len() * CODE + sectors.len() * RECORD);
    bytes.extend(MAGIC);
    bytes.extend(
        u16::try_from(places.len())
            .unwrap_or(u16::MAX)
            .to_be_bytes(),
    );
    bytes.extend(
        u32::try_from(sectors.len())
            .unwrap_or(u32::MAX)
            .to_be_bytes(),
    );
    bytes.extend(places.keys().flat_map(|code| code.bytes()));
    for ((sector, code), units) in &sectors {
        bytes.extend(sector.to_be_bytes());
        bytes.extend(places.get(code).copied().unwrap_or_default().to_be_bytes());
        bytes.extend(units);
    }
    bytes
}

/// Builds the table from lines of `postcode,code`. Postcodes without a code are left out, and so
/// are invalid ones: lists of terminated postcodes have a few mistakes.
///
/// # Errors
///
/// [`BadRow`] at the first line that is not such a pair. A list with its columns in another order
/// must not become an empty table.
pub fn build_from_csv(csv: &str) -> Result<Vec<u8>, BadRow> {
    let mut rows = Vec::new();
    for (index, line) in csv.lines().enumerate() {
        let bad = BadRow { line: index + 1 };
        let (postcode, code) = line.split_once(',').ok_or(bad)?;
        let code = code.trim();
        if !code.is_empty() && code.len() != CODE {
            return Err(bad);
        }
        rows.extend(Postcode::parse(postcode).map(|postcode| (postcode, code)));
    }
    Ok(build(rows))
}

/// A code of the contract: a letter of `ENSW` and eight digits.
fn is_council(code: &str) -> bool {
    matches!(code.as_bytes(), [b'E' | b'N' | b'S' | b'W', digits @ ..]
        if digits.len() == CODE - 1 && digits.iter().all(u8::is_ascii_digit))
}
