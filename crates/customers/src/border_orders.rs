//! What JavaScript sees of orders: files go in piece by piece, customers are added up. TypeScript's side is
//! `ts/customers/orders/`.

use crate::border::{object, thrown};
use crate::border_catalogue::Catalogue;
use crate::border_options::{book_options, layout_of, texts};
use crate::orders;
use crate::orders::OrderFile;
use js_sys::Object;
use wasm_bindgen::prelude::*;

/// The book of orders.
#[wasm_bindgen]
pub struct OrderBook {
    pub(crate) book: orders::Book,
    file: Option<OrderFile>,
}

#[wasm_bindgen]
impl OrderBook {
    /// `options`: an object with `halfLife`, `byQuantity`, `cutoff`, `today` (days since 1970), `dateOrder` (`dmy`, `mdy`), `currency`,
    /// `rateNames`, `rates`, `contacts`, `watch`, `seed`, checked before.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &Object, catalogue: Option<Catalogue>) -> Result<OrderBook, JsValue> {
        let (items, classes) =
            catalogue.map_or((None, Vec::new()), |one| (Some(one.items), one.classes));
        let book = orders::Book::new(book_options(options), items, classes).map_err(thrown)?;
        Ok(OrderBook { book, file: None })
    }

    /// A table in CSV begins. `continues`: the rows of the last order before it may go on.
    #[wasm_bindgen(js_name = beginTable)]
    pub fn begin_table(&mut self, delimiter: u8, continues: bool) {
        self.book.begin_file(continues);
        self.file = Some(OrderFile::new(delimiter));
    }

    /// The table that began is read in another way.
    #[wasm_bindgen(js_name = dropFile)]
    pub fn drop_file(&mut self) {
        self.book.drop_file();
        self.file = None;
    }

    /// A file begins whose rows come between commas, without a header. `layout`: as of [`Self::set_layout`].
    #[wasm_bindgen(js_name = beginRows)]
    pub fn begin_rows(&mut self, layout: &Object) {
        self.book.begin_file(false);
        let names = texts(layout, "roles");
        self.file = Some(OrderFile::new(b',').without_header(layout_of(names, layout)));
    }

    /// The first row of a table, while it waits for [`Self::set_layout`].
    #[wasm_bindgen(js_name = firstRow)]
    pub fn first_row(&self) -> Option<Vec<String>> {
        let first = self.file.as_ref()?.first_row()?;
        Some(first.to_vec())
    }

    /// Says what columns mean: `roles` of each, `fillDown`, `statusWords` with their `statusMeanings`, `absentRoles` with their
    /// `absentTexts`.
    #[wasm_bindgen(js_name = setLayout)]
    pub fn set_layout(&mut self, layout: &Object) {
        if let Some(file) = &mut self.file {
            let names = file.first_row().unwrap_or_default().to_vec();
            file.set_layout(layout_of(names, layout));
        }
    }

    /// Reads the next bytes, and returns how many were used.
    pub fn push(&mut self, bytes: &[u8]) -> Result<usize, JsValue> {
        let Some(file) = &mut self.file else {
            return Ok(bytes.len());
        };
        file.push(bytes, &mut self.book).map_err(thrown)
    }

    /// No bytes of the file follow. False while a layout is waited for.
    #[wasm_bindgen(js_name = endFile)]
    pub fn end_file(&mut self) -> Result<bool, JsValue> {
        let ended = match &mut self.file {
            Some(file) => file.finish(&mut self.book).map_err(thrown)?,
            None => true,
        };
        if ended {
            self.file = None;
        }
        Ok(ended)
    }

    /// No file follows. True: something came back, and all files have to be read again from the first.
    pub fn finish(&mut self) -> bool {
        self.book.finish()
    }

    /// Rows that were wrong since the last call: `{ line, column, message }`.
    #[wasm_bindgen(js_name = takeBad)]
    pub fn take_bad(&mut self) -> Vec<Object> {
        let bad = self.book.take_bad();
        let each = |row: orders::BadRow| {
            object([
                ("line", (row.line as f64).into()),
                ("column", row.column.map_or(JsValue::NULL, Into::into)),
                ("message", row.message.into()),
            ])
        };
        bad.into_iter().map(each).collect()
    }

    /// How many rows there were so far.
    pub fn rows(&self) -> f64 {
        self.book.counts().rows as f64
    }
}
