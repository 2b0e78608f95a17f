//! What is no table at all: known by its first bytes.

use crate::RowError;

/// Refuses by its first bytes what is no text at all, or text of another kind.
pub fn check_start(start: &[u8]) -> Result<(), RowError> {
    const KINDS: [(&[u8], &str); 8] = [
        (b"\xff\xfe", "text in UTF-16 → save it as UTF-8"),
        (b"\xfe\xff", "text in UTF-16 → save it as UTF-8"),
        (
            b"PK\x03\x04",
            "a zip archive or a spreadsheet → save it as CSV",
        ),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"%PDF", "a PDF"),
        (b"BZh", "a bzip2 file"),
        (b"\xfd7zX", "an xz file"),
    ];
    let text = start
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(start)
        .trim_ascii_start();
    let kind = KINDS
        .iter()
        .find(|(magic, _)| start.starts_with(magic))
        .map(|(_, kind)| *kind);
    // Half of the bytes of letters are 0, also where no mark says so.
    let is_wide = matches!(start, [first, second, ..] if (*first == 0) != (*second == 0));
    let kind = kind.or_else(|| is_wide.then_some("text in UTF-16 → save it as UTF-8"));
    let kind = kind.or_else(|| text.starts_with(b"<").then_some("a web page"));
    let list = text.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    let kind = kind.or_else(|| {
        list.is_some_and(|rest| rest.starts_with(b"{"))
            .then_some("a list in JSON → write an object a line, without the brackets")
    });
    let kind = kind.or_else(|| text.starts_with(b"{").then_some("JSON"));
    kind.map_or(Ok(()), |kind| {
        Err(RowError {
            code: "CSV_HEADER",
            message: format!("is no CSV, it looks like {kind}"),
        })
    })
}
