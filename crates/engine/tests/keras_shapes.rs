//! Shapes of random layers are Keras', and what Keras refuses is refused (scripts/golden/shapes.py).

use fashion_engine::{plan::Plan, spec::ModelSpec};
use serde_json::Value;

#[test]
fn shapes_are_those_of_keras() {
    let file = include_str!("../../../test/golden/fixtures/shapes.json");
    let fixture: Value = serde_json::from_str(file).unwrap();
    let entries = fixture["entries"].as_array().unwrap();
    assert!(entries.len() >= 300);
    let (mut accepted, mut refused, mut wrong) = (0, 0, Vec::new());
    for entry in entries {
        let (layer, input) = (&entry["layer"], &entry["inputShape"]);
        let json = format!(r#"{{"inputShape":{input},"seed":1,"layers":[{layer}]}}"#);
        let ours = ModelSpec::from_json(&json).and_then(Plan::new);
        let expected = entry["outputShape"].as_array();
        match (ours, expected) {
            (Ok(plan), Some(shape)) => {
                accepted += 1;
                let shape: Vec<u64> = shape.iter().map(|side| side.as_u64().unwrap()).collect();
                let own: Vec<u64> = plan
                    .output_shape()
                    .iter()
                    .map(|&side| side as u64)
                    .collect();
                if own != shape {
                    wrong.push(format!("{own:?} for {shape:?}: {json}"));
                }
            }
            (Err(_), None) => refused += 1,
            (Ok(_), None) => {
                wrong.push(format!("Keras says {}: {json}", entry["refusal"]));
            }
            (Err(error), Some(shape)) => {
                wrong.push(format!("{} for {shape:?}: {json}", error.message))
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        accepted >= 300 && refused >= 50,
        "{accepted} accepted, {refused} refused"
    );
}
