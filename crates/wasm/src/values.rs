//! Plain JavaScript data to `serde_json::Value` and back: the host reads and writes JSON itself, so no parser is needed
//! here for what a caller says.

use js_sys::{Array, Object};
use serde_json::{Map, Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// Beyond it a JavaScript number is no exact integer.
const MOST: f64 = 9_007_199_254_740_991.0;

/// Deeper data are null: nothing that a caller says is deep, and a ring would never end.
const DEPTH: usize = 16;

/// What `JSON.stringify` would say of it: members without a value are left out, what is no data is null.
pub(crate) fn from_js(value: &JsValue) -> Value {
    read(value, DEPTH)
}

fn read(value: &JsValue, depth: usize) -> Value {
    if let Some(number) = value.as_f64() {
        return whole(number)
            .or_else(|| Number::from_f64(number))
            .map_or(Value::Null, Value::Number);
    }
    if let Some(text) = value.as_string() {
        return Value::String(text);
    }
    if let Some(truth) = value.as_bool() {
        return Value::Bool(truth);
    }
    if depth == 0 {
        return Value::Null;
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        return Value::Array(list.iter().map(|item| read(&item, depth - 1)).collect());
    }
    let Some(object) = value.dyn_ref::<Object>() else {
        return Value::Null;
    };
    let mut fields = Map::new();
    for entry in Object::entries(object).iter() {
        let entry: Array = entry.unchecked_into();
        let (name, member) = (entry.get(0), entry.get(1));
        if let (Some(name), false) = (name.as_string(), member.is_undefined()) {
            fields.insert(name, read(&member, depth - 1));
        }
    }
    Value::Object(fields)
}

fn whole(number: f64) -> Option<Number> {
    let is_whole = (0.0..=MOST).contains(&number) && (number as u64) as f64 == number;
    is_whole.then(|| Number::from(number as u64))
}

/// An object of these members.
pub(crate) fn object<const N: usize>(members: [(&str, JsValue); N]) -> JsValue {
    let entries: Array = (members.iter())
        .map(|(name, member)| Array::of2(&JsValue::from(*name), member))
        .collect();
    // `fromEntries` makes members, even of "__proto__".
    Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
}

/// What `JSON.parse` would make of it.
#[cfg(feature = "train")]
pub(crate) fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(truth) => JsValue::from(*truth),
        Value::Number(number) => JsValue::from(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => JsValue::from(text.as_str()),
        Value::Array(list) => list.iter().map(to_js).collect::<Array>().into(),
        Value::Object(fields) => {
            let entries: Array = (fields.iter())
                .map(|(name, member)| Array::of2(&JsValue::from(name.as_str()), &to_js(member)))
                .collect();
            Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
        }
    }
}
