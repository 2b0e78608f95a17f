//! Tables in CSV, batch by batch: fed in pieces of any size, with rows that are not as they should be, and resumed.

use fashion_data::table::{Batch, Plan, TableRows};

fn plan(kept: &[usize], pixels: &[usize], header: bool) -> Plan {
    Plan {
        kept: kept.to_vec(),
        pixels: pixels.to_vec(),
        header,
    }
}

/// All batches of a table that is fed in pieces of `size` bytes.
fn read(reader: &mut TableRows, table: &[u8], size: usize, plan: &Plan) -> Vec<Batch> {
    let mut batches = Vec::new();
    for piece in table.chunks(size) {
        let mut rest = piece;
        while !rest.is_empty() {
            rest = &rest[reader.push(rest).unwrap()..];
            if reader.first_row().is_some() {
                reader.plan(plan.clone());
            }
            if reader.is_full() {
                batches.push(reader.take());
            }
        }
    }
    while !reader.finish().unwrap() {
        if reader.first_row().is_some() {
            reader.plan(plan.clone());
        } else {
            batches.push(reader.take());
        }
    }
    batches.push(reader.take());
    batches
}

#[test]
fn tables_of_a_few_bytes_are_whole() {
    for table in ["a\nb", "a", "a\nb\nc", "a\r\nb\r\n", "1\n2\n3\n4\n5\n6"] {
        for size in 1..table.len() {
            let batches = read(
                &mut TableRows::new(b','),
                table.as_bytes(),
                size,
                &plan(&[0], &[], false),
            );
            let expected: Vec<&str> = table.lines().collect();
            assert_eq!(
                fields(&batches[0]),
                expected,
                "{table:?} in pieces of {size}"
            );
        }
    }
}

/// The kept fields of a batch.
fn fields(batch: &Batch) -> Vec<String> {
    let text: Vec<u16> = String::from_utf8(batch.text.clone())
        .unwrap()
        .encode_utf16()
        .collect();
    let starts = std::iter::once(0).chain(batch.ends.iter().copied());
    starts
        .zip(&batch.ends)
        .map(|(start, &end)| String::from_utf16(&text[start as usize..end as usize]).unwrap())
        .collect()
}

const TABLE: &str = "\u{feff}id,name,pixel1,pixel2\r\n1,\"Coat, \"\"grey\"\"\",0,255\r\n\r\n2,\"two\nlines 🧥é\",7,300\r\n3,short\r\n4,x,1,2,3\r\n5,,9,9";

#[test]
fn pieces_of_any_size_give_the_same_rows() {
    let plan = plan(&[0, 1], &[2, 3], true);
    for size in [1, 2, 3, 7, 1000] {
        let batches = read(&mut TableRows::new(b','), TABLE.as_bytes(), size, &plan);
        let [batch] = batches.as_slice() else {
            panic!("{} batches", batches.len());
        };
        let expected = [
            "1",
            "Coat, \"grey\"",
            "2",
            "two\nlines 🧥é",
            "3",
            "short",
            "4",
            "x",
            "5",
            "",
        ];
        assert_eq!(fields(batch), expected, "pieces of {size}");
        assert_eq!(batch.pixels, [0, 255, 7, 0, 0, 0, 1, 2, 9, 9]);
        assert_eq!(batch.lines, [2.0, 4.0, 6.0, 7.0, 8.0]);
        assert_eq!(batch.read[8], TABLE.len() as f64);
        assert_eq!(batch.read[9], 7.0);
        let wrong: Vec<(u32, &str)> = batch
            .wrong
            .iter()
            .map(|(row, why)| (*row, why.as_str()))
            .collect();
        let pixel = "column 4 (\"pixel2\") is \"300\", expected a whole number from 0 to 255";
        assert_eq!(
            wrong,
            [
                (1, pixel),
                (2, "has 2 columns, expected 4"),
                (3, "has 5 columns, expected 4")
            ]
        );
    }
}

#[test]
fn a_table_goes_on_after_any_row() {
    let plan = plan(&[0, 1], &[2, 3], true);
    let table = TABLE.as_bytes();
    let whole = read(&mut TableRows::new(b','), table, 1000, &plan);
    for rows in 1..5 {
        // Where a row ends is what a reader says that is fed no further.
        let mut reader = TableRows::new(b',');
        let mut read_so_far = 0;
        let mut line_feeds = 0.0;
        let mut length = 0;
        while reader.first_row().is_none() {
            length += reader.push(&table[length..length + 1]).unwrap();
        }
        reader.plan(plan.clone());
        let mut seen = 0;
        while seen < rows {
            length += reader.push(&table[length..length + 1]).unwrap();
            let batch = reader.take();
            seen += batch.lines.len();
            if !batch.lines.is_empty() {
                read_so_far = batch.read[batch.read.len() - 2] as usize;
                line_feeds = batch.read[batch.read.len() - 1];
            }
        }
        let names = ["id", "name", "pixel1", "pixel2"]
            .map(str::to_owned)
            .to_vec();
        let mut resumed = TableRows::resumed(b',', names, 4, self::plan(&[0, 1], &[2, 3], false));
        let rest = read(&mut resumed, &table[read_so_far..], 1000, &plan);
        assert_eq!(
            fields(&rest[0]),
            fields(&whole[0])[2 * rows..],
            "after row {rows}"
        );
        let lines: Vec<f64> = rest[0].lines.iter().map(|line| line + line_feeds).collect();
        assert_eq!(lines, whole[0].lines[rows..]);
        let reasons = |batch: &Batch, from: usize| -> Vec<String> {
            let wrong = batch.wrong.iter().filter(|(row, _)| *row as usize >= from);
            wrong.map(|(_, why)| why.clone()).collect()
        };
        assert_eq!(reasons(&rest[0], 0), reasons(&whole[0], rows));
    }
}

#[test]
fn batches_are_bounded_and_numbered() {
    let table: String = (0..3000)
        .map(|row| format!("{row};{}\n", row % 256))
        .collect();
    let batches = read(
        &mut TableRows::new(b';'),
        table.as_bytes(),
        5000,
        &plan(&[0], &[1], false),
    );
    let rows: Vec<usize> = batches.iter().map(|batch| batch.lines.len()).collect();
    assert_eq!(rows, [1024, 1024, 952]);
    let before: Vec<u64> = batches.iter().map(|batch| batch.before).collect();
    assert_eq!(before, [0, 1024, 2048]);
    assert_eq!(fields(&batches[2])[951], "2999");
    assert_eq!(batches[2].pixels[951], (2999 % 256) as u8);
}

#[test]
fn text_that_is_no_utf8_is_told_and_shown() {
    let batches = read(
        &mut TableRows::new(b','),
        b"a,b\ncaf\xe9,1\nok,2\n",
        100,
        &plan(&[0, 1], &[], true),
    );
    assert_eq!(fields(&batches[0]), ["caf\u{fffd}", "1", "ok", "2"]);
    assert_eq!(batches[0].wrong.len(), 1);
    assert!(
        batches[0].wrong[0]
            .1
            .contains("column 1 (\"a\") is no text in UTF-8")
    );
}

#[test]
fn a_quotation_mark_that_is_not_closed_ends_in_an_error() {
    let mut reader = TableRows::new(b',');
    reader.push(b"a,b\n1,\"").unwrap();
    reader.plan(plan(&[0, 1], &[], true));
    let piece = vec![b'x'; 1 << 20];
    let error = (0..40).find_map(|_| reader.push(&piece).err()).unwrap();
    assert_eq!(error.code, "CSV_COLUMNS");
    assert!(
        error.message.contains("row 1 (line 2)"),
        "{}",
        error.message
    );
}

/// Rows that are read in one pass, and rows that the parser has to read, in any mixture: the same as by the parser alone, which
/// reads all where columns are wanted in another order.
#[test]
fn rows_in_one_pass_are_those_of_the_parser() {
    let values = [
        "0",
        "7",
        "42",
        "255",
        "256",
        "300",
        "007",
        "0042",
        " 9",
        "1 ",
        "",
        "1.5",
        "-1",
        "x",
        "\"3\"",
        "\"a\"\"b\"",
        "é",
        "🧥",
        "a b",
        "\"l\nf\"",
        "9\"9",
    ];
    let mut state = 7u32;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let mut differing = 0;
    for _ in 0..400 {
        let mut table = String::from("id,p0,p1,p2,note\n");
        for row in 0..next(12) {
            let columns = if next(9) == 0 { 3 + next(4) } else { 5 };
            let usual = next(3) > 0;
            for column in 0..columns {
                let field = if usual {
                    values[next(4)]
                } else {
                    values[next(values.len())]
                };
                table.push_str(&format!("{}{field}", if column == 0 { "" } else { "," }));
            }
            table.push_str(["\n", "\r\n", "\n\n", "\r"][if row == 0 { 0 } else { next(4) }]);
        }
        if next(2) == 0 {
            table.push_str("1,2,3,4,5");
        }
        let size = 1 + next(40);
        let one_pass = read(
            &mut TableRows::new(b','),
            table.as_bytes(),
            size,
            &plan(&[0, 4], &[1, 2, 3], true),
        );
        let parser = read(
            &mut TableRows::new(b','),
            table.as_bytes(),
            size,
            &plan(&[4, 0], &[1, 2, 3], true),
        );
        let [one_pass, parser] = [&one_pass[0], &parser[0]];
        let swapped = exchanged(&fields(parser));
        assert_eq!(fields(one_pass), swapped, "{table:?}");
        assert_eq!(one_pass.pixels, parser.pixels, "{table:?}");
        assert_eq!(one_pass.lines, parser.lines, "{table:?}");
        assert_eq!(one_pass.wrong.len(), parser.wrong.len(), "{table:?}");
        // Where a row ends: a line feed after a return belongs to the row, or comes before the next.
        for (a, b) in one_pass.read.iter().zip(&parser.read) {
            assert!((a - b).abs() <= 1.0, "{table:?}");
            differing += usize::from((a - b).abs() > 0.0);
        }
    }
    assert!(differing > 0, "no row was read in one pass");
}

/// With the two fields of each row exchanged.
fn exchanged(fields: &[String]) -> Vec<String> {
    fields
        .chunks(2)
        .flat_map(|pair| [pair[1].clone(), pair[0].clone()])
        .collect()
}
