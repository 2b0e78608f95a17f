//! What JavaScript sees of the measurement of a campaign. TypeScript's side is `ts/customers/measure-uplift.ts`, whose types
//! name the members of the object that is returned.

use crate::border::thrown;
use crate::uplift::{Arm, Campaign, Curve, Difference, Settings, Top, measure};
use js_sys::{Float64Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// Measures a campaign. `group`: 1 for target, 0 for control. `score` and `control_share` may be undefined.
#[wasm_bindgen(js_name = measureUplift)]
pub fn measure_uplift(
    outcome: &[f64],
    group: &[u8],
    score: Option<Vec<f64>>,
    k: f64,
    level: f64,
    control_share: Option<f64>,
    negative_effect: bool,
) -> Result<JsValue, JsValue> {
    let campaign = Campaign {
        outcome,
        group,
        score: score.as_deref(),
    };
    let settings = Settings {
        k,
        level,
        control_share,
        negative_effect,
    };
    let found = measure(&campaign, &settings).map_err(thrown)?;
    let ranked = found.ranked.map(|ranked| {
        object([
            ("topOverall", top(&ranked.top_overall)),
            ("topByGroup", top(&ranked.top_by_group)),
            ("qini", curve(&ranked.qini)),
            ("uplift", curve(&ranked.uplift)),
            ("averageOverall", or_null(ranked.average_overall)),
            ("averageByGroup", or_null(ranked.average_by_group)),
        ])
    });
    let shares = found.shares.map(|shares| {
        object([
            ("expected", shares.expected.into()),
            ("observed", shares.observed.into()),
            ("chiSquare", shares.chi_square.into()),
            ("probability", shares.probability.into()),
        ])
    });
    let balance = found.balance.map(|balance| {
        object([
            ("target", balance.target.into()),
            ("control", balance.control.into()),
            ("standardized", or_null(balance.standardized)),
            ("probability", balance.probability.into()),
        ])
    });
    Ok(object([
        ("binary", found.binary.into()),
        ("overall", difference(&found.overall)),
        ("ranked", or_null(ranked)),
        ("shares", or_null(shares)),
        ("balance", or_null(balance)),
    ]))
}

fn top(top: &Top) -> JsValue {
    object([
        ("difference", difference(&top.difference)),
        ("tied", count(top.tied)),
    ])
}

fn difference(difference: &Difference) -> JsValue {
    object([
        ("target", arm(&difference.target)),
        ("control", arm(&difference.control)),
        ("uplift", difference.uplift.into()),
        ("lift", or_null(difference.lift)),
        ("interval", or_null(difference.interval.map(numbers))),
    ])
}

fn arm(arm: &Arm) -> JsValue {
    object([
        ("count", count(arm.count)),
        ("total", arm.total.into()),
        ("mean", arm.mean.into()),
        ("variance", or_null(arm.variance)),
    ])
}

fn curve(curve: &Curve) -> JsValue {
    let customers: Vec<f64> = curve.points.iter().map(|point| point.customers).collect();
    let gains: Vec<f64> = curve.points.iter().map(|point| point.gain).collect();
    object([
        ("area", curve.area.into()),
        ("perfect", or_null(curve.perfect)),
        ("coefficient", or_null(curve.coefficient)),
        ("customers", numbers(customers)),
        ("gains", numbers(gains)),
    ])
}

fn numbers(values: impl AsRef<[f64]>) -> JsValue {
    Float64Array::from(values.as_ref()).into()
}

fn count(value: usize) -> JsValue {
    (value as f64).into()
}

fn or_null(value: Option<impl Into<JsValue>>) -> JsValue {
    value.map_or(JsValue::NULL, Into::into)
}

fn object<const N: usize>(members: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A plain object takes any property.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}
