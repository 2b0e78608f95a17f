//! The losses by their formulas, in double precision: written from Keras' documentation, not from the engine.

/// The last activation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    Linear,
    Softmax,
    Sigmoid,
}

pub const FORMS: [Form; 3] = [Form::Linear, Form::Softmax, Form::Sigmoid];

/// What targets are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Row {
    Class,
    /// A distribution over several outputs, a share of a single one.
    Soft,
    Number,
}

/// Between the outputs and a probability.
#[derive(Clone, Copy, PartialEq)]
pub enum Seen {
    AsTheyAre,
    Softmax,
    Sigmoid,
}

pub struct LossCase {
    pub json: &'static str,
    pub rows: &'static [Row],
    /// What bare logits become.
    logits: Seen,
    pub formula: fn(Seen, &[f64], &[f64]) -> f64,
}

impl LossCase {
    /// Whether it means something of so many outputs: a softmax of one is 1.
    pub fn takes(&self, units: usize, form: Form) -> bool {
        units > 1 || self.logits != Seen::Softmax && form != Form::Softmax
    }
}

impl Form {
    pub fn word(self) -> &'static str {
        match self {
            Form::Linear => "linear",
            Form::Softmax => "softmax",
            Form::Sigmoid => "sigmoid",
        }
    }

    pub fn outputs(self, z: &[f64]) -> Vec<f64> {
        match self {
            Form::Linear => z.to_vec(),
            Form::Softmax => softmax(z),
            Form::Sigmoid => z.iter().map(|&z| sigmoid(z)).collect(),
        }
    }

    pub fn seen(self, loss: &LossCase) -> Seen {
        if self == Form::Linear {
            loss.logits
        } else {
            Seen::AsTheyAre
        }
    }
}

fn softmax(z: &[f64]) -> Vec<f64> {
    let sum: f64 = z.iter().map(|&z| libm::exp(z)).sum();
    z.iter().map(|&z| libm::exp(z) / sum).collect()
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z))
}

fn probabilities(seen: Seen, y: &[f64]) -> Vec<f64> {
    match seen {
        Seen::AsTheyAre => y.to_vec(),
        Seen::Softmax => softmax(y),
        Seen::Sigmoid => y.iter().map(|&z| sigmoid(z)).collect(),
    }
}

fn shares(seen: Seen, y: &[f64]) -> Vec<f64> {
    let p = probabilities(seen, y);
    let sum: f64 = p.iter().sum();
    p.iter().map(|p| p / sum).collect()
}

fn smoothed(t: &[f64], smoothing: f64, classes: f64) -> Vec<f64> {
    t.iter()
        .map(|t| t * (1.0 - smoothing) + smoothing / classes)
        .collect()
}

fn categorical(seen: Seen, y: &[f64], t: &[f64]) -> f64 {
    let p = shares(seen, y);
    -t.iter()
        .zip(&p)
        .filter(|(t, _)| **t != 0.0)
        .map(|(t, p)| t * libm::log(*p))
        .sum::<f64>()
}

fn cross(p: f64, t: f64) -> f64 {
    -(t * libm::log(p) + (1.0 - t) * libm::log(1.0 - p))
}

fn mean(terms: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = terms.len() as f64;
    terms.sum::<f64>() / count
}

fn binary(seen: Seen, y: &[f64], t: &[f64]) -> f64 {
    let p = probabilities(seen, y);
    mean(p.iter().zip(t).map(|(&p, &t)| cross(p, t)))
}

fn errors(y: &[f64], t: &[f64], f: fn(f64) -> f64) -> f64 {
    mean(y.iter().zip(t).map(|(y, t)| f(y - t)))
}

fn categorical_focal(seen: Seen, y: &[f64], t: &[f64], alpha: f64, gamma: f64) -> f64 {
    let p = shares(seen, y);
    let term = |(p, t): (&f64, &f64)| alpha * libm::pow(1.0 - p, gamma) * -t * libm::log(*p);
    p.iter().zip(t).map(term).sum()
}

fn binary_focal(seen: Seen, y: &[f64], t: &[f64], gamma: f64, weight: impl Fn(f64) -> f64) -> f64 {
    let p = probabilities(seen, y);
    mean(p.iter().zip(t).map(|(&p, &t)| {
        let right = t * p + (1.0 - t) * (1.0 - p);
        weight(t) * libm::pow(1.0 - right, gamma) * cross(p, t)
    }))
}

const CLASS: &[Row] = &[Row::Class];
const SHARES: &[Row] = &[Row::Class, Row::Soft];
const NUMBERS: &[Row] = &[Row::Class, Row::Number];

pub const LOSSES: &[LossCase] = &[
    LossCase {
        json: r#""sparseCategoricalCrossentropy""#,
        rows: CLASS,
        logits: Seen::Softmax,
        formula: categorical,
    },
    LossCase {
        json: r#"{"type":"sparseCategoricalCrossentropy","labelSmoothing":0.2}"#,
        rows: CLASS,
        logits: Seen::Softmax,
        formula: |seen, y, t| categorical(seen, y, &smoothed(t, 0.2, t.len() as f64)),
    },
    LossCase {
        json: r#""categoricalCrossentropy""#,
        rows: SHARES,
        logits: Seen::Softmax,
        formula: categorical,
    },
    LossCase {
        json: r#"{"type":"categoricalCrossentropy","labelSmoothing":0.1}"#,
        rows: SHARES,
        logits: Seen::Softmax,
        formula: |seen, y, t| categorical(seen, y, &smoothed(t, 0.1, t.len() as f64)),
    },
    LossCase {
        json: r#""binaryCrossentropy""#,
        rows: SHARES,
        logits: Seen::Sigmoid,
        formula: binary,
    },
    LossCase {
        json: r#"{"type":"binaryCrossentropy","labelSmoothing":0.3}"#,
        rows: SHARES,
        logits: Seen::Sigmoid,
        formula: |seen, y, t| binary(seen, y, &smoothed(t, 0.3, 2.0)),
    },
    LossCase {
        json: r#""meanSquaredError""#,
        rows: NUMBERS,
        logits: Seen::AsTheyAre,
        formula: |_, y, t| errors(y, t, |e| e * e),
    },
    LossCase {
        json: r#""meanAbsoluteError""#,
        rows: NUMBERS,
        logits: Seen::AsTheyAre,
        formula: |_, y, t| errors(y, t, f64::abs),
    },
    LossCase {
        json: r#"{"type":"huber","delta":0.7}"#,
        rows: NUMBERS,
        logits: Seen::AsTheyAre,
        formula: |_, y, t| {
            errors(y, t, |e| {
                if e.abs() <= 0.7 {
                    0.5 * e * e
                } else {
                    0.7 * (e.abs() - 0.35)
                }
            })
        },
    },
    LossCase {
        json: r#""categoricalFocalCrossentropy""#,
        rows: SHARES,
        logits: Seen::Softmax,
        formula: |seen, y, t| categorical_focal(seen, y, t, 0.25, 2.0),
    },
    LossCase {
        json: r#"{"type":"categoricalFocalCrossentropy","alpha":2,"gamma":1.5,"labelSmoothing":0.1}"#,
        rows: SHARES,
        logits: Seen::Softmax,
        formula: |seen, y, t| {
            categorical_focal(seen, y, &smoothed(t, 0.1, t.len() as f64), 2.0, 1.5)
        },
    },
    LossCase {
        json: r#""binaryFocalCrossentropy""#,
        rows: SHARES,
        logits: Seen::Sigmoid,
        formula: |seen, y, t| binary_focal(seen, y, t, 2.0, |_| 1.0),
    },
    LossCase {
        json: r#"{"type":"binaryFocalCrossentropy","applyClassBalancing":true,"alpha":0.3,"gamma":0.5}"#,
        rows: SHARES,
        logits: Seen::Sigmoid,
        formula: |seen, y, t| binary_focal(seen, y, t, 0.5, |t| 0.3 * t + 0.7 * (1.0 - t)),
    },
];
