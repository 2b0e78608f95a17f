//! What JavaScript sees of orders: files go in piece by piece, customers are added up. TypeScript's side is
//! `ts/customers/orders/`.

use crate::border::{member, object, thrown};
use crate::orders;
use crate::orders::{BookOptions, Catalogue as Items, KeyKind, Layout, Meaning, OrderFile, Role};
use crate::profiles::buyers;
use crate::text::{DateOrder, date_text};
use js_sys::Object;
use wasm_bindgen::prelude::*;

/// Items with labels, before orders are read.
#[wasm_bindgen]
pub struct Catalogue {
    items: Items,
    classes: Vec<String>,
}

#[wasm_bindgen]
impl Catalogue {
    /// `seed`: for the hash of names.
    #[wasm_bindgen(constructor)]
    pub fn new(classes: Vec<String>, seed: f64) -> Catalogue {
        let items = Items::new(classes.len(), seed as u64);
        Catalogue { items, classes }
    }

    /// Adds a row: its names, each after the letter of its kind (`i`tem, `s`ku, `h`andle, `n`ame, `p`icture), and the
    /// probability of each class. `given`: by a person.
    pub fn add(&mut self, names: Vec<String>, probabilities: &[f64], given: bool) {
        for name in &names {
            let kind = KeyKind::ALL
                .into_iter()
                .find(|kind| name.as_bytes().first() == Some(&(*kind as u8)));
            if let Some(kind) = kind {
                self.items
                    .add(kind, &name.as_bytes()[1..], probabilities, given);
            }
        }
    }
}

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

    /// What became of the lines so far.
    pub fn counts(&self) -> Object {
        let counts = self.book.counts();
        let days = self.book.days();
        let day = |day: Option<u16>| day.map_or(JsValue::NULL, |day| date_text(day).into());
        let number = |value: u64| JsValue::from(value as f64);
        object([
            ("rows", number(counts.rows)),
            ("lines", number(counts.lines)),
            ("orders", number(counts.orders)),
            ("cancelled", number(counts.cancelled)),
            ("refunded", number(counts.refunded)),
            ("unpaid", number(counts.unpaid)),
            ("duplicate", number(counts.duplicate)),
            ("noCustomer", number(counts.no_customer)),
            ("noLabel", number(counts.no_label)),
            ("noQuantity", number(counts.no_quantity)),
            ("returned", number(counts.returned)),
            ("unmatchedReturns", number(counts.unmatched)),
            ("partRefunds", number(counts.part_refunds)),
            ("badRows", number(counts.bad)),
            ("items", number(self.book.items().bought_count() as u64)),
            ("customers", number(self.book.buyers() as u64)),
            ("firstDay", day(days.map(|days| days.0))),
            ("lastDay", day(days.map(|days| days.1))),
            (
                "currency",
                self.book.currency().map_or(JsValue::NULL, Into::into),
            ),
        ])
    }

    /// Of each file: lines that count, their first and their last day in days since 1970, NaN of a file without lines.
    pub fn files(&self) -> Vec<f64> {
        let each = |file: &orders::FileCounts| {
            let day = |day: Option<u16>| day.map_or(f64::NAN, f64::from);
            let (first, last) = (file.days.map(|days| days.0), file.days.map(|days| days.1));
            [file.lines as f64, day(first), day(last)]
        };
        self.book.files().iter().flat_map(each).collect()
    }

    /// Items without a label that were bought most often: `{ item, lines }`.
    pub fn unlabelled(&self, most: usize) -> Vec<Object> {
        named(self.book.items().unlabelled(most), "item")
    }

    /// All who bought something before the cutoff, in columns: `ids`, `orders`, `items`, `lines`, `support`, `monetary`, `firstDay`,
    /// `lastDay`, `consent` (1 yes, 2 no).
    pub fn customers(&self) -> Object {
        let named = buyers(&self.book, |customer| customer.lines > 0);
        let of: Vec<_> = named
            .iter()
            .map(|(_, number)| self.book.customer_of(*number))
            .collect();
        let column = |value: &dyn Fn(&orders::Customer) -> f64| -> JsValue {
            let values: Vec<f64> = of.iter().map(|one| value(one)).collect();
            js_sys::Float64Array::from(values.as_slice()).into()
        };
        let day = |day: Option<u16>| day.map_or(f64::NAN, f64::from);
        let ids = named.iter().map(|(id, _)| JsValue::from(id.as_str()));
        object([
            ("ids", ids.collect::<js_sys::Array>().into()),
            ("orders", column(&|one| f64::from(one.orders))),
            ("items", column(&|one| one.items)),
            ("lines", column(&|one| f64::from(one.lines))),
            ("support", column(&|one| f64::from(one.labelled))),
            ("monetary", column(&|one| one.spend)),
            ("firstDay", column(&|one| day(one.days.first()))),
            ("lastDay", column(&|one| day(one.days.last()))),
            ("consent", column(&|one| one.consent.number())),
        ])
    }

    /// Names of the items that the watched customer bought.
    #[wasm_bindgen(js_name = watchedItems)]
    pub fn watched_items(&self) -> Vec<String> {
        self.book
            .watched_items()
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect()
    }

    /// Names of the classes.
    #[wasm_bindgen(js_name = classNames)]
    pub fn class_names(&self) -> Vec<String> {
        self.book.items().classes().to_vec()
    }
}

fn named(all: Vec<(String, u64)>, name: &'static str) -> Vec<Object> {
    let each = |(text, lines): (String, u64)| {
        object([(name, text.into()), ("lines", (lines as f64).into())])
    };
    all.into_iter().map(each).collect()
}

fn layout_of(names: Vec<String>, given: &Object) -> Layout {
    let roles: Vec<Option<Role>> = texts(given, "roles")
        .iter()
        .map(|role| Role::parse(role))
        .collect();
    let meaning = |word: String| match word.as_str() {
        "unpaid" => Meaning::Unpaid,
        "cancelled" => Meaning::Cancelled,
        "refunded" => Meaning::Refunded,
        _ => Meaning::Kept,
    };
    let meanings = texts(given, "statusMeanings").into_iter().map(meaning);
    let statuses = texts(given, "statusWords")
        .into_iter()
        .zip(meanings)
        .collect();
    let fill_down = member(given, "fillDown").as_bool().unwrap_or(false);
    let mut layout = Layout::new(names, &roles, fill_down, statuses);
    let absent = texts(given, "absentRoles")
        .into_iter()
        .zip(texts(given, "absentTexts"));
    layout.absent = absent
        .filter_map(|(role, text)| Some((Role::parse(&role)?, text)))
        .collect();
    layout
}

/// A member that is a list; empty where it is not there.
fn list(object: &Object, name: &str) -> Vec<JsValue> {
    let member = member(object, name);
    if js_sys::Array::is_array(&member) {
        js_sys::Array::from(&member).to_vec()
    } else {
        Vec::new()
    }
}

fn texts(object: &Object, name: &str) -> Vec<String> {
    list(object, name)
        .iter()
        .map(|text| text.as_string().unwrap_or_default())
        .collect()
}

fn book_options(options: &Object) -> BookOptions {
    let number = |name| member(options, name).as_f64();
    let text = |name| member(options, name).as_string();
    let is = |name| member(options, name).as_bool().unwrap_or(false);
    let rates = list(options, "rateNames").into_iter();
    let rates = rates.zip(list(options, "rates"));
    BookOptions {
        half_life: number("halfLife").unwrap_or(f64::INFINITY),
        by_quantity: is("byQuantity"),
        cutoff: number("cutoff").map(|day| day as u16),
        today: number("today").map_or(u16::MAX, |day| day as u16),
        date_order: match text("dateOrder").as_deref() {
            Some("dmy") => DateOrder::DayFirst,
            Some("mdy") => DateOrder::MonthFirst,
            _ => DateOrder::Unsaid,
        },
        currency: text("currency"),
        rates: rates
            .filter_map(|(name, rate)| Some((name.as_string()?, rate.as_f64()?)))
            .collect(),
        contacts: is("contacts"),
        watch: text("watch"),
        seed: number("seed").unwrap_or_default() as u64,
    }
}
