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

#[allow(dead_code)] // until the first function that can fail
pub(crate) fn thrown(error: CustomersError) -> JsValue {
    let object = Object::new();
    for (name, value) in [("code", error.code), ("message", &error.message)] {
        // A plain object takes any property.
        let _ = Reflect::set(&object, &name.into(), &value.into());
    }
    object.into()
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
