//! Rates of schedules are Keras', and those of `oneCycle` PyTorch's (scripts/golden/schedules.py).

use fashion_engine::schedules::LearningRate;
use serde_json::Value;

/// Largest distance of two rates, as a share of the largest of the schedule: roundings of double precision, no more.
const TOLERANCE: f64 = 1e-12;

fn entries() -> Vec<Value> {
    let file = include_str!("../../../test/golden/fixtures/schedules.json");
    let fixture: Value = serde_json::from_str(file).unwrap();
    fixture["entries"].as_array().unwrap().clone()
}

fn points(entry: &Value) -> Vec<(f64, f64)> {
    let points = entry["points"].as_array().unwrap().iter();
    points
        .map(|point| (point[0].as_f64().unwrap(), point[1].as_f64().unwrap()))
        .collect()
}

fn rate(spec: &Value) -> LearningRate {
    LearningRate::from_json(&spec.to_string()).unwrap_or_else(|| panic!("no learning rate: {spec}"))
}

/// The steps whose rate is not the fixture's.
fn differences(spec: &Value, points: &[(f64, f64)]) -> Vec<String> {
    let ours = rate(spec);
    let largest = points
        .iter()
        .fold(0.0, |most: f64, point| most.max(point.1));
    let differs = |&&(step, expected): &&(f64, f64)| {
        let distance = (ours.at(step) - expected).abs();
        distance.is_nan() || distance > TOLERANCE * largest
    };
    let told = |&(step, expected): &(f64, f64)| {
        format!("{} for {expected} at {step}: {spec}", ours.at(step))
    };
    points.iter().filter(differs).map(told).collect()
}

#[test]
fn rates_are_those_of_keras_and_pytorch() {
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for entry in entries() {
        let points = points(&entry);
        compared += points.len();
        wrong.extend(differences(&entry["spec"], &points));
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(compared >= 2000, "{compared} points");
}

/// Every number of every schedule moves its rates: one that is not read would not show above.
#[test]
fn a_changed_number_shows() {
    let mut unseen = Vec::new();
    for entry in entries() {
        let (points, spec) = (points(&entry), &entry["spec"]);
        for (name, value) in spec.as_object().unwrap() {
            let Some(number) = value.as_f64() else {
                continue;
            };
            if name == "warmupSteps" && spec["warmupTarget"].is_null() {
                continue; // to no target
            }
            let mut changed = spec.clone();
            changed[name] = match number {
                _ if name.ends_with("Steps") => Value::from(number as u64 + 1),
                0.0 => Value::from(0.5),
                _ => Value::from(number * 1.5),
            };
            if differences(&changed, &points).is_empty() {
                unseen.push(format!("{name} = {}: {spec}", changed[name]));
            }
        }
    }
    assert!(
        unseen.is_empty(),
        "these change nothing:\n{}",
        unseen.join("\n")
    );
}
