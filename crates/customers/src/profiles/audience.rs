//! Who should hear of it: customers by how much of it each is expected to buy.

use super::excluded::Excluded;
use super::table::Profiles;
use crate::CustomersError;
use crate::orders::{Book, Consent};

/// What an audience is about: classes with weights, all of which it must like.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Each: a weight per class; a customer's expectation of it is that of the classes, weighted and added up. Of several the
    /// least counts.
    pub all_of: Vec<Vec<f64>>,
}

/// How an audience is chosen.
#[derive(Debug, Clone)]
pub struct AudienceOptions {
    /// How many customers at most.
    pub most: usize,
    /// Labelled purchases that a customer has at least.
    pub support: u32,
    /// The share that is held out, at random.
    pub control: f64,
    /// For the hold-out, with the name of the audience: another one holds others out.
    pub seed: u64,
    /// What the audience is called.
    pub name: String,
    /// Customers who are left out: ids, addresses in lower case, or hashes of these.
    pub excluded: Vec<String>,
}

/// The chosen customers.
#[derive(Debug, Clone, Default)]
pub struct Audience {
    /// Places in the profiles, the greatest expectation first.
    pub places: Vec<u32>,
    /// Purchases within the horizon that each is expected to make.
    pub expected: Vec<f64>,
    /// Whether each is held out.
    pub held_out: Vec<bool>,
    /// The part of all expected purchases that theirs are.
    pub reach: f64,
    /// Their mean expectation by that of all customers.
    pub lift: f64,
    /// Of all customers.
    pub expected_of_all: f64,
    /// Customers who said no.
    pub said_no: u32,
    /// Customers who are excluded.
    pub excluded: u32,
    /// Customers who bought too little to be judged.
    pub too_few: u32,
}

impl Wish {
    /// What of it one purchase of a customer is.
    pub fn share(&self, shares: &[f64]) -> f64 {
        let weighted = |weights: &Vec<f64>| weights.iter().zip(shares).map(|(a, b)| a * b).sum();
        self.all_of
            .iter()
            .map(weighted)
            .fold(f64::INFINITY, f64::min)
    }
}

/// Chooses an audience.
///
/// # Errors
/// INVALID_ARGUMENT where nobody is left, nothing can be expected of anybody, or addresses are excluded that no order has kept.
pub fn audience(
    profiles: &Profiles,
    book: &Book,
    wish: &Wish,
    options: &AudienceOptions,
) -> Result<Audience, CustomersError> {
    let excluded = Excluded::new(&options.excluded);
    check_addresses(profiles, book, &excluded)?;
    let expected: Vec<f64> = (0..profiles.len())
        .map(|place| profiles.activity.expected[place] * wish.share(profiles.shares_of(place)))
        .collect();
    let mut found = Audience {
        expected_of_all: expected.iter().sum(),
        ..Audience::default()
    };
    let mut places: Vec<u32> = Vec::new();
    for (place, &number) in profiles.customers.iter().enumerate() {
        let customer = book.customer_of(number);
        if excluded.has(&profiles.ids[place], book.text_of(number), customer) {
            found.excluded += 1;
        } else if customer.consent == Consent::No {
            found.said_no += 1;
        } else if customer.labelled < options.support {
            found.too_few += 1;
        } else {
            places.push(place as u32);
        }
    }
    if !found.expected_of_all.is_finite() {
        let what = "all customers bought first on the last day: nothing is known of how often they buy → give orders of a longer time";
        return Err(CustomersError::new("INVALID_ARGUMENT", what));
    }
    // Places are in the order of ids: equal expectations keep it.
    places.sort_by(|a, b| expected[*b as usize].total_cmp(&expected[*a as usize]));
    places.truncate(options.most);
    if places.is_empty() {
        let what =
            "nobody is left for the audience → ask for less support, or look at who is excluded";
        return Err(CustomersError::new("INVALID_ARGUMENT", what));
    }
    found.expected = places
        .iter()
        .map(|place| expected[*place as usize])
        .collect();
    let sum: f64 = found.expected.iter().sum();
    if found.expected_of_all > 0.0 {
        found.reach = sum / found.expected_of_all;
        found.lift = found.reach * profiles.len() as f64 / places.len() as f64;
    }
    found.held_out = held_out(profiles, &places, options);
    found.places = places;
    Ok(found)
}

/// Refuses a list with addresses where some customers' addresses were not kept: who is on it would be addressed without a word.
fn check_addresses(
    profiles: &Profiles,
    book: &Book,
    excluded: &Excluded,
) -> Result<(), CustomersError> {
    let has_address = |place: usize| {
        let (text, customer) = profiles.named(book, place);
        customer.is_address || text.contains(&b'@') || customer.contact.is_some()
    };
    if (0..profiles.len()).all(has_address) {
        return Ok(());
    }
    let is_id = |name: &str| {
        profiles
            .ids
            .binary_search_by(|id| id.as_str().cmp(name))
            .is_ok()
    };
    match excluded.unknown_addresses(is_id) {
        0 => Ok(()),
        unknown => Err(CustomersError::new(
            "INVALID_ARGUMENT",
            format!(
                "{unknown} of the excluded are addresses, and customers' addresses were not kept → readOrders(files, {{ contacts: true }})"
            ),
        )),
    }
}

/// Deals a part of the audience into the control group: those whose hash with the seed is smallest, so that a customer's luck
/// depends on nothing that is known of it.
fn held_out(profiles: &Profiles, places: &[u32], options: &AudienceOptions) -> Vec<bool> {
    let count = libm::round(options.control * places.len() as f64) as usize;
    let seed = luck(options.seed, &options.name);
    let mut luck: Vec<(u64, usize)> = places
        .iter()
        .enumerate()
        .map(|(rank, place)| (luck(seed, &profiles.ids[*place as usize]), rank))
        .collect();
    luck.sort_unstable();
    let mut held_out = vec![false; places.len()];
    for (_, rank) in luck.into_iter().take(count) {
        held_out[rank] = true;
    }
    held_out
}

/// A number that looks random: FNV-1a of the id, mixed with the seed as SplitMix64 does.
pub(super) fn luck(seed: u64, id: &str) -> u64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mix(hash.wrapping_add(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15))))
}

fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
