//! Objects of JavaScript that say how orders are read.

use crate::border::member;
use crate::orders::{BookOptions, Layout, Meaning, Role};
use crate::text::DateOrder;
use js_sys::Object;
use wasm_bindgen::prelude::*;

/// The layout of a file of these columns.
pub(crate) fn layout_of(names: Vec<String>, given: &Object) -> Layout {
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
    let lasting = texts(given, "lasting").into_iter().map(meaning).collect();
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
    layout.lasting = lasting;
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

/// A member that is a list of texts.
pub(crate) fn texts(object: &Object, name: &str) -> Vec<String> {
    list(object, name)
        .iter()
        .map(|text| text.as_string().unwrap_or_default())
        .collect()
}

/// Options of a book, checked before.
pub(crate) fn book_options(options: &Object) -> BookOptions {
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
