//! What JavaScript sees of profiles. TypeScript's side is `ts/customers/profiles/`.

use crate::activity::buy_rate::{BgNbd, GammaPoisson, Model, Reason};
use crate::activity::segments::{Segment, segment};
use crate::border::{member, object, thrown};
use crate::border_orders::OrderBook;
use crate::orders::Customer;
use crate::profiles::{
    Audience as Chosen, AudienceOptions, BacktestOptions, Lift, Method, ProfileOptions,
    Profiles as Table, Wish, audience, backtest,
};
use js_sys::{Array, Float64Array, Object};
use wasm_bindgen::prelude::*;

/// Profiles of all customers of a book.
#[wasm_bindgen]
pub struct Profiles(Table);

#[wasm_bindgen]
impl Profiles {
    /// Of a book whose files were all read; [`Self::fill`] adds what each customer likes. `end`: the last day that is observed, in
    /// days since 1970; none: the last of an order.
    #[wasm_bindgen(constructor)]
    pub fn new(book: &OrderBook, end: Option<u16>, horizon: f64) -> Result<Profiles, JsValue> {
        let options = ProfileOptions { end, horizon };
        Table::begin(&book.book, &options)
            .map(Profiles)
            .map_err(thrown)
    }

    /// Adds what the next customers like, `most` at most. Returns whether all are done.
    pub fn fill(&mut self, book: &OrderBook, most: usize) -> Result<bool, JsValue> {
        self.0.fill(&book.book, most).map_err(thrown)
    }

    /// Public ids of the customers, in order and without anything between them: one text crosses the border much faster than many.
    pub fn ids(&self) -> String {
        self.0.ids.concat()
    }

    /// How long each of them is, in units of UTF-16.
    #[wasm_bindgen(js_name = idLengths)]
    pub fn id_lengths(&self) -> Vec<u32> {
        let length = |id: &String| id.chars().map(char::len_utf16).sum::<usize>() as u32;
        self.0.ids.iter().map(length).collect()
    }

    /// Customers × classes.
    pub fn shares(&self) -> Float64Array {
        Float64Array::from(self.0.shares.as_slice())
    }

    /// The shares of the average customer.
    pub fn population(&self) -> Vec<f64> {
        self.0.population.clone()
    }

    /// What all customers have in common: purchases of each class before the first.
    pub fn prior(&self) -> Vec<f64> {
        self.0.prior.a.clone()
    }

    /// `end`, `customersUsed` by the prior, and the model of activity: `model`, `reason`, `parameters`, `repeatBuyers`.
    pub fn facts(&self) -> Object {
        let rates = &self.0.activity.rates;
        let (model, parameters) = match &rates.model {
            Model::BgNbd(BgNbd { r, alpha, a, b }) => (
                "BG/NBD",
                [("r", *r), ("alpha", *alpha), ("a", *a), ("b", *b)].to_vec(),
            ),
            Model::GammaPoisson(GammaPoisson { r, alpha }) => {
                ("gamma-Poisson", [("r", *r), ("alpha", *alpha)].to_vec())
            }
            Model::Nothing => ("none", Vec::new()),
        };
        let reason = match rates.reason {
            Reason::MaximumLikelihood => "maximum likelihood",
            Reason::WeakPrior => "weak prior",
            Reason::FewRepeatBuyers => "few repeat buyers",
            Reason::ShortObservation => "short observation",
            Reason::NoMaximum => "no maximum",
            Reason::NoTime => "no time",
        };
        let given = Object::new();
        for (name, value) in parameters {
            let _ = js_sys::Reflect::set(&given, &name.into(), &value.into());
        }
        object([
            ("end", self.0.end.into()),
            ("customersUsed", (self.0.prior.customers_used as f64).into()),
            ("model", model.into()),
            ("reason", reason.into()),
            ("parameters", given.into()),
            ("repeatBuyers", (rates.repeat_buyers as f64).into()),
        ])
    }

    /// A number of each customer.
    pub fn column(&self, book: &OrderBook, name: &str) -> Vec<f64> {
        let table = &self.0;
        let activity = &table.activity;
        let of_customers = |of: &dyn Fn(&Customer) -> f64| table.of(&book.book).map(of).collect();
        let summaries = |of: fn(&crate::activity::summary::Summary) -> f64| {
            activity.summaries.iter().map(of).collect()
        };
        match name {
            "orders" => of_customers(&|one| f64::from(one.orders)),
            "lines" => of_customers(&|one| f64::from(one.lines)),
            "support" => of_customers(&|one| f64::from(one.labelled)),
            "items" => of_customers(&|one| one.items),
            "monetary" => of_customers(&|one| one.spend),
            "consent" => of_customers(&|one| one.consent.number()),
            "firstDay" => summaries(|one| f64::from(one.first_day)),
            "lastDay" => summaries(|one| f64::from(one.last_day)),
            "frequency" => summaries(|one| f64::from(one.frequency)),
            "recency" => summaries(|one| f64::from(one.recency)),
            "age" => summaries(|one| f64::from(one.age)),
            "recencyDays" => summaries(|one| f64::from(one.recency_days)),
            "monetaryValue" => summaries(|one| one.monetary_value),
            "expected" => activity.expected.clone(),
            "rfmScore" => (activity.scores.iter())
                .map(|one| {
                    100.0 * f64::from(one.recency)
                        + 10.0 * f64::from(one.frequency)
                        + f64::from(one.monetary)
                })
                .collect(),
            "sure" => table.sure.clone(),
            "top" => table.top.iter().map(|class| f64::from(*class)).collect(),
            _ => Vec::new(),
        }
    }

    /// Segments of the customers: of each, the place among [`Self::segment_names`].
    pub fn segments(&self) -> Vec<u8> {
        let scores = self.0.activity.scores.iter();
        scores.map(|score| segment(*score) as u8).collect()
    }

    /// Names of all segments.
    #[wasm_bindgen(js_name = segmentNames)]
    pub fn segment_names(&self) -> Vec<String> {
        let names = Segment::ALL.iter().map(|one| one.name().to_owned());
        names.collect()
    }

    /// Of one customer: its shares, where their intervals begin, and where they end, one list after the other.
    pub fn intervals(
        &self,
        book: &OrderBook,
        place: usize,
        level: f64,
    ) -> Result<Vec<f64>, JsValue> {
        let found = self.0.posterior(&book.book, place, level).map_err(thrown)?;
        Ok([found.mean, found.lower, found.upper].concat())
    }

    /// What upload files need of some customers: eight texts each.
    pub fn contacts(&self, book: &OrderBook, places: &[u32]) -> Vec<String> {
        let fields = |place: &u32| {
            let (text, customer) = self.0.named(&book.book, *place as usize);
            let mut fields = customer
                .contact
                .as_ref()
                .map_or_else(Default::default, |contact| {
                    contact
                        .fields
                        .clone()
                        .map(|(_, field)| String::from_utf8_lossy(&field).into_owned())
                });
            let known = String::from_utf8_lossy(text);
            if fields[0].is_empty() && known.contains('@') {
                fields[0] = known.into_owned();
            }
            fields
        };
        places.iter().flat_map(fields).collect()
    }

    /// Chooses an audience. `weights`: one or more lists of a weight per class; `options`: an object with `most`, `support`,
    /// `control`, `seed`, `name`, `excluded`.
    pub fn audience(
        &self,
        book: &OrderBook,
        weights: &[f64],
        options: &Object,
    ) -> Result<Audience, JsValue> {
        let number = |name| member(options, name).as_f64().unwrap_or_default();
        let excluded = Array::from(&member(options, "excluded")).to_vec();
        let options = AudienceOptions {
            most: number("most") as usize,
            support: number("support") as u32,
            control: number("control"),
            seed: number("seed") as u64,
            name: member(options, "name").as_string().unwrap_or_default(),
            excluded: excluded.iter().filter_map(JsValue::as_string).collect(),
        };
        let wish = Wish {
            all_of: weights
                .chunks_exact(self.0.classes)
                .map(<[f64]>::to_vec)
                .collect(),
        };
        audience(&self.0, &book.book, &wish, &options)
            .map(Audience)
            .map_err(thrown)
    }

    /// Tries the profiles on what was bought after the cutoff of the book.
    pub fn backtest(
        &self,
        book: &OrderBook,
        share: f64,
        level: f64,
        seed: f64,
    ) -> Result<Object, JsValue> {
        let options = BacktestOptions {
            share,
            level,
            seed: seed as u64,
        };
        let found = backtest(&self.0, &book.book, &options).map_err(thrown)?;
        let number = |value: usize| JsValue::from(value as f64);
        let lifts = |all: &[Lift]| JsValue::from(all.iter().map(lift_object).collect::<Array>());
        let classes = found.classes.iter().map(|(purchases, all)| {
            object([("purchases", (*purchases).into()), ("methods", lifts(all))])
        });
        let bins = found.calibration.iter().map(|bin| {
            object([
                ("expected", bin.expected.into()),
                ("observed", bin.observed.into()),
                ("pairs", bin.pairs.into()),
            ])
        });
        Ok(object([
            ("customers", number(found.customers)),
            ("buyers", number(found.buyers)),
            ("newcomers", number(found.newcomers)),
            ("addressed", number(found.addressed)),
            ("purchases", found.purchases.into()),
            (
                "names",
                Method::ALL
                    .iter()
                    .map(|one| JsValue::from(one.name()))
                    .collect::<Array>()
                    .into(),
            ),
            ("methods", lifts(&found.methods)),
            ("gains", lifts(&found.gains)),
            ("classes", classes.collect::<Array>().into()),
            ("calibration", bins.collect::<Array>().into()),
        ]))
    }
}

fn lift_object(lift: &Lift) -> Object {
    object([
        ("lift", lift.lift.into()),
        ("lower", lift.lower.into()),
        ("upper", lift.upper.into()),
    ])
}

/// A chosen audience.
#[wasm_bindgen]
pub struct Audience(Chosen);

#[wasm_bindgen]
impl Audience {
    /// Places of the customers in the profiles, the greatest expectation first.
    pub fn places(&self) -> Vec<u32> {
        self.0.places.clone()
    }

    /// Purchases that are expected of each.
    pub fn expected(&self) -> Vec<f64> {
        self.0.expected.clone()
    }

    /// 1 for each who is held out.
    #[wasm_bindgen(js_name = heldOut)]
    pub fn held_out(&self) -> Vec<u8> {
        self.0.held_out.iter().map(|held| u8::from(*held)).collect()
    }

    /// `reach`, `lift`, `expectedOfAll`, `saidNo`, `excluded`, `tooFew`.
    pub fn facts(&self) -> Object {
        let found = &self.0;
        object([
            ("reach", found.reach.into()),
            ("lift", found.lift.into()),
            ("expectedOfAll", found.expected_of_all.into()),
            ("saidNo", found.said_no.into()),
            ("excluded", found.excluded.into()),
            ("tooFew", found.too_few.into()),
        ])
    }
}
