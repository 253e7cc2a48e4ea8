use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const BRISTOL: &str = "E06000023";
const BATH: &str = "E06000022";

fn postcode(text: &str) -> Postcode {
    Postcode::parse(text).unwrap()
}

fn table_of(rows: &[(&str, &str)]) -> Vec<u8> {
    build(rows.iter().map(|(text, code)| (postcode(text), *code)))
}

#[test]
fn a_sector_across_a_border_is_resolved_by_unit() {
    let bytes = table_of(&[
        ("BS5 6HU", BRISTOL),
        ("BS5 6HW", BATH),
        ("BS5 6AA", BRISTOL),
        ("BA2 3GG", BATH),
    ]);
    let table = PostcodeTable::new(&bytes).unwrap();
    for (text, council) in [
        ("bs56hu", Some(BRISTOL)),
        ("BS5 6HW", Some(BATH)),
        ("BS5 6AA", Some(BRISTOL)),
        ("BA2 3GG", Some(BATH)),
        ("BS5 6HX", None),
        ("BS5 7HU", None),
        ("BS56 6HU", None),
        ("ZZ99 3WZ", None),
        ("B1 1AA", None),
    ] {
        assert_eq!(table.local_authority(&postcode(text)), council, "{text}");
    }
    assert_eq!(table.len(), 4);
}

#[test]
fn a_table_that_was_cut_or_changed_is_refused() {
    let bytes = table_of(&[("BS5 6HU", BRISTOL), ("BA2 3GG", BATH), ("BS5 6HW", BATH)]);
    assert!(PostcodeTable::new(&bytes).is_ok());
    assert!(PostcodeTable::new(&build([])).unwrap().is_empty());
    for length in 0..bytes.len() {
        assert_eq!(
            PostcodeTable::new(&bytes[..length]).err(),
            Some(BadTable),
            "{length}"
        );
    }
    let changed = |at: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = byte;
        PostcodeTable::new(&bytes).err()
    };
    assert_eq!(changed(0, b'H'), Some(BadTable), "another format");
    assert_eq!(changed(14, 0xff), Some(BadTable), "a code that is no text");
    assert_eq!(
        changed(14 + 18 + 5, 9),
        Some(BadTable),
        "a council that is not there"
    );
    assert_eq!(changed(14 + 18, 0xff), Some(BadTable), "out of order");
}

#[test]
fn a_list_in_another_order_of_columns_is_no_table() {
    let bytes =
        build_from_csv("BS5 6HU,E06000023\nJE2 3AB,L99999999\nBT1 1AA,\nNPT 0VA,W06000022\n")
            .unwrap();
    let table = PostcodeTable::new(&bytes).unwrap();
    assert_eq!(
        table.len(),
        1,
        "a council of the contract and a postcode, or nothing"
    );
    assert_eq!(
        build_from_csv("BS5 6HU,E06000023\nE06000023,BS5 6HU"),
        Err(BadRow { line: 2 })
    );
    assert_eq!(build_from_csv("pcd,laua"), Err(BadRow { line: 1 }));
    assert_eq!(build_from_csv("BS5 6HU"), Err(BadRow { line: 1 }));
}

#[test]
fn the_postcode_decides_the_council_before_the_given_code() {
    let bytes = table_of(&[("BS5 6HU", BRISTOL)]);
    let table = PostcodeTable::new(&bytes).unwrap();
    let at = |postcode: Option<&str>, code: Option<&str>| {
        let residence = Residence {
            postcode: postcode.map(str::to_owned),
            local_authority: code.map(str::to_owned),
            no_fixed_address: None,
        };
        home(Some(&residence), &table)
    };
    assert_eq!(at(Some("bs5 6hu"), None).as_deref(), Some(BRISTOL));
    assert_eq!(at(None, Some(BATH)).as_deref(), Some(BATH));
    assert_eq!(at(Some("BS5 6HU"), Some(BATH)).as_deref(), Some(BRISTOL));
    assert_eq!(at(Some("BS5 6HX"), Some(BATH)).as_deref(), Some(BATH));
    assert_eq!(at(Some("BS5 6HX"), None), None);
    assert_eq!(at(None, None), None);
    assert_eq!(home(None, &table), None);
}

#[test]
fn the_shipped_table_covers_the_kingdom_in_a_megabyte() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../infra/reference/postcodes.bin");
    let bytes = std::fs::read(path).unwrap();
    assert!(bytes.len() < 1_000_000, "{}", bytes.len());
    let table = PostcodeTable::new(&bytes).unwrap();
    assert!(table.len() > 2_600_000);
    for (text, council) in [
        ("SW1A 1AA", "E09000033"),
        ("CF14 3HP", "W06000015"),
        ("EH9 2JB", "S12000036"),
        ("BT1 5GS", "N09000003"),
        ("TR21 0LW", "E06000053"),
    ] {
        assert_eq!(
            table.local_authority(&postcode(text)),
            Some(council),
            "{text}"
        );
    }
    assert_eq!(
        table.local_authority(&postcode("IM1 1AA")),
        None,
        "the Isle of Man is not of the contract"
    );
    assert!(table.knows("E06000066") && table.knows("W06000015"));
    assert!(!table.knows("E07000246"), "merged into Somerset in 2023");
    assert!(!table.knows("") && !table.knows("E0600006") && !table.knows("E99999999"));
}

proptest! {
    #[test]
    fn whatever_is_put_in_is_found_and_nothing_else(
        rows in prop::collection::btree_map("(B|BS|SW1A|ZE)[0-9] [0-9][ABDEFGHJ]{2}", 1..=4_u8, 0..60),
        others in prop::collection::vec("(B|BS)[0-9] [0-9][ABDEFGHJ]{2}", 0..60),
    ) {
        let rows: BTreeMap<_, _> = rows
            .iter()
            .filter_map(|(text, n)| Some((Postcode::parse(text).ok()?, format!("E0600000{n}"))))
            .collect();
        let bytes = build(rows.iter().map(|(postcode, code)| (postcode.clone(), code.as_str())));
        let table = PostcodeTable::new(&bytes).unwrap();
        prop_assert_eq!(table.len(), rows.len());
        for other in others.iter().map(|text| postcode(text)).chain(rows.keys().cloned()) {
            prop_assert_eq!(table.local_authority(&other), rows.get(&other).map(String::as_str));
        }
    }

    #[test]
    fn any_bytes_are_a_table_or_not(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = PostcodeTable::new(&bytes);
    }
}
