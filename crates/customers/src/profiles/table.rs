//! The profiles of all customers who bought something, in the order of their public ids: so that files in another order, or cut
//! into others, give the same table.

use super::activity::{Activity, activity};
use super::public_id::public_id;
use crate::CustomersError;
use crate::orders::{Book, Customer};
use crate::taste::{Evidence, Likelihoods, Posterior, Prior, PriorOptions, Tastes, estimate_prior};

/// How profiles are made.
#[derive(Debug, Clone)]
pub struct ProfileOptions {
    /// The last day that is observed; none: the last day of the orders.
    pub end: Option<u16>,
    /// Days for which purchases are expected.
    pub horizon: f64,
}

/// All customers.
pub struct Profiles {
    /// Public ids, in order.
    pub ids: Vec<String>,
    /// Which customer of the book each is.
    pub(crate) customers: Vec<u32>,
    /// How many classes there are.
    pub classes: usize,
    /// The share of each class: customers × classes.
    pub shares: Vec<f64>,
    /// The shares of the average customer: of all, as the prior has them.
    pub population: Vec<f64>,
    /// How sure the first class of each is the first.
    pub sure: Vec<f64>,
    /// The class with the largest share of each.
    pub top: Vec<u16>,
    /// The prior of all tastes.
    pub prior: Prior,
    /// How active they are.
    pub activity: Activity,
    /// The last day that is observed.
    pub end: u16,
    pub(crate) likelihoods: Likelihoods,
}

/// Of so many customers memory is fetched at once.
const FETCHED: usize = 32;

/// What the model needs of a customer, of whom `kinds` are its kinds.
fn evidence<'a>(customer: &Customer, kinds: &'a [(u16, f64)]) -> Evidence<'a> {
    Evidence {
        kinds,
        weight: customer.weight(),
        squares: customer.squares,
    }
}

/// The prior, from the customers of whom there is evidence. Only that of those who are used is copied.
fn prior_of(customers: &[&Customer], likelihoods: &Likelihoods) -> Prior {
    let options = PriorOptions::default();
    let has_evidence = |one: &&&Customer| !one.kinds.is_empty();
    let count = customers.iter().filter(has_evidence).count();
    let mut used = options.used(count, likelihoods.classes()).peekable();
    let with_evidence = customers.iter().filter(has_evidence).enumerate();
    let sample: Vec<&Customer> = with_evidence
        .filter(|(place, _)| used.next_if_eq(place).is_some())
        .map(|(_, one)| *one)
        .collect();
    let kinds: Vec<Vec<(u16, f64)>> = sample
        .iter()
        .map(|one| one.kinds.pairs().collect())
        .collect();
    let all: Vec<Evidence> = (sample.iter().zip(&kinds))
        .map(|(one, kinds)| evidence(one, kinds))
        .collect();
    estimate_prior(&all, likelihoods, &options)
}

/// Customers by their public ids, in the order of these.
pub fn buyers(book: &Book, wanted: impl Fn(&Customer) -> bool) -> Vec<(String, u32)> {
    let mut named: Vec<(u64, String, u32)> = (0..)
        .zip(book.customers())
        .filter(|(_, (_, customer))| wanted(customer))
        .map(|(number, (text, customer))| {
            let id = public_id(text, customer);
            (beginning(&id), id, number)
        })
        .collect();
    named.sort_unstable();
    named.into_iter().map(|(_, id, at)| (id, at)).collect()
}

/// The first eight bytes of a text as a number: in the order of the texts, and faster to compare.
fn beginning(text: &str) -> u64 {
    let mut first = [0; 8];
    for (byte, of) in first.iter_mut().zip(text.bytes()) {
        *byte = of;
    }
    u64::from_be_bytes(first)
}

impl Profiles {
    /// Makes the profiles of a book whose files were all read.
    ///
    /// # Errors
    /// INVALID_ARGUMENT where no customer bought anything.
    pub fn new(book: &Book, options: &ProfileOptions) -> Result<Self, CustomersError> {
        let mut table = Self::begin(book, options)?;
        table.fill(book, usize::MAX)?;
        Ok(table)
    }

    /// What all customers have in common; [`Self::fill`] adds what each likes.
    ///
    /// # Errors
    /// Those of [`Self::new`].
    pub fn begin(book: &Book, options: &ProfileOptions) -> Result<Self, CustomersError> {
        let named = buyers(book, |customer| customer.lines > 0);
        if named.is_empty() {
            let what = "no order counts → look at what was left out, and why";
            return Err(CustomersError::new("INVALID_ARGUMENT", what));
        }
        let (ids, customers): (Vec<String>, Vec<u32>) = named.into_iter().unzip();
        let of: Vec<&Customer> = customers
            .iter()
            .map(|number| book.customer_of(*number))
            .collect();
        let last = of.iter().filter_map(|one| one.days.last()).max();
        let end = options.end.or(last).unwrap_or_default();
        let likelihoods = book.items().kinds.likelihoods();
        let classes = likelihoods.classes();
        let prior = prior_of(&of, &likelihoods);
        let activity = activity(&of, end, options.horizon)?;
        Ok(Self {
            shares: Vec::with_capacity(of.len() * classes),
            population: prior.shares(),
            sure: Vec::with_capacity(of.len()),
            top: Vec::with_capacity(of.len()),
            ids,
            customers,
            classes,
            prior,
            activity,
            end,
            likelihoods,
        })
    }

    /// Adds what the next customers like, `most` at most. Returns whether all are done.
    ///
    /// # Errors
    /// None that a prior of [`Self::begin`] can cause.
    pub fn fill(&mut self, book: &Book, most: usize) -> Result<bool, CustomersError> {
        let mut tastes = Tastes::new(&self.likelihoods, &self.prior, 0.9)?;
        let first = self.top.len();
        let end = self.customers.len().min(first.saturating_add(most));
        let mut kinds = Vec::new();
        for some in self.customers[first..end].chunks(FETCHED) {
            let look = |all: u32, number: &u32| all ^ book.customer_of(*number).look();
            std::hint::black_box(some.iter().fold(0, look));
            for &number in some {
                let one = book.customer_of(number);
                kinds.clear();
                kinds.extend(one.kinds.pairs());
                let (mean, top, sure) = tastes.shares(&evidence(one, &kinds));
                self.shares.extend_from_slice(&mean);
                self.top.push(top as u16);
                self.sure.push(sure);
            }
        }
        Ok(self.top.len() == self.customers.len())
    }

    /// How many customers there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The customers, in order.
    pub fn of<'a>(&'a self, book: &'a Book) -> impl Iterator<Item = &'a Customer> {
        self.customers
            .iter()
            .map(|number| book.customer_of(*number))
    }

    /// One of them, and the text that orders know it by.
    pub fn named<'a>(&self, book: &'a Book, place: usize) -> (&'a [u8], &'a Customer) {
        let number = self.customers[place];
        (book.text_of(number), book.customer_of(number))
    }

    /// The shares of one.
    pub fn shares_of(&self, place: usize) -> &[f64] {
        &self.shares[place * self.classes..][..self.classes]
    }

    /// Shares with intervals of one.
    ///
    /// # Errors
    /// INVALID_ARGUMENT for a level that is none.
    pub fn posterior(
        &self,
        book: &Book,
        place: usize,
        level: f64,
    ) -> Result<Posterior, CustomersError> {
        let customer = book.customer_of(self.customers[place]);
        let kinds: Vec<(u16, f64)> = customer.kinds.pairs().collect();
        let mut tastes = Tastes::new(&self.likelihoods, &self.prior, level)?;
        Ok(tastes.posterior(&evidence(customer, &kinds)))
    }
}
