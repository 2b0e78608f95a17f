//! What JavaScript sees of orders that were read: counts, items, customers.

use crate::border::object;
use crate::border_orders::OrderBook;
use crate::orders;
use crate::profiles::buyers;
use crate::text::date_text;
use js_sys::Object;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl OrderBook {
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
