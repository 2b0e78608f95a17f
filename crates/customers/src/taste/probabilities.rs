//! Probabilities of an item's classes, as they come: checked, floored, filled up.

use crate::CustomersError;

/// The sum of probabilities of which each is 0 or more, and one above 0.
pub(super) fn checked_sum(probabilities: &[f64]) -> Result<f64, CustomersError> {
    if let Some(class) = probabilities
        .iter()
        .position(|value| !value.is_finite() || *value < 0.0)
    {
        return Err(invalid(format!(
            "received the probability {} of class {class} → probabilities are 0 or more",
            probabilities[class]
        )));
    }
    let sum: f64 = probabilities.iter().sum();
    if sum <= 0.0 || !sum.is_finite() {
        return Err(invalid(format!(
            "received probabilities with the sum {sum} → one at least is above 0"
        )));
    }
    Ok(sum)
}

/// Sets `row` to the probabilities as parts of their sum, none below `floor`, and all with the sum 1 again.
pub(super) fn floored(
    probabilities: &[f64],
    floor: f64,
    row: &mut Vec<f64>,
) -> Result<(), CustomersError> {
    let sum = checked_sum(probabilities)?;
    row.clear();
    row.extend(probabilities.iter().map(|value| (value / sum).max(floor)));
    let sum: f64 = row.iter().sum();
    row.iter_mut().for_each(|value| *value /= sum);
    Ok(())
}

/// Probabilities of all classes, where those of `top` are known and the others share the rest evenly.
pub(super) fn spread(top: &[(u16, f64)], classes: usize) -> Result<Vec<f64>, CustomersError> {
    let sum: f64 = top.iter().map(|(_, probability)| probability).sum();
    let others = classes.saturating_sub(top.len());
    let rest = if others == 0 {
        0.0
    } else {
        (1.0 - sum).max(0.0) / others as f64
    };
    let mut row = vec![f64::INFINITY; classes];
    for (class, probability) in top {
        match row.get_mut(usize::from(*class)) {
            Some(value) if *value == f64::INFINITY => *value = *probability,
            Some(_) => return Err(invalid(format!("received class {class} twice"))),
            None => {
                return Err(invalid(format!(
                    "received class {class} → the model has {} classes",
                    classes
                )));
            }
        }
        if !probability.is_finite() {
            return Err(invalid(format!(
                "received the probability {probability} of class {class}"
            )));
        }
    }
    for value in &mut row {
        if *value == f64::INFINITY {
            *value = rest;
        }
    }
    Ok(row)
}

pub(super) fn invalid(message: String) -> CustomersError {
    CustomersError::new("INVALID_ARGUMENT", message)
}
