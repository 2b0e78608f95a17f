//! What weights begin with: range, spread and shape of each initializer, and that no two weights are alike.

use fashion_engine::spec::ModelSpec;
use fashion_engine::training::Session;

/// The kernel of a dense layer of 300 inputs and 200 units, by an initializer as JSON.
fn kernel(initializer: &str, features: usize, units: usize) -> Vec<f32> {
    let json = format!(
        r#"{{"inputShape":[{features}],"seed":3,"layers":[{{"type":"dense","units":{units},"activation":"linear",
        "useBias":false,"kernelInitializer":{initializer},"biasInitializer":"zeros"}}]}}"#
    );
    let session = Session::new(ModelSpec::from_json(&json).unwrap()).unwrap();
    session.weights().to_vec()
}

fn moments(values: &[f32]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
    let deviations = values.iter().map(|&v| f64::from(v) - mean);
    let squares = deviations.map(|deviation| deviation * deviation);
    (mean, (squares.sum::<f64>() / n).sqrt())
}

#[test]
fn values_are_spread_as_their_names_say() {
    let (fan_in, fan_out) = (300.0f64, 200.0f64);
    let (glorot, he) = (2.0 / (fan_in + fan_out), 2.0 / fan_in);
    // Word, mean, standard deviation, greatest distance from the mean.
    let root3 = 3.0f64.sqrt();
    let normal = |variance: f64| (0.0, variance.sqrt(), 2.0 * variance.sqrt() / 0.879_625_66);
    let uniform = |variance: f64| (0.0, variance.sqrt(), root3 * variance.sqrt());
    let table = [
        (r#""glorotUniform""#, uniform(glorot)),
        (r#""glorotNormal""#, normal(glorot)),
        (r#""heUniform""#, uniform(he)),
        (r#""heNormal""#, normal(he)),
        (r#""lecunUniform""#, uniform(1.0 / fan_in)),
        (r#""lecunNormal""#, normal(1.0 / fan_in)),
        (r#""randomUniform""#, (0.0, 0.05 / root3, 0.05)),
        (
            r#"{"type":"randomUniform","minval":1,"maxval":3}"#,
            (2.0, 1.0 / root3, 1.0),
        ),
        (r#""randomNormal""#, (0.0, 0.05, f64::INFINITY)),
        (
            r#"{"type":"randomNormal","mean":1,"stddev":2}"#,
            (1.0, 2.0, f64::INFINITY),
        ),
        // Not rescaled, as in Keras: 0.88 of the deviation that it is cut from.
        (r#""truncatedNormal""#, (0.0, 0.05 * 0.879_625_66, 0.1)),
    ];
    for (initializer, (mean, deviation, most)) in table {
        let values = kernel(initializer, 300, 200);
        let (found, spread) = moments(&values);
        assert!(
            (found - mean).abs() < 0.02 * deviation,
            "{initializer}: mean {found}"
        );
        assert!(
            (spread / deviation - 1.0).abs() < 0.01,
            "{initializer}: deviation {spread}"
        );
        let far = values.iter().map(|&v| (f64::from(v) - mean).abs());
        let far = far.fold(0.0, f64::max);
        assert!(
            far <= most * 1.000_001,
            "{initializer}: {far} from the mean"
        );
        if most.is_finite() {
            assert!(far > 0.99 * most, "{initializer}: only {far} from the mean");
        } else {
            assert!(
                far > 3.5 * deviation,
                "{initializer}: only {far} from the mean"
            );
        }
    }
}

#[test]
fn constants_are_constant() {
    assert!(kernel(r#""zeros""#, 3, 5).iter().all(|v| *v == 0.0));
    assert!(kernel(r#""ones""#, 3, 5).iter().all(|v| *v == 1.0));
    let value = kernel(r#"{"type":"constant","value":-0.25}"#, 3, 5);
    assert!(value.iter().all(|v| *v == -0.25));
}

#[test]
fn orthogonal_rows_or_columns_are_so() {
    for (rows, columns) in [(40, 40), (90, 20), (20, 90), (1, 7), (7, 1)] {
        let values = kernel(r#"{"type":"orthogonal","gain":2}"#, rows, columns);
        let value = |row: usize, column: usize| f64::from(values[row * columns + column]);
        let short = rows.min(columns);
        for a in 0..short {
            for b in 0..short {
                let dot: f64 = if rows >= columns {
                    (0..rows).map(|row| value(row, a) * value(row, b)).sum()
                } else {
                    (0..columns)
                        .map(|column| value(a, column) * value(b, column))
                        .sum()
                };
                let expected = if a == b { 4.0 } else { 0.0 };
                assert!(
                    (dot - expected).abs() < 1e-5,
                    "{rows}×{columns}, {a}·{b}: {dot}"
                );
            }
        }
        let (mean, _) = moments(&values);
        assert!(mean.abs() < 1.0, "{mean}");
    }
    // Both signs come, as of a matrix drawn at random.
    let values = kernel(r#""orthogonal""#, 50, 50);
    let positive = values.iter().filter(|v| **v > 0.0).count();
    assert!(
        (1100..1400).contains(&positive),
        "{positive} of 2500 are positive"
    );
}
