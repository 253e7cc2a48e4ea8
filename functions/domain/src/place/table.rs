//! The table of postcodes, read in place.
//!
//! Layout, with big-endian integers: the magic; the number of councils (u16) and of records (u32);
//! the councils' codes, nine bytes each; the records, 56 bytes each, sorted. A record is a sector's
//! key (u32), the index of a council (u16), and 400 bits, one for each unit of the sector that lies
//! in that council. A sector that crosses a border has a record for each side.

use events::parse::Postcode;
use std::fmt;

/// The first bytes: the format and its version.
pub(super) const MAGIC: [u8; 8] = *b"hubpost1";
/// Magic, number of councils, number of records.
pub(super) const HEADER: usize = 8 + 2 + 4;
/// A letter and eight digits.
pub(super) const CODE: usize = 9;
/// 400 units, one bit each.
pub(super) const UNITS: usize = 50;
/// Sector, council, units.
pub(super) const RECORD: usize = 4 + 2 + UNITS;

/// The bytes are not a table of postcodes, or they are incomplete or damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadTable;

impl fmt::Display for BadTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a table of postcodes of this version")
    }
}

impl std::error::Error for BadTable {}

/// Every postcode of the United Kingdom and its council, over the bytes of the shipped file.
///
/// A look-up is a binary search over some eighteen thousand records, and copies nothing.
#[derive(Clone, Copy)]
pub struct PostcodeTable<'a> {
    codes: &'a [[u8; CODE]],
    records: &'a [[u8; RECORD]],
}

impl<'a> PostcodeTable<'a> {
    /// Opens a table over these bytes.
    ///
    /// # Errors
    ///
    /// [`BadTable`] unless the bytes are valid. Lengths, order and every reference to a council are
    /// checked once, here, so that no look-up can fail.
    pub fn new(bytes: &'a [u8]) -> Result<Self, BadTable> {
        let (header, rest) = bytes.split_first_chunk::<HEADER>().ok_or(BadTable)?;
        let [m0, m1, m2, m3, m4, m5, m6, m7, c0, c1, r0, r1, r2, r3] = *header;
        let codes = usize::from(u16::from_be_bytes([c0, c1]));
        let records =
            usize::try_from(u32::from_be_bytes([r0, r1, r2, r3])).map_err(|_| BadTable)?;
        if [m0, m1, m2, m3, m4, m5, m6, m7] != MAGIC {
            return Err(BadTable);
        }
        let (code_bytes, record_bytes) = rest.split_at_checked(codes * CODE).ok_or(BadTable)?;
        let (codes, _) = code_bytes.as_chunks::<CODE>();
        let (found, left_over) = record_bytes.as_chunks::<RECORD>();
        let ascii = codes.iter().all(|code| code.is_ascii());
        let sorted = found.is_sorted_by(|a, b| a[..6] < b[..6]);
        let known = found
            .iter()
            .all(|record| usize::from(council(record)) < codes.len());
        if found.len() == records && left_over.is_empty() && ascii && sorted && known {
            Ok(Self {
                codes,
                records: found,
            })
        } else {
            Err(BadTable)
        }
    }

    /// The council's code, or `None` if the postcode is not in the list.
    pub fn local_authority(&self, postcode: &Postcode) -> Option<&'a str> {
        let sector = sector_key(postcode)?;
        let unit = usize::from(postcode.unit()?);
        let first = self.records.partition_point(|record| key(record) < sector);
        let of_sector = self.records[first..]
            .iter()
            .take_while(|record| key(record) == sector);
        let record =
            { of_sector }.find(|record| record[6 + unit / 8] & (0x80 >> (unit % 8)) != 0)?;
        std::str::from_utf8(self.codes.get(usize::from(council(record)))?).ok()
    }

    /// Whether the council with that code has a postcode in the list. A council that was merged
    /// into another has none.
    pub fn knows(&self, local_authority: &str) -> bool {
        self.codes
            .iter()
            .any(|code| code == local_authority.as_bytes())
    }

    /// The number of postcodes.
    pub fn len(&self) -> usize {
        self.records
            .iter()
            .flat_map(|record| &record[6..])
            .map(|byte| byte.count_ones() as usize)
            .sum()
    }

    /// Whether the table is empty.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

impl fmt::Debug for PostcodeTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "PostcodeTable({} councils, {} records)",
            self.codes.len(),
            self.records.len()
        )
    }
}

fn key(record: &[u8; RECORD]) -> u32 {
    u32::from_be_bytes([record[0], record[1], record[2], record[3]])
}

fn council(record: &[u8; RECORD]) -> u16 {
    u16::from_be_bytes([record[4], record[5]])
}

/// A sector as one number: four characters in base 37, where 0 is "none", and the digit. `None` if
/// the first half is longer than that.
pub(super) fn sector_key(postcode: &Postcode) -> Option<u32> {
    let outward = postcode.outward().as_bytes();
    if outward.len() > 4 {
        return None;
    }
    let place = |at: usize| match outward.get(at) {
        Some(digit @ b'0'..=b'9') => u32::from(digit - b'0') + 1,
        Some(letter @ b'A'..=b'Z') => u32::from(letter - b'A') + 11,
        _ => 0,
    };
    let outward = (0..4).fold(0, |key, at| key * 37 + place(at));
    Some(outward * 10 + u32::from(postcode.sector_digit()))
}
