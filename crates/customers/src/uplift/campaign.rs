//! What is measured, and how: a customer's outcome, group and score, and the settings.

use crate::CustomersError;

/// One value a customer, in any order.
#[derive(Debug, Clone, Copy)]
pub struct Campaign<'a> {
    /// 0 or 1, or any number from 0 on, such as what was spent.
    pub outcome: &'a [f64],
    /// 1: target, who heard of the campaign; 0: control.
    pub group: &'a [u8],
    /// By which the audience was ranked; the largest is the first.
    pub score: Option<&'a [f64]>,
}

/// How it is measured.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The share of the customers that are the first, above 0 and below 1.
    pub k: f64,
    /// The level of intervals, above 0, at most [`MOST_LEVEL`].
    pub level: f64,
    /// The share of customers that was to be held out; none: unknown.
    pub control_share: Option<f64>,
    /// Whether the perfect Qini curve may fall: scikit-uplift's `negative_effect`.
    pub negative_effect: bool,
}

/// Intervals of a higher level are refused.
pub const MOST_LEVEL: f64 = 0.999_999;
/// Squares of larger values, added up, leave what a float can hold.
const LARGEST: f64 = 1e100;

fn refused(message: String) -> CustomersError {
    CustomersError::new("INVALID_ARGUMENT", message)
}

impl Settings {
    /// # Errors
    /// INVALID_ARGUMENT for a number out of its bounds.
    pub fn check(&self) -> Result<(), CustomersError> {
        let Self { k, level, .. } = *self;
        if !(k > 0.0 && k < 1.0) {
            let allowed = "it must be a share above 0 and below 1, such as 0.3";
            return Err(refused(format!("k is {k} → {allowed}")));
        }
        if !(level > 0.0 && level <= MOST_LEVEL) {
            let allowed = format!("it must be above 0 and at most {MOST_LEVEL}, such as 0.9");
            return Err(refused(format!("level is {level} → {allowed}")));
        }
        match self.control_share {
            Some(share) if !(share > 0.0 && share < 1.0) => Err(refused(format!(
                "the expected share of control is {share} → it must be above 0 and below 1, such as 0.1"
            ))),
            _ => Ok(()),
        }
    }
}

impl Campaign<'_> {
    /// # Errors
    /// INVALID_ARGUMENT for lists of different lengths, values that are no numbers or out of bounds, and groups of fewer than 2.
    pub fn check(&self) -> Result<(), CustomersError> {
        let (outcomes, groups) = (self.outcome.len(), self.group.len());
        let scores = self.score.map_or(outcomes, <[f64]>::len);
        if outcomes != groups || outcomes != scores {
            let scores = self
                .score
                .map(|_| format!(", {scores} scores"))
                .unwrap_or_default();
            return Err(refused(format!(
                "{outcomes} outcomes, {groups} groups{scores} → there must be one of each for every customer"
            )));
        }
        check_values("outcome", self.outcome, 0.0)?;
        check_values("score", self.score.unwrap_or_default(), -LARGEST)?;
        if let Some(place) = self.group.iter().position(|&group| group > 1) {
            return Err(refused(format!(
                "group {place} is {} → it must be 1 for target or 0 for control",
                self.group[place]
            )));
        }
        let target = self.group.iter().filter(|&&group| group == 1).count();
        for (name, size) in [("target", target), ("control", groups - target)] {
            if size == 0 {
                return Err(refused(format!(
                    "nobody of {groups} is in the {name} group → without both groups there is nothing to compare"
                )));
            }
            if size == 1 {
                return Err(refused(format!(
                    "the {name} group has 1 customer of {groups} → an interval takes 2 or more"
                )));
            }
        }
        Ok(())
    }

    /// Whether each outcome is 0 or 1.
    pub fn is_binary(&self) -> bool {
        self.outcome
            .iter()
            .all(|&value| value == 0.0 || value == 1.0)
    }

    /// Whether the customer at a place is in the target group.
    pub fn is_target(&self, place: usize) -> bool {
        self.group[place] == 1
    }
}

fn check_values(name: &str, values: &[f64], least: f64) -> Result<(), CustomersError> {
    let wrong = |value: f64| !(value >= least && value <= LARGEST);
    let Some(place) = values.iter().position(|&value| wrong(value)) else {
        return Ok(());
    };
    let value = values[place];
    let allowed = match (value.is_finite(), value < least, name) {
        (true, true, "outcome") => "it must be 0 or more".to_owned(),
        (true, ..) => format!("numbers beyond {LARGEST:e} are refused"),
        _ => "it must be a finite number".to_owned(),
    };
    Err(refused(format!("{name} {place} is {value} → {allowed}")))
}
