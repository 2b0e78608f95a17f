//! Tests: what augmentation makes of images with the parameters that Keras drew, and what it draws itself, against Keras
//! (scripts/golden/augmentation.py).

use super::LayerKind;
use super::random_erasing::pixels;
use crate::options::{Fields, Value};
use crate::preprocessing::{Draws, SampleKey};
use crate::random::Seed;
use serde_json::Value as Json;

/// Grey levels: what interpolation in single precision may differ by.
const LEVELS: f32 = 0.02;

fn fixture() -> Json {
    let file = include_str!("../../../../test/golden/fixtures/augmentation.json");
    serde_json::from_str(file).unwrap()
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => Value::Number(number.as_f64().unwrap()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, member)| (name.clone(), value(member)))
                .collect(),
        ),
    }
}

fn layer(spec: &Json) -> LayerKind {
    let mut fields = Fields::new(value(spec)).unwrap();
    let kind: String = fields.read("type");
    let layer = LayerKind::read(&kind, &mut fields).unwrap();
    fields.end(layer).unwrap()
}

fn floats(json: &Json) -> Vec<f32> {
    let numbers = json.as_array().unwrap().iter();
    numbers
        .map(|number| number.as_f64().unwrap() as f32)
        .collect()
}

fn shape(json: &Json) -> [usize; 3] {
    let sides: Vec<usize> = floats(json).iter().map(|&side| side as usize).collect();
    sides.try_into().unwrap()
}

/// Does to an image what Keras drew.
fn transform(layer: &LayerKind, drawn: &Json, shape: [usize; 3], image: &mut [f32]) {
    let of = |name: &str| drawn[name].as_f64().unwrap_or_else(|| panic!("no {name}"));
    let pair = |first, second| [of(first) as f32, of(second) as f32];
    let mut other = vec![f32::NAN; image.len()];
    match layer {
        LayerKind::RandomFlip(spec) if of("flips") == 1.0 => spec.on(shape).flip(image),
        LayerKind::RandomFlip(_) => (),
        LayerKind::RandomTranslation(spec) => {
            spec.on(shape)
                .translate(pair("down", "right"), image, &mut other);
        }
        LayerKind::RandomZoom(spec) => {
            spec.on(shape)
                .zoom(pair("rows", "columns"), image, &mut other)
        }
        LayerKind::RandomRotation(spec) => {
            spec.on(shape)
                .turn(of("degrees") / 360.0, image, &mut other);
        }
        LayerKind::RandomContrast(spec) => spec.on(shape).adjust(of("factor") as f32, image),
        LayerKind::RandomBrightness(spec) => {
            let [least, most] = spec.value_range;
            spec.on(shape).adjust(of("added") / (most - least), image);
        }
        other => panic!("{other:?}"),
    }
}

/// How many values of all images differ, when specs and parameters are changed by `change` first.
fn differing(change: impl Fn(&mut Json, &mut Json)) -> (usize, usize) {
    let (mut differing, mut all) = (0, 0);
    for entry in fixture()["images"].as_array().unwrap() {
        let (mut spec, mut drawn) = (entry["spec"].clone(), entry["drawn"].clone());
        change(&mut spec, &mut drawn);
        let mut image = floats(&entry["image"]);
        transform(&layer(&spec), &drawn, shape(&entry["shape"]), &mut image);
        let made = floats(&entry["made"]);
        let pairs = image.iter().zip(&made);
        differing += pairs
            .filter(|(own, keras)| (*own - *keras).abs() > LEVELS)
            .count();
        all += made.len();
    }
    (differing, all)
}

#[test]
fn images_are_those_of_keras() {
    let (wrong, all) = differing(|_, _| ());
    // Nearest: a place half way between two pixels may round to either.
    assert!(all > 10_000 && wrong * 2000 < all, "{wrong} of {all}");
}

#[test]
fn a_parameter_that_is_a_little_off_shows() {
    for name in [
        "down", "right", "rows", "columns", "degrees", "factor", "added",
    ] {
        let (wrong, _) = differing(|_, drawn| {
            if let Some(value) = drawn.get_mut(name) {
                *value = Json::from(value.as_f64().unwrap() * 1.01 + 0.01);
            }
        });
        assert!(wrong > 100, "{name}: {wrong}");
    }
    for (name, other) in [
        ("fillMode", "wrap"),
        ("interpolation", "nearest"),
        ("mode", "vertical"),
    ] {
        let (wrong, _) = differing(|spec, _| {
            if let Some(value) = spec.get_mut(name) {
                *value = Json::from(other);
            }
        });
        assert!(wrong > 100, "{name}: {wrong}");
    }
}

#[test]
fn rectangles_are_those_of_keras() {
    let fixture = fixture();
    for entry in fixture["masks"].as_array().unwrap() {
        let [x0, x1, y0, y1] = <[f32; 4]>::try_from(floats(&entry["corners"])).unwrap();
        let sides = floats(&entry["shape"]);
        let (height, width) = (sides[0] as usize, sides[1] as usize);
        let (rows, columns) = (pixels(y0, y1 - y0, height), pixels(x0, x1 - x0, width));
        let mask = floats(&entry["mask"]);
        for (place, &masked) in mask.iter().enumerate() {
            let inside = rows.contains(&(place / width)) && columns.contains(&(place % width));
            assert_eq!(inside, masked == 1.0, "{entry}");
        }
    }
}

/// What a layer draws, by the fixture's names, told from what it makes of an image.
fn told(layer: &LayerKind, shape: [usize; 3], key: SampleKey) -> Vec<(&'static str, f64)> {
    let [height, width, _] = shape;
    match layer {
        LayerKind::RandomFlip(_) => {
            let mut image: Vec<f32> = (0..height * width).map(|place| place as f32).collect();
            layer
                .augment(&shape)
                .unwrap()
                .apply(Some(key), &mut image, &mut []);
            vec![("flips", f64::from(u8::from(image[0] != 0.0)))]
        }
        LayerKind::RandomErasing(_) => {
            let mut image = vec![-1.0; height * width];
            layer
                .augment(&shape)
                .unwrap()
                .apply(Some(key), &mut image, &mut []);
            let erased = |place: &usize| image[*place] != -1.0;
            let places: Vec<usize> = (0..image.len()).filter(erased).collect();
            let Some((&first, &last)) = places.first().zip(places.last()) else {
                return vec![("erased", 0.0)];
            };
            vec![
                ("erased", 1.0),
                ("rows", (last / width - first / width + 1) as f64),
                ("rowStart", (first / width) as f64),
                ("columns", (last % width - first % width + 1) as f64),
                ("columnStart", (first % width) as f64),
            ]
        }
        // These are a line of what is drawn: two images tell it.
        LayerKind::RandomBrightness(_) => vec![("added", of_image(layer, key, 120.0) - 120.0)],
        LayerKind::RandomContrast(_) => {
            let mut image = [120.0, 130.0];
            layer
                .augment(&[1, 2, 1])
                .unwrap()
                .apply(Some(key), &mut image, &mut []);
            vec![("factor", f64::from(image[1] - image[0]) / 10.0)]
        }
        LayerKind::RandomTranslation(spec) => {
            let mut draws = Draws::of(key);
            let mut moved = |range, side: usize| draws.between(range) * side as f64;
            let down = moved(spec.height_factor, height);
            vec![("down", down), ("right", moved(spec.width_factor, width))]
        }
        LayerKind::RandomZoom(spec) => {
            let mut draws = Draws::of(key);
            let rows = 1.0 + draws.between(spec.height_factor);
            let columns = spec
                .width_factor
                .map_or(rows, |factor| 1.0 + draws.between(factor));
            vec![("rows", rows), ("columns", columns)]
        }
        LayerKind::RandomRotation(spec) => {
            vec![("degrees", 360.0 * Draws::of(key).between(spec.factor))]
        }
        other => panic!("{other:?}"),
    }
}

fn of_image(layer: &LayerKind, key: SampleKey, tone: f32) -> f64 {
    let mut image = [tone];
    layer
        .augment(&[1, 1, 1])
        .unwrap()
        .apply(Some(key), &mut image, &mut []);
    f64::from(image[0])
}

#[test]
fn what_is_drawn_is_distributed_as_in_keras() {
    const IMAGES: u32 = 20_000;
    let fixture = fixture();
    let at = floats(&fixture["at"]);
    for entry in fixture["drawn"].as_array().unwrap() {
        let (layer, shape) = (layer(&entry["spec"]), shape(&entry["shape"]));
        let mut drawn = std::collections::BTreeMap::<&str, Vec<f64>>::new();
        for position in 0..IMAGES {
            let key = SampleKey {
                seed: Seed::new(5),
                step: position / 100,
                position: position % 100,
                layer: 2,
                epoch: 0,
                image: 0,
            };
            for (name, value) in told(&layer, shape, key) {
                drawn.entry(name).or_default().push(value);
            }
        }
        for (name, quantiles) in entry["quantiles"].as_object().unwrap() {
            let own = drawn
                .get_mut(name.as_str())
                .unwrap_or_else(|| panic!("no {name}"));
            own.sort_by(f64::total_cmp);
            let keras = floats(quantiles);
            let range = f64::from(keras[keras.len() - 1] - keras[0]);
            let mean = own.iter().sum::<f64>() / own.len() as f64;
            let expected = entry["means"][name].as_f64().unwrap();
            assert!(
                (mean - expected).abs() <= 0.015 * range,
                "{name} of {}: {mean}, {expected}",
                entry["spec"]
            );
            for (&share, &quantile) in at.iter().zip(&keras) {
                let place = (f64::from(share) * (own.len() - 1) as f64) as usize;
                // Whole numbers may lie beside the step of their distribution.
                let step = if name.contains("row") || name.contains("column") {
                    1.0
                } else {
                    0.0
                };
                let distance = (own[place] - f64::from(quantile)).abs();
                let flips = name == "flips" || name == "erased";
                assert!(
                    flips || distance <= f64::max(step, 0.03 * range),
                    "{name} at {share} of {}: {}, {quantile}",
                    entry["spec"],
                    own[place]
                );
            }
        }
    }
}

/// Correlations of what is drawn, over neighbours in place, step, layer: none.
#[test]
fn neighbours_draw_apart() {
    let unit = |position, step, layer| {
        Draws::of(SampleKey {
            seed: Seed::new(5),
            step,
            position,
            layer,
            epoch: 0,
            image: 0,
        })
        .unit()
            - 0.5
    };
    let count = 20_000;
    for (name, of) in [
        ("place", [0_u32, 1, 0]),
        ("step", [1, 0, 0]),
        ("layer", [0, 0, 1]),
    ] {
        let product: f64 = (0..count)
            .map(|i| unit(i, 3, 1) * unit(i + of[1], 3 + of[0], 1 + of[2] as usize))
            .sum();
        // The standard deviation of a mean of products is 1/12 / √count.
        assert!(
            (product / f64::from(count)).abs() < 4.0 / 12.0 / f64::from(count).sqrt(),
            "{name}"
        );
    }
}
