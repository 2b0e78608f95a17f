//! Currencies: amounts are added up in one.

use crate::CustomersError;

/// The currency of all amounts, and what others are worth in it.
pub struct Money {
    base: Option<String>,
    rates: Vec<(String, f64)>,
    /// The last one that was asked for.
    last: (Vec<u8>, f64),
}

impl Money {
    pub fn new(base: Option<String>, rates: Vec<(String, f64)>) -> Self {
        Self {
            base,
            rates,
            last: (Vec::new(), 1.0),
        }
    }

    /// That of all amounts, once known.
    pub fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    /// What one unit is worth; that of no name is the base.
    ///
    /// # Errors
    /// CURRENCY for a second one without a rate.
    pub fn rate(&mut self, code: &[u8]) -> Result<f64, CustomersError> {
        if code.is_empty() || code == self.last.0 {
            return Ok(if code.is_empty() { 1.0 } else { self.last.1 });
        }
        let text = String::from_utf8_lossy(code).to_uppercase();
        let rate = self.look_up(&text)?;
        self.last = (code.to_vec(), rate);
        Ok(rate)
    }

    fn look_up(&mut self, code: &str) -> Result<f64, CustomersError> {
        let base = self.base.get_or_insert_with(|| code.to_owned());
        if base == code {
            return Ok(1.0);
        }
        let rate = self.rates.iter().find(|(one, _)| one == code);
        rate.map(|(_, rate)| *rate).ok_or_else(|| {
            let shown = super::shown::shown(code.as_bytes());
            CustomersError::new(
                "CURRENCY",
                format!("amounts are in {base} and in {shown}, and nobody said what {shown} is worth → give rates, such as {{ {code}: 0.92 }}, what one unit is worth in {base}"),
            )
        })
    }
}
