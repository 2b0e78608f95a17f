//! Plain JavaScript data to `Value`, and JSON to such data: the host reads and writes JSON itself, so no parser is needed
//! here for what a caller says.

use fashion_engine::options::Value;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};

/// Deeper data are null: nothing that a caller says is deep, and a ring would never end.
const DEPTH: usize = 16;

/// What `JSON.stringify` would say of it: members without a value are left out, what is no data is null.
pub(crate) fn from_js(value: &JsValue) -> Value {
    read(value, DEPTH)
}

fn read(value: &JsValue, depth: usize) -> Value {
    if let Some(number) = value.as_f64() {
        return Value::Number(number);
    }
    if let Some(text) = value.as_string() {
        return Value::Text(text);
    }
    if let Some(truth) = value.as_bool() {
        return Value::Bool(truth);
    }
    if depth == 0 {
        return Value::Null;
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        return Value::List(list.iter().map(|item| read(&item, depth - 1)).collect());
    }
    let Some(object) = value.dyn_ref::<Object>() else {
        return Value::Null;
    };
    let mut fields = Vec::new();
    for entry in Object::entries(object).iter() {
        let entry: Array = entry.unchecked_into();
        let (name, member) = (entry.get(0), entry.get(1));
        if let (Some(name), false) = (name.as_string(), member.is_undefined()) {
            fields.push((name, read(&member, depth - 1)));
        }
    }
    Value::Object(fields)
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
pub(crate) fn to_js(value: &serde_json::Value) -> JsValue {
    match value {
        serde_json::Value::Null => JsValue::NULL,
        serde_json::Value::Bool(truth) => JsValue::from(*truth),
        serde_json::Value::Number(number) => JsValue::from(number.as_f64().unwrap_or(f64::NAN)),
        serde_json::Value::String(text) => JsValue::from(text.as_str()),
        serde_json::Value::Array(list) => list.iter().map(to_js).collect::<Array>().into(),
        serde_json::Value::Object(fields) => {
            let entries: Array = (fields.iter())
                .map(|(name, member)| Array::of2(&JsValue::from(name.as_str()), &to_js(member)))
                .collect();
            Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
        }
    }
}
