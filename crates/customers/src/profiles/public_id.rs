//! By which id a customer stands in what is written: the shop's own, or, where orders know customers by an address only, the
//! hash of it.

use crate::address::hash_address;
use crate::orders::Customer;

/// The id of a customer who is known by `text`.
#[inline(never)] // what a loop calls is compiled anew once it is hot, the loop that runs is not
pub fn public_id(text: &[u8], customer: &Customer) -> String {
    let text = String::from_utf8_lossy(text);
    if customer.is_address || text.contains('@') {
        return hash_address(&text);
    }
    text.into_owned()
}
