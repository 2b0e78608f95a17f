//! What JavaScript sees of this crate. An error is thrown as an object `{ code, message }`. TypeScript's side is
//! `ts/customers/customers-wasm.ts`.

use crate::{CustomersError, address};
use fashion_kernels::budget;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: budget::BudgetAllocator<std::alloc::System> =
    budget::BudgetAllocator(std::alloc::System);

pub(crate) fn thrown(error: CustomersError) -> JsValue {
    object([
        ("code", error.code.into()),
        ("message", error.message.into()),
    ])
    .into()
}

/// A plain object.
pub(crate) fn object<const N: usize>(members: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // A plain object takes any property.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object
}

/// A member of an object; undefined where there is none.
pub(crate) fn member(object: &Object, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// What went wrong when memory ran out; none after another panic.
#[wasm_bindgen(js_name = overBudget)]
pub fn over_budget() -> Option<String> {
    // The text takes memory, too.
    budget::lift();
    budget::exceeded().then(|| "there is no memory left for so many customers or items".to_owned())
}

/// The hash of an e-mail address, as [`address::hash_address`] makes it.
#[wasm_bindgen(js_name = hashAddress)]
pub fn hash_address(address: &str) -> String {
    address::hash_address(address)
}

/// The hash of a number of a telephone, in the spelling of [`address::phone_key`].
#[wasm_bindgen(js_name = hashPhone)]
pub fn hash_phone(number: &str) -> String {
    address::hash_address(&address::phone_key(number))
}
