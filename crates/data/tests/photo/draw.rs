//! Random numbers of simulated photos: their ranges, and that each stream is its own.

use fashion_data::photo::draw::Draw;

#[test]
fn uniform_numbers_fill_their_range() {
    let mut draw = Draw::new(1, 0);
    let units: Vec<f32> = (0..20_000).map(|_| draw.unit()).collect();
    assert!(units.iter().all(|unit| (0.0..1.0).contains(unit)));
    for tenth in 0..10 {
        let low = tenth as f32 / 10.0;
        let within = units.iter().filter(|&&u| u >= low && u < low + 0.1);
        // Five deviations of a count of 2000.
        assert!(within.count().abs_diff(2000) < 213, "from {low}");
    }
    assert!((0..1000).all(|_| (-3.0..=7.0).contains(&draw.between(-3.0, 7.0))));
}

#[test]
fn whole_numbers_are_below_their_count_and_all_occur() {
    let mut draw = Draw::new(2, 0);
    for count in [1, 2, 3, 7, 28] {
        let mut seen = vec![0; count];
        for _ in 0..100 * count {
            seen[draw.below(count)] += 1;
        }
        assert!(seen.iter().all(|&times| times > 50), "{seen:?}");
    }
}

#[test]
fn nearly_normal_numbers_have_mean_0_and_deviation_1() {
    let mut draw = Draw::new(3, 0);
    let numbers: Vec<f64> = (0..20_000).map(|_| f64::from(draw.normal())).collect();
    let mean = numbers.iter().sum::<f64>() / 20_000.0;
    let square = numbers.iter().map(|n| n * n).sum::<f64>() / 20_000.0;
    assert!(mean.abs() < 0.04, "mean {mean}");
    assert!((square - 1.0).abs() < 0.04, "mean square {square}");
}

#[test]
fn chances_come_as_often_as_they_say() {
    let mut draw = Draw::new(4, 0);
    assert!((0..1000).all(|_| !draw.chance(0.0) && draw.chance(1.0)));
    let often = (0..10_000).filter(|_| draw.chance(0.3)).count();
    assert!(often.abs_diff(3000) < 230, "{often} of 10,000");
}

#[test]
fn a_stream_is_a_function_of_seed_and_photo() {
    let first = |seed, photo| {
        let mut draw = Draw::new(seed, photo);
        [(); 6].map(|()| draw.unit().to_bits())
    };
    assert_eq!(first(1, 2), first(1, 2));
    assert_ne!(first(1, 2), first(2, 2));
    assert_ne!(first(1, 2), first(1, 3));
    assert_ne!(
        first(1, 2),
        first(1, 2 + (1 << 32)),
        "the upper half counts"
    );
}
