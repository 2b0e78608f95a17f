//! Kinds of evidence: items whose outputs of the classifier are alike tell the same of their class, so that a customer is a
//! few weights and not a list of items.

use super::kind_key::{KindKey, highest};
use super::probabilities::{checked_sum, floored, invalid, spread};
use super::{Confusion, Likelihoods};
use crate::CustomersError;
use std::collections::BTreeMap;

/// The least probability of a class of the model: the classifier is never surer than that it is not this class.
pub const FLOOR: f64 = 1e-5;

/// The most classes, the model's and others together.
pub const MOST_CLASSES: usize = 1000;

/// Kinds with a second class; beyond them, items go to the kind without it. 50,000, or as many as 4,000,000 values are.
fn most_pairs(classes: usize) -> usize {
    (4_000_000 / classes.max(1)).min(50_000)
}

/// The kinds of a shop's items, built item by item. A kind's number never changes; its likelihood does while items come.
///
/// Items are alike where the classifier's first class, its second class and the bin ([`EDGES`](super::EDGES)) of its highest
/// probability are. The likelihood of a kind is the mean of its items' probabilities: these are the posterior under equal
/// shares of classes, and therefore proportional to it. Numbers of 16 bits are enough by construction: there are at most
/// 50,000 kinds with a second class (with more than 80 classes 4,000,000 / classes, for memory), and six per class without.
/// Items that come when there are as many, with a pair of classes not met before, share a kind per first class and bin.
#[derive(Debug, Clone)]
pub struct Kinds {
    model_classes: usize,
    classes: usize,
    pairs: usize,
    numbers: BTreeMap<KindKey, u16>,
    kinds: Vec<Kind>,
    scratch: Vec<f64>,
}

/// What a kind's items add up to.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// The class is this one.
    OneHot(u16),
    /// Proportional to the likelihood of each class of the model; others have [`FLOOR`] of their sum.
    Sums(Vec<f64>),
}

impl Kinds {
    /// No kinds yet, of a model with so many classes; 0 where there is no model, only labels.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` beyond [`MOST_CLASSES`].
    pub fn new(model_classes: usize) -> Result<Self, CustomersError> {
        check_classes(model_classes)?;
        Ok(Self {
            model_classes,
            classes: model_classes,
            pairs: 0,
            numbers: BTreeMap::new(),
            kinds: Vec::new(),
            scratch: Vec::new(),
        })
    }

    /// The kinds of all items at once, and each item's kind. `probabilities` holds a row per item; an item that is `given` (its
    /// label was given or reviewed) is of its most probable class for certain.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where lengths do not agree, or by [`Kinds::add`]; the message names the item.
    pub fn from_items(
        classes: usize,
        probabilities: &[f64],
        given: &[bool],
    ) -> Result<(Self, Vec<u16>), CustomersError> {
        let mut kinds = Self::new(classes)?;
        if classes == 0 || probabilities.len() != given.len() * classes {
            return Err(invalid(format!(
                "received {} probabilities for {} items of {classes} classes → give items × classes",
                probabilities.len(),
                given.len()
            )));
        }
        let mut kind_of = Vec::with_capacity(given.len());
        for (item, (row, given)) in probabilities.chunks_exact(classes).zip(given).enumerate() {
            let kind = if *given {
                checked_sum(row).and_then(|_| {
                    let class = highest(row, None).unwrap_or(0);
                    kinds.one_hot(class as u16)
                })
            } else {
                kinds.add(row)
            };
            kind_of.push(kind.map_err(|error| invalid(format!("item {item}: {}", error.message)))?);
        }
        Ok((kinds, kind_of))
    }

    /// The kind of an item with these probabilities of the model's classes, which need not add up to 1.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for another number of them, for one that is not a number from 0 on, and where all are 0.
    pub fn add(&mut self, probabilities: &[f64]) -> Result<u16, CustomersError> {
        if self.model_classes == 0 || probabilities.len() != self.model_classes {
            return Err(invalid(format!(
                "received {} probabilities → the model has {} classes",
                probabilities.len(),
                self.model_classes
            )));
        }
        let mut row = std::mem::take(&mut self.scratch);
        let floored = floored(probabilities, FLOOR, &mut row);
        let number = floored.map(|()| self.add_row(&row));
        self.scratch = row;
        number
    }

    fn add_row(&mut self, row: &[f64]) -> u16 {
        let number = self.number_of_outputs(KindKey::of_outputs(row));
        if let Kind::Sums(sums) = &mut self.kinds[usize::from(number)] {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += value;
            }
        }
        number
    }

    /// The kind of an item of which the most probable classes are known only: the rest is spread evenly over the others.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a class that the model has not, one that stands twice, and by [`Kinds::add`].
    pub fn add_top(&mut self, top: &[(u16, f64)]) -> Result<u16, CustomersError> {
        let row = spread(top, self.model_classes)?;
        self.add(&row)
    }

    /// The kind of items of which the classifier's label is known only, by what the label tells.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a label that the model has not, and for a matrix of other classes.
    pub fn add_label(&mut self, label: u16, confusion: &Confusion) -> Result<u16, CustomersError> {
        if confusion.classes() != self.model_classes || usize::from(label) >= self.model_classes {
            return Err(invalid(format!(
                "received label {label} and a confusion matrix of {} classes → the model has {}",
                confusion.classes(),
                self.model_classes
            )));
        }
        let likelihood = || Kind::Sums(confusion.likelihood(label));
        Ok(self.number(KindKey::Label(label), likelihood))
    }

    /// The kind of items whose class is known.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` where there is no such class.
    pub fn one_hot(&mut self, class: u16) -> Result<u16, CustomersError> {
        if usize::from(class) >= self.classes {
            return Err(invalid(format!(
                "received class {class} → there are {}: append it first",
                self.classes
            )));
        }
        Ok(self.number(KindKey::OneHot(class), || Kind::OneHot(class)))
    }

    /// A further class, which the model does not know: only items whose class is given are of it.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` beyond [`MOST_CLASSES`].
    pub fn append_class(&mut self) -> Result<u16, CustomersError> {
        check_classes(self.classes + 1)?;
        self.classes += 1;
        Ok((self.classes - 1) as u16)
    }

    /// Gives classes other numbers, `places[class]` each. Only of labels: where there is a model, its classes have their places.
    pub fn reorder_classes(&mut self, places: &[u16]) {
        if self.model_classes > 0 || places.len() != self.classes {
            return;
        }
        self.numbers.clear();
        for (number, kind) in (0_u16..).zip(&mut self.kinds) {
            if let Kind::OneHot(class) = kind {
                *class = places[usize::from(*class)];
                self.numbers.insert(KindKey::OneHot(*class), number);
            }
        }
    }

    /// The number of classes.
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The number of kinds.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there is no kind yet.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The likelihoods of the kinds, as they are after the items so far.
    pub fn likelihoods(&self) -> Likelihoods {
        Likelihoods::of_kinds(&self.kinds, self.classes)
    }

    fn number_of_outputs(&mut self, key: KindKey) -> u16 {
        let is_pair = key != key.without_second();
        let full = self.pairs >= most_pairs(self.model_classes);
        let key = if is_pair && full && !self.numbers.contains_key(&key) {
            key.without_second()
        } else {
            key
        };
        let before = self.kinds.len();
        let classes = self.model_classes;
        let number = self.number(key, || Kind::Sums(vec![0.0; classes]));
        if self.kinds.len() > before && key != key.without_second() {
            self.pairs += 1;
        }
        number
    }

    fn number(&mut self, key: KindKey, make: impl FnOnce() -> Kind) -> u16 {
        let kinds = &mut self.kinds;
        *self.numbers.entry(key).or_insert_with(|| {
            kinds.push(make());
            (kinds.len() - 1) as u16
        })
    }
}

fn check_classes(classes: usize) -> Result<(), CustomersError> {
    if classes > MOST_CLASSES {
        return Err(invalid(format!(
            "received {classes} classes → at most {MOST_CLASSES}: give labels that many items share, not names of products"
        )));
    }
    Ok(())
}
