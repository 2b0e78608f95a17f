//! Tables of images: what is read, however the bytes are cut, and what is refused, with row, column and code.

use fashion_data::DataError;
use fashion_data::csv::{CsvImages, CsvOptions, LabelColumn};

const OPTIONS: CsvOptions = CsvOptions {
    image_shape: None,
    classes: 10,
    class_names: Vec::new(),
    max_pixels: 1000,
    label: LabelColumn::Unsaid,
    header: None,
};

#[derive(Debug, PartialEq)]
struct Table {
    shape: [usize; 3],
    labels: Option<Vec<u32>>,
    pixels: Vec<u8>,
}

/// Reads a file in pieces of `step` bytes.
fn read_by(file: &[u8], step: usize, options: &CsvOptions) -> Result<Table, DataError> {
    let mut reader = CsvImages::new(options.clone());
    let (mut pixels, mut labels) = (Vec::new(), Vec::new());
    for piece in file.chunks(step) {
        reader.push(piece)?;
        pixels.extend(reader.take_pixels());
        labels.extend(reader.take_labels());
    }
    reader.finish()?;
    pixels.extend(reader.take_pixels());
    labels.extend(reader.take_labels());
    Ok(Table {
        shape: reader.image_shape(),
        labels: reader.labelled().then_some(labels),
        pixels,
    })
}

/// The same answer for every way to cut the file.
fn read(file: impl AsRef<[u8]>) -> Result<Table, DataError> {
    let file = file.as_ref();
    let whole = read_by(file, file.len().max(1), &OPTIONS);
    for step in [1, 2, 3, 5, 7] {
        assert_eq!(
            read_by(file, step, &OPTIONS),
            whole,
            "in pieces of {step} bytes"
        );
    }
    whole
}

#[track_caller]
fn refused(file: impl AsRef<[u8]>, code: &str, parts: &[&str]) {
    let error = read(file).expect_err("the file is wrong");
    assert_eq!(error.code, code, "{}", error.message);
    for part in parts {
        assert!(
            error.message.contains(part),
            "{:?} lacks {part:?}",
            error.message
        );
    }
}

fn two_images() -> Table {
    Table {
        shape: [2, 2, 1],
        labels: Some(vec![9, 0]),
        pixels: vec![0, 1, 2, 255, 10, 20, 30, 40],
    }
}

const HEADER: &str = "label,pixel1,pixel2,pixel3,pixel4";

#[test]
fn reads_tables_in_the_ways_they_are_written() {
    let rows = "9,0,1,2,255\n0,10,20,30,40\n";
    let plain = format!("{HEADER}\n{rows}");
    let ways = [
        plain.clone(),
        format!("\u{feff}{plain}"),
        plain.replace('\n', "\r\n"),
        plain.replace('\n', "\r"),
        plain.trim_end().to_owned(),
        plain.replace('\n', "\n\n\n"),
        format!("\n{plain}"),
        rows.to_owned(),
        format!("\u{feff}{rows}"),
        plain
            .replace("pixel4", "\"pixel4\"")
            .replace("255", "\"255\""),
        plain.replace(',', ", ").replace("10", "010"),
        format!("{}\n{rows}", HEADER.to_uppercase()),
        format!("label,1x1,1x2,2x1,2x2\n{rows}"),
        format!("label,pixel0,pixel1,pixel2,pixel3\n{rows}"),
        "pixel1,pixel2,label,pixel3,pixel4\n0,1,9,2,255\n10,20,0,30,40".to_owned(),
    ];
    for way in ways {
        assert_eq!(read(&way), Ok(two_images()), "{way:?}");
    }
}

#[test]
fn a_table_may_have_no_labels() {
    let pixels = vec![1, 2, 3, 4];
    for file in ["pixel1,pixel2,pixel3,pixel4\n1,2,3,4\n", "1,2,3,4"] {
        assert_eq!(
            read(file),
            Ok(Table {
                shape: [2, 2, 1],
                labels: None,
                pixels: pixels.clone()
            })
        );
    }
}

#[test]
fn a_shape_that_is_said_decides() {
    let said = CsvOptions {
        image_shape: Some([1, 1, 3]),
        ..OPTIONS
    };
    let table = read_by(b"3,1,2,3\n", 4, &said).expect("one colour image");
    assert_eq!(
        table,
        Table {
            shape: [1, 1, 3],
            labels: Some(vec![3]),
            pixels: vec![1, 2, 3]
        }
    );
    let error = read_by(b"3,1,2,3,4\n", 4, &said).expect_err("four pixels");
    assert_eq!(error.code, "CSV_COLUMNS");
    assert!(
        error.message.contains("images of 1×1×3 have 3 pixels"),
        "{}",
        error.message
    );
}

#[test]
fn a_wrong_number_is_named_by_row_line_and_column() {
    for wrong in [
        "256",
        "-1",
        "+1",
        "1.0",
        "1e2",
        "x",
        "",
        " ",
        "0x10",
        "99999999999999999999",
        "1 2",
        "٣",
    ] {
        let file = format!("{HEADER}\n1,2,3,4,5\n\n3,4,{wrong},6,7\n");
        let place = "row 2 (line 4), column 3 (pixel2): is ";
        refused(&file, "CSV_VALUE", &[place, "a whole number from 0 to 255"]);
        refused(file.replace('\n', "\r\n"), "CSV_VALUE", &[place]);
    }
    refused(
        "1,2,3,4,5\n1,2,3,4,999",
        "CSV_VALUE",
        &["row 2 (line 2), column 5 (pixel4): is \"999\""],
    );
    refused(
        format!("{HEADER}\n10,1,2,3,4\n"),
        "CSV_LABEL",
        &["row 1 (line 2), column 1 (label): is \"10\"", "0 to 9"],
    );
    refused(
        format!("{HEADER}\nboot,1,2,3,4\n"),
        "CSV_LABEL",
        &["is \"boot\""],
    );
}

#[test]
fn a_row_of_another_length_is_named() {
    refused(
        format!("{HEADER}\n1,2,3,4,5\n1,2,3,4\n"),
        "CSV_COLUMNS",
        &["row 2 (line 3): has 4 columns, expected 5"],
    );
    refused(
        format!("{HEADER}\n1,2,3,4,5\n1,2,3"),
        "CSV_COLUMNS",
        &["has 3 columns", "cut short?"],
    );
    refused(
        format!("{HEADER}\n1,2,3,4,5,6\n"),
        "CSV_COLUMNS",
        &["row 1 (line 2): has 6 columns, expected 5"],
    );
    refused(
        format!("{HEADER}\n1,2,3,4,5,6,7,8\n"),
        "CSV_COLUMNS",
        &["more than 5 columns"],
    );
    refused(
        "1,2,3,4,5,6\n",
        "CSV_COLUMNS",
        &["the first row has 6 columns", "imageShape"],
    );
}

#[test]
fn a_last_row_without_a_line_break_may_not_be_too_long_either() {
    for more in [",", ",7", ",,", ",7,7,7"] {
        refused(
            format!("{HEADER}\n1,2,3,4,5\n1,2,3,4,5{more}"),
            "CSV_COLUMNS",
            &["row 2 (line 3)", "columns"],
        );
    }
    for empty in ["\"", "\"\"", "\"\n"] {
        refused(
            format!("{HEADER}\n1,2,3,4,5\n{empty}"),
            "CSV_COLUMNS",
            &["row 2 (line 3): has 1 columns"],
        );
    }
    // A first row that just fills, or overfills, the room for its fields.
    let said = CsvOptions {
        image_shape: Some([1, 1023, 1]),
        max_pixels: 4000,
        ..OPTIONS
    };
    let wide = CsvOptions {
        image_shape: Some([1, 1024, 1]),
        ..said.clone()
    };
    assert!(read_by(format!("{}1", "1,".repeat(1023)).as_bytes(), 1 << 20, &said).is_ok());
    let error = read_by("1,".repeat(1024).as_bytes(), 1 << 20, &wide)
        .expect_err("the last value is missing");
    assert!(
        error
            .message
            .contains("row 1 (line 1), column 1025 (pixel1024): is empty"),
        "{}",
        error.message
    );
}

#[test]
fn a_header_that_lacks_a_column_is_refused() {
    refused(
        "label,pixel1,pixel3,pixel4,pixel5\n",
        "CSV_HEADER",
        &["column 3: is \"pixel3\", expected pixel2"],
    );
    refused(
        "label,pixel2,pixel1\n",
        "CSV_HEADER",
        &["column 2", "pixel0 or pixel1"],
    );
    refused(
        "id,pixel1\n",
        "CSV_HEADER",
        &["column 1: is \"id\", expected label or pixel1"],
    );
    refused(
        "label,pixel1,label\n",
        "CSV_HEADER",
        &["column 3: is \"label\", expected pixel2"],
    );
    refused("label,1x1,1x3\n", "CSV_HEADER", &["expected 1x2 or 2x1"]);
    refused(
        "label;pixel1;pixel2\n",
        "CSV_HEADER",
        &["one column", "semicolons"],
    );
    refused("label,pixel1,pixel+2\n", "CSV_HEADER", &["expected pixel2"]);
    refused("5\n", "CSV_HEADER", &["one column"]);
}

#[test]
fn what_is_no_table_is_refused() {
    refused("", "CSV_EMPTY", &["is empty"]);
    refused("\n\r\n\n", "CSV_EMPTY", &["is empty"]);
    refused("\u{feff}", "CSV_EMPTY", &["is empty"]);
    refused(format!("{HEADER}\n"), "CSV_EMPTY", &["a header and no row"]);
    refused(b"\xff\xfel\0a\0", "CSV_HEADER", &["UTF-16"]);
    refused(b"\x89PNG\r\n\x1a\n", "CSV_HEADER", &["PNG image"]);
    refused("<!doctype html>", "CSV_HEADER", &["web page"]);
    refused(vec![0; 4096], "CSV_HEADER", &["one column"]);
    refused(
        b"label,pixel1\xff\xfe,pixel2\n",
        "CSV_HEADER",
        &["column 2"],
    );
}

#[test]
fn more_pixels_than_the_limit_are_refused() {
    let options = CsvOptions {
        max_pixels: 8,
        ..OPTIONS
    };
    assert!(read_by(b"1,2,3,4,5\n1,2,3,4,5\n", 99, &options).is_ok());
    let error =
        read_by(b"1,2,3,4,5\n1,2,3,4,5\n1,2,3,4,5\n", 99, &options).expect_err("twelve pixels");
    assert_eq!(error.code, "CSV_TOO_LARGE");
    assert!(
        error.message.contains("row 3 (line 3): more than 8 pixels"),
        "{}",
        error.message
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_takes_no_memory() {
    let mut reader = CsvImages::new(OPTIONS);
    reader
        .push(format!("{HEADER}\n1,\"2").as_bytes())
        .expect("nothing is wrong yet");
    let piece = vec![b'3'; 1 << 16];
    let error = (0..100)
        .find_map(|_| reader.push(&piece).err())
        .expect("the row is too long");
    assert_eq!(error.code, "CSV_COLUMNS");
    assert!(
        error
            .message
            .contains("row 1 (line 2): has more than 65536 characters"),
        "{}",
        error.message
    );
}

fn with_label(label: LabelColumn) -> CsvOptions {
    CsvOptions { label, ..OPTIONS }
}

#[test]
fn a_label_column_that_is_said_decides() {
    let table = |labels: [u32; 2], pixels: [u8; 8]| Table {
        shape: [2, 2, 1],
        labels: Some(labels.to_vec()),
        pixels: pixels.to_vec(),
    };
    let rows = "0,1,2,3,9\n4,5,6,7,8\n";
    let header = format!("a,b,c,d,e\n{rows}");
    let first = table([0, 4], [1, 2, 3, 9, 5, 6, 7, 8]);
    let last = table([9, 8], [0, 1, 2, 3, 4, 5, 6, 7]);
    let middle = table([2, 6], [0, 1, 3, 9, 4, 5, 7, 8]);
    for (label, expected) in [
        (LabelColumn::First, &first),
        (LabelColumn::Last, &last),
        (LabelColumn::At(2), &middle),
    ] {
        let options = with_label(label);
        for file in [rows, &header] {
            assert_eq!(
                read_by(file.as_bytes(), 3, &options).as_ref(),
                Ok(expected),
                "{options:?}"
            );
        }
    }
    let named = with_label(LabelColumn::Named("C".to_owned()));
    assert_eq!(read_by(header.as_bytes(), 3, &named), Ok(middle));
    for (label, code, part) in [
        (LabelColumn::At(5), "CSV_COLUMNS", "has 5 columns, 0 to 4"),
        (
            LabelColumn::Absent,
            "CSV_COLUMNS",
            "the first row has 5 columns; no square",
        ),
        (
            LabelColumn::Named("f".to_owned()),
            "CSV_HEADER",
            "the first row is no header",
        ),
    ] {
        let error = read_by(rows.as_bytes(), 3, &with_label(label)).expect_err("another column");
        assert_eq!(error.code, code);
        assert!(error.message.contains(part), "{}", error.message);
    }
}

#[test]
fn labels_may_be_names() {
    let options = CsvOptions {
        class_names: ["Bag", "1", " Coat "].map(String::from).to_vec(),
        classes: 3,
        ..OPTIONS
    };
    let expected = Some(vec![2, 0, 1]);
    for file in [
        "label,pixel1,pixel2,pixel3,pixel4\nCoat,1,2,3,4\nBag,1,2,3,4\n1,1,2,3,4\n",
        "Coat,1,2,3,4\n Bag,1,2,3,4\n1,1,2,3,4\n",
        "1,2,3,4,Coat\n1,2,3,4,Bag\n1,2,3,4,1\n",
    ] {
        let table = read_by(file.as_bytes(), 4, &options).expect("names");
        assert_eq!(table.labels, expected, "{file}");
    }
    for label in ["bag", "3", "4"] {
        let file = format!("Coat,1,2,3,4\n{label},1,2,3,4\n");
        let error = read_by(file.as_bytes(), 4, &options).expect_err("no class");
        assert_eq!(error.code, "CSV_LABEL", "{label}");
    }
}

#[test]
fn labels_are_names_where_names_are_other_numbers() {
    let options = CsvOptions {
        class_names: ["0", "2", "5"].map(String::from).to_vec(),
        classes: 3,
        ..OPTIONS
    };
    let file = "label,pixel1\n0,9\n2,9\n5,9\n 2,9\n";
    let table = read_by(file.as_bytes(), 4, &options).expect("names");
    assert_eq!(table.labels, Some(vec![0, 1, 2, 1]));
    let error = read_by(b"label,pixel1\n0,9\n1,9\n", 4, &options).expect_err("a place");
    assert_eq!(error.code, "CSV_LABEL");
    let part = "is \"1\", expected a name of classNames";
    assert!(error.message.contains(part), "{}", error.message);
}

#[test]
fn words_in_javascript_name_columns() {
    for (text, label) in [
        ("unsaid", Some(LabelColumn::Unsaid)),
        ("at 12", Some(LabelColumn::At(12))),
        ("named at 12", Some(LabelColumn::Named("at 12".to_owned()))),
        ("at x", None),
        ("", None),
    ] {
        assert_eq!(LabelColumn::parse(text), label);
    }
}
