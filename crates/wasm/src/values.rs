//! Plain JavaScript data to `Value` and back: the host reads and writes JSON itself, so there is no parser here.

use fashion_engine::options::Value;
use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};

/// Deeper data are null: nothing that a caller says is deep, and a ring would never end.
const DEPTH: usize = 16;

/// Longer lists are null, too: of layers there may be fewer, and a list from a stranger must not fill the memory.
const LONGEST: u32 = 4096;

/// What `JSON.stringify` would say of it: members without a value are left out, what is no data is null.
pub(crate) fn from_js(value: &JsValue) -> Value {
    read(value, DEPTH)
}

#[cfg_attr(target_arch = "wasm32", optimize(size))]
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
        if list.length() > LONGEST {
            return Value::Null;
        }
        return Value::List(list.iter().map(|item| read(&item, depth - 1)).collect());
    }
    if !value.is_object() {
        return Value::Null;
    }
    let mut fields = Vec::new();
    for entry in Object::entries(value.unchecked_ref()).iter() {
        let entry: Array = entry.unchecked_into();
        let (name, member) = (entry.get_unchecked(0), entry.get_unchecked(1));
        if let (Some(name), false) = (name.as_string(), member.is_undefined()) {
            fields.push((name, read(&member, depth - 1)));
        }
    }
    Value::Object(fields)
}

/// An object of these members.
#[cfg_attr(target_arch = "wasm32", optimize(size))]
pub(crate) fn object<const N: usize>(members: [(&str, JsValue); N]) -> JsValue {
    from_entries((members.iter()).map(|(name, member)| Array::of2(&JsValue::from(*name), member)))
}

/// `fromEntries` makes members, even of "__proto__".
#[cfg_attr(target_arch = "wasm32", optimize(size))]
fn from_entries(entries: impl Iterator<Item = Array>) -> JsValue {
    let entries: Array = entries.collect();
    Object::from_entries(&entries).map_or(JsValue::NULL, JsValue::from)
}

/// The plain data of it.
#[cfg(feature = "train")]
pub(crate) fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(truth) => JsValue::from(*truth),
        Value::Number(number) => JsValue::from(*number),
        Value::Text(text) => JsValue::from(text.as_str()),
        Value::List(list) => list.iter().map(to_js).collect::<Array>().into(),
        Value::Object(fields) => from_entries(
            (fields.iter()).map(|(name, member)| Array::of2(&name.as_str().into(), &to_js(member))),
        ),
    }
}
