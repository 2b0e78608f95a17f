//! What JavaScript sees of tables: rows in batches. TypeScript's side is `ts/data/table/`.

use crate::border::thrown;
use crate::table::{Batch, Plan, TableRows as Reader};
use wasm_bindgen::prelude::*;

/// Reads a table in CSV, batch by batch.
#[wasm_bindgen]
pub struct TableRows(Reader);

fn plan_of(kept: Vec<u32>, pixels: Vec<u32>, header: bool) -> Plan {
    let [kept, pixels] =
        [kept, pixels].map(|columns| columns.into_iter().map(|c| c as usize).collect());
    Plan {
        kept,
        pixels,
        header,
    }
}

#[wasm_bindgen]
impl TableRows {
    /// `delimiter`: one character of ASCII.
    #[wasm_bindgen(constructor)]
    pub fn new(delimiter: u8) -> TableRows {
        TableRows(Reader::new(delimiter))
    }

    /// Goes on in the middle of a table of so many columns; `names`: of its columns, or nothing.
    pub fn resumed(
        delimiter: u8,
        names: Vec<String>,
        columns: usize,
        kept: Vec<u32>,
        pixels: Vec<u32>,
    ) -> TableRows {
        let plan = plan_of(kept, pixels, false);
        TableRows(Reader::resumed(delimiter, names, columns, plan))
    }

    /// The first row, while it waits for a plan.
    #[wasm_bindgen(js_name = firstRow)]
    pub fn first_row(&self) -> Option<Vec<String>> {
        self.0.first_row()
    }

    /// Says which columns are kept as text and which are pixels, and whether the first row is a header.
    pub fn plan(&mut self, kept: Vec<u32>, pixels: Vec<u32>, header: bool) {
        self.0.plan(plan_of(kept, pixels, header));
    }

    /// Reads the next bytes, and returns how many were used.
    pub fn push(&mut self, bytes: &[u8]) -> Result<usize, JsValue> {
        self.0.push(bytes).map_err(thrown)
    }

    /// No bytes follow. False while a plan or a taken batch is waited for: call it again then.
    pub fn finish(&mut self) -> Result<bool, JsValue> {
        self.0.finish().map_err(thrown)
    }

    /// Whether a batch should be taken before more is read.
    #[wasm_bindgen(js_name = isFull)]
    pub fn is_full(&self) -> bool {
        self.0.is_full()
    }

    /// Takes the rows that were read since the last call.
    pub fn take(&mut self) -> TableBatch {
        TableBatch(self.0.take())
    }
}

/// Rows of a table; each part can be taken once.
#[wasm_bindgen]
pub struct TableBatch(Batch);

#[wasm_bindgen]
impl TableBatch {
    /// Rows of the table before these.
    #[wasm_bindgen(getter)]
    pub fn before(&self) -> f64 {
        self.0.before as f64
    }

    /// For each row the bytes, and the line feeds, of the table up to its end.
    #[wasm_bindgen(js_name = takeRead)]
    pub fn take_read(&mut self) -> Vec<f64> {
        std::mem::take(&mut self.0.read)
    }

    /// The line in which each row begins.
    #[wasm_bindgen(js_name = takeLines)]
    pub fn take_lines(&mut self) -> Vec<f64> {
        std::mem::take(&mut self.0.lines)
    }

    /// The kept fields, in UTF-8, without separators.
    #[wasm_bindgen(js_name = takeText)]
    pub fn take_text(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0.text)
    }

    /// Where each kept field ends, in units of UTF-16.
    #[wasm_bindgen(js_name = takeEnds)]
    pub fn take_ends(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.0.ends)
    }

    /// The pixels, row after row.
    #[wasm_bindgen(js_name = takePixels)]
    pub fn take_pixels(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0.pixels)
    }

    /// Rows of this batch that are not as they should be.
    #[wasm_bindgen(js_name = wrongRows)]
    pub fn wrong_rows(&self) -> Vec<u32> {
        self.0.wrong.iter().map(|(row, _)| *row).collect()
    }

    /// Why, in the same order.
    #[wasm_bindgen(js_name = wrongReasons)]
    pub fn wrong_reasons(&self) -> Vec<String> {
        self.0
            .wrong
            .iter()
            .map(|(_, reason)| reason.clone())
            .collect()
    }
}
