//! Dates and numbers as exports write them: read, or refused where they could be two.

use fashion_customers::text::{DateOrder, Decimals, When, date_text, decimal, when};

fn read(text: &str) -> Result<When, String> {
    when(text.as_bytes(), DateOrder::Unsaid)
}

/// The day as text, and the instant.
fn told(text: &str) -> (String, i64) {
    let when = read(text).unwrap_or_else(|wrong| panic!("{text}: {wrong}"));
    (date_text(when.day), when.instant)
}

#[test]
fn reads_days_in_all_forms() {
    for text in [
        "2026-03-02",
        "2026/03/02",
        "2026.3.2",
        "20260302",
        "02.03.2026",
        " 2026-03-02 ",
    ] {
        assert_eq!(
            told(text),
            ("2026-03-02".to_owned(), 1_772_409_600),
            "{text}"
        );
    }
    assert_eq!(told("1970-01-01").1, 0);
    assert_eq!(told("2024-02-29").0, "2024-02-29");
    assert_eq!(told("2149-06-06").0, "2149-06-06");
}

#[test]
fn reads_times_and_offsets() {
    let noon = 1_772_409_600 + 12 * 3600;
    for text in [
        "2026-03-02T12:00:00Z",
        "2026-03-02 12:00",
        "2026-03-02T12:00:00.123456Z",
        "2026-03-02 13:00:00 +0100",
        "2026-03-02T13:00:00+01:00",
        "2026-03-02 12:00:00 UTC",
        "2026-03-02 12:00 pm",
        "20260302T12:00:00Z",
    ] {
        assert_eq!(told(text), ("2026-03-02".to_owned(), noon), "{text}");
    }
    // The day is that of the place.
    assert_eq!(told("2026-03-02 00:30:00 +0200").0, "2026-03-02");
    assert_eq!(told("2026-03-02 00:30:00 +0200").1, noon - 13 * 3600 - 1800);
    assert_eq!(told("2026-03-02 12:15 am").1, noon - 12 * 3600 + 900);
}

#[test]
fn refuses_what_is_no_day_or_two() {
    for text in [
        "",
        "2026",
        "2026-02-30",
        "2025-02-29",
        "1900-02-28",
        "2026-13-01",
        "2026-00-10",
        "02.03.26",
        "03/04/2026",
        "46083",
        "1772409600",
        "1772409600000",
        "2026-03-02T24:00:00",
        "2026-03-02 12:60",
        "2026-03-02 12:00 CET",
        "2026-03-02 12:00 +0100 x",
        "2026-03-02x",
        "yesterday",
        "2026-03/02",
    ] {
        assert!(read(text).is_err(), "{text}");
    }
    let slashes = b"03/04/2026";
    let day = |order| when(slashes, order).map(|when| date_text(when.day));
    assert_eq!(day(DateOrder::DayFirst), Ok("2026-04-03".to_owned()));
    assert_eq!(day(DateOrder::MonthFirst), Ok("2026-03-04".to_owned()));
    assert!(day(DateOrder::Unsaid).is_err_and(|wrong| wrong.contains("dateOrder")));
}

#[test]
fn reads_numbers_of_people_and_spreadsheets() {
    for (text, value) in [
        ("0", 0.0),
        ("1234.5", 1234.5),
        ("-3", -3.0),
        ("\u{2212}3.5", -3.5),
        ("+7", 7.0),
        (".5", 0.5),
        ("12,5", 12.5),
        ("1,234.50", 1234.5),
        ("1.234,50", 1234.5),
        ("1'234.50", 1234.5),
        ("1 234 567,89", 1_234_567.89),
        ("1\u{202f}234,5", 1234.5),
        ("12,345,678", 12_345_678.0),
        ("1e3", 1000.0),
        ("0.125", 0.125),
        ("1234,567", 1234.567),
        ("123456789012345", 123_456_789_012_345.0),
        ("99999999999999999999", 1e20),
    ] {
        for decimals in [Decimals::Point, Decimals::Unsaid] {
            let read = decimal(text.as_bytes(), decimals);
            assert_eq!(read, Ok(value), "{text}");
        }
    }
    assert_eq!(decimal(b"1.234", Decimals::Point), Ok(1.234));
}

#[test]
fn refuses_numbers_that_are_none_or_two() {
    for text in [
        "",
        "x",
        "12x",
        "5 €",
        "€5",
        "1.2.3",
        "1,2,3",
        "--5",
        "5-",
        "1e999",
        "NaN",
        "inf",
        "0x10",
        "12.",
        "1,234",
        "12,34,567",
        "1.234.56,7",
        "\u{661}",
        "1_000",
    ] {
        assert!(decimal(text.as_bytes(), Decimals::Point).is_err(), "{text}");
    }
    assert!(decimal(b"1.234", Decimals::Unsaid).is_err_and(|wrong| wrong.contains("thousands")));
}
