//! Campaigns measured: where it can be worked out by hand, what is refused, and the distributions of SciPy 1.17.1. Numbers of
//! scikit-uplift: test/customers/measure-uplift.test.ts.

use fashion_customers::uplift::{
    Campaign, Measurement, Settings, chi_square_tail, measure, normal_quantile, student_quantile,
    student_tail,
};

const SETTINGS: Settings = Settings {
    k: 0.5,
    level: 0.9,
    control_share: None,
    negative_effect: true,
};

fn campaign<'a>(outcome: &'a [f64], group: &'a [u8], score: &'a [f64]) -> Campaign<'a> {
    Campaign {
        outcome,
        group,
        score: Some(score),
    }
}

fn measured(campaign: &Campaign) -> Measurement {
    measure(campaign, &SETTINGS).unwrap()
}

fn refusal(campaign: &Campaign, settings: &Settings) -> String {
    let error = measure(campaign, settings).unwrap_err();
    assert_eq!(error.code, "INVALID_ARGUMENT");
    error.message
}

fn assert_close(found: f64, expected: f64, relative: f64) {
    let difference = (found - expected).abs();
    assert!(
        difference <= relative * expected.abs(),
        "{found} is not {expected}"
    );
}

#[test]
fn quantiles_are_those_of_scipy() {
    let normal = [
        0.674_489_750_196_081_7,
        1.644_853_626_951_472_9,
        1.959_963_984_540_054,
        2.575_829_303_548_900_4,
        4.891_638_475_692_932_5,
    ];
    for (level, expected) in [0.5, 0.9, 0.95, 0.99, 0.999_999].into_iter().zip(normal) {
        assert_close(normal_quantile(level), expected, 1e-14);
    }
    let student = [
        (
            1.0,
            [
                1.0,
                6.313_751_514_675_045,
                63.656_741_162_871_526,
                636_619.772_348_751_3,
            ],
        ),
        (
            1.5,
            [
                0.872_594_662_541_571_6,
                3.705_180_820_096_753,
                17.820_310_514_462_804,
                8_285.391_194_866_204,
            ],
        ),
        (
            2.0,
            [
                0.816_496_580_927_726_1,
                2.919_985_580_353_726_5,
                9.924_843_200_918_287,
                999.999_249_985_465_9,
            ],
        ),
        (
            7.3,
            [
                0.709_573_020_456_991,
                1.882_930_017_956_431_2,
                3.451_031_655_622_185,
                14.883_251_714_876_216,
            ],
        ),
        (
            29.0,
            [
                0.683_043_860_821_613_1,
                1.699_127_026_533_498,
                2.756_385_903_670_605,
                6.170_056_101_408_302,
            ],
        ),
        (
            120.25,
            [
                0.676_535_451_571_44,
                1.657_624_086_812_535_1,
                2.617_333_373_218_468,
                5.156_991_590_544_652,
            ],
        ),
        (
            5e3,
            [
                0.674_538_820_360_874_3,
                1.645_158_437_496_971_2,
                2.576_812_966_556_280_2,
                4.897_742_071_579_513,
            ],
        ),
        (
            1e6,
            [
                0.674_489_995_531_087_5,
                1.644_855_150_722_041_2,
                2.575_834_220_105_334_4,
                4.891_668_960_704_727,
            ],
        ),
    ];
    for (freedom, expected) in student {
        for (level, expected) in [0.5, 0.9, 0.99, 0.999_999].into_iter().zip(expected) {
            assert_close(student_quantile(level, freedom), expected, 1e-9);
        }
    }
}

#[test]
fn tails_are_those_of_scipy() {
    let student = [
        (
            1.0,
            [
                0.936_548_965_138_893,
                0.5,
                0.242_237_883_181_686_82,
                0.079_166_848_321_131_09,
            ],
        ),
        (
            1.5,
            [
                0.932_041_453_486_962_8,
                0.451_135_367_276_710_33,
                0.169_806_502_614_696_04,
                0.032_918_350_940_906_83,
            ],
        ),
        (
            7.3,
            [
                0.923_035_497_139_829_5,
                0.349_298_456_453_114_47,
                0.039_650_234_665_600_41,
                7.261_973_208_191_443e-5,
            ],
        ),
        (
            29.0,
            [
                0.921_032_444_487_373_9,
                0.325_581_988_016_193_65,
                0.018_325_344_338_426_086,
                8.012_575_649_631_688e-9,
            ],
        ),
        (
            5e3,
            [
                0.920_348_334_565_731_6,
                0.317_358_899_588_029_93,
                0.012_451_116_199_721_14,
                1.533_987_188_691_548_4e-15,
            ],
        ),
        (
            1e6,
            [
                0.920_344_345_492_043_2,
                0.317_310_749_833_578_3,
                0.012_419_489_502_163_254,
                1.245_506_343_320_250_3e-15,
            ],
        ),
    ];
    for (freedom, expected) in student {
        for (t, expected) in [0.1, 1.0, 2.5, 8.0].into_iter().zip(expected) {
            assert_close(student_tail(t, freedom), expected, 1e-9);
            assert_eq!(student_tail(-t, freedom), student_tail(t, freedom));
        }
    }
    let chi_square = [
        (0.01, 0.920_344_325_445_942),
        (3.84, 0.050_043_521_248_705_19),
        (10.83, 0.000_998_686_379_180_259_2),
        (50.0, 1.537_459_794_428_033e-12),
    ];
    for (value, expected) in chi_square {
        assert_close(chi_square_tail(value), expected, 1e-12);
    }
    assert_eq!(student_tail(0.0, 5.0), 1.0);
    assert_eq!(student_tail(f64::INFINITY, 5.0), 0.0);
}

/// In the order of the scores: target 1, control 0, target 0, control 1.
#[test]
fn a_campaign_of_four_is_as_by_hand() {
    let found = measured(&campaign(
        &[1.0, 0.0, 0.0, 1.0],
        &[0, 1, 0, 1],
        &[0.1, 0.2, 0.3, 0.4],
    ));
    assert!(found.binary);
    assert_eq!(found.overall.uplift, 0.0);
    assert_eq!(found.overall.lift, Some(0.0));
    let ranked = found.ranked.unwrap();
    assert_eq!(ranked.top_overall.difference.uplift, 1.0);
    assert_eq!(ranked.top_overall.difference.lift, None);
    let gains: Vec<f64> = ranked.qini.points.iter().map(|point| point.gain).collect();
    assert_eq!(gains, [0.0, 1.0, 1.0, 1.0, 0.0]);
    assert_eq!(ranked.qini.area, 3.0);
    let gains: Vec<f64> = ranked
        .uplift
        .points
        .iter()
        .map(|point| point.gain)
        .collect();
    assert_eq!(gains, [0.0, 1.0, 2.0, 1.5, 0.0]);
    assert_eq!(ranked.uplift.area, 4.5);
    assert_eq!(ranked.average_overall, None);
    assert_eq!(found.shares, None);
}

#[test]
fn amounts_have_welch_s_interval_and_no_coefficient() {
    // SciPy: ttest_ind([30, 0, 10, 20], [5, 0, 10], equal_var=False).confidence_interval(0.9)
    let found = measured(&campaign(
        &[30.0, 0.0, 10.0, 20.0, 5.0, 0.0, 10.0],
        &[1, 1, 1, 1, 0, 0, 0],
        &[7.0, 1.0, 2.0, 6.0, 3.0, 1.0, 5.0],
    ));
    assert!(!found.binary);
    assert_eq!(found.overall.uplift, 10.0);
    assert_eq!(found.overall.lift, Some(2.0));
    let [low, high] = found.overall.interval.unwrap();
    assert_close(low, -4.994582309749671, 1e-12);
    assert_close(high, 24.99458230974966, 1e-12);
    let qini = found.ranked.unwrap().qini;
    assert_eq!((qini.coefficient, qini.perfect), (None, None));
}

#[test]
fn equal_outcomes_of_both_groups_give_no_interval() {
    // 0.1 added up many times, divided by their number, is not 0.1.
    let group: Vec<u8> = (0..30).map(|place| u8::from(place % 3 == 0)).collect();
    let found = measured(&campaign(&[0.1; 30], &group, &[0.7; 30]));
    assert_eq!(found.overall.uplift, 0.0);
    assert_eq!(found.overall.interval, None);
    let balance = found.balance.unwrap();
    assert_eq!(
        (balance.standardized, balance.probability),
        (Some(0.0), 1.0)
    );
}

#[test]
fn groups_of_one_score_each_are_not_balanced() {
    let (outcome, group) = ([1.0, 0.0, 1.0, 0.0], [1, 0, 1, 0]);
    let found = measured(&campaign(&outcome, &group, &[-3.0; 4]));
    assert_eq!(found.balance.unwrap().standardized, Some(0.0));
    let settings = Settings { k: 0.9, ..SETTINGS };
    let apart = campaign(&outcome, &group, &[2.0, 1.0, 2.0, 1.0]);
    let balance = measure(&apart, &settings).unwrap().balance.unwrap();
    assert_eq!((balance.standardized, balance.probability), (None, 0.0));
}

#[test]
fn of_equal_scores_the_later_come_first_and_are_counted() {
    // The three later of six have one score; −0 is 0.
    let group = [1, 0, 1, 0, 1, 0];
    let score = [0.0, 0.0, -0.0, 0.0, 0.0, 0.0];
    let found = measured(&campaign(&[0.0, 0.0, 0.0, 0.0, 1.0, 0.0], &group, &score));
    let ranked = found.ranked.unwrap();
    assert_eq!(ranked.top_overall.tied, 3);
    assert_eq!(ranked.top_overall.difference.uplift, 1.0);
    assert_eq!(ranked.top_by_group.tied, 4);
    assert_eq!(ranked.qini.points.len(), 2);
    assert_eq!(ranked.qini.coefficient, Some(0.0));
}

#[test]
fn a_coefficient_without_a_perfect_order_is_none() {
    let group = [1, 0, 1, 0];
    let nobody = measured(&campaign(&[0.0; 4], &group, &[4.0, 3.0, 2.0, 1.0]));
    let ranked = nobody.ranked.unwrap();
    assert_eq!(ranked.qini.coefficient, None);
    assert_eq!(ranked.uplift.coefficient, None);
    let settings = Settings {
        negative_effect: false,
        ..SETTINGS
    };
    let loss = campaign(&[0.0, 1.0, 0.0, 1.0], &group, &[4.0, 3.0, 2.0, 1.0]);
    let ranked = measure(&loss, &settings).unwrap().ranked.unwrap();
    assert_eq!((ranked.qini.perfect, ranked.qini.coefficient), (None, None));
}

#[test]
fn long_curves_are_thinned_for_charts_only() {
    let count = 5000;
    let group: Vec<u8> = (0..count).map(|place| (place % 2) as u8).collect();
    let score: Vec<f64> = (0..count)
        .map(|place| (place * 7919 % count) as f64)
        .collect();
    let outcome: Vec<f64> = (0..count)
        .map(|place| f64::from(place * 31 % 7 == 0 || (place % 2 == 1 && score[place] > 4000.0)))
        .collect();
    let found = measured(&campaign(&outcome, &group, &score));
    let qini = found.ranked.unwrap().qini;
    assert_eq!(qini.points.len(), 200);
    assert_eq!((qini.points[0].customers, qini.points[0].gain), (0.0, 0.0));
    let last = qini.points[199];
    assert_eq!(last.customers, 5000.0);
    let thinned: f64 = (qini.points.windows(2))
        .map(|pair| (pair[1].customers - pair[0].customers) * (pair[1].gain + pair[0].gain) / 2.0)
        .sum();
    let difference = (thinned - last.customers * last.gain / 2.0 - qini.area).abs();
    assert!(difference > 1e-6 && difference < 0.01 * qini.area);
}

#[test]
fn shares_are_pearson_s_chi_square() {
    let group: Vec<u8> = (0..1000).map(|place| u8::from(place >= 130)).collect();
    let outcome: Vec<f64> = (0..1000).map(|place| f64::from(place % 5 == 0)).collect();
    let campaign = Campaign {
        outcome: &outcome,
        group: &group,
        score: None,
    };
    let settings = Settings {
        control_share: Some(0.1),
        ..SETTINGS
    };
    let found = measure(&campaign, &settings).unwrap();
    let shares = found.shares.unwrap();
    assert_eq!((shares.expected, shares.observed), (0.1, 0.13));
    assert_close(shares.chi_square, 10.0, 1e-12);
    assert_close(shares.probability, 0.001_565_402_258_002_549_6, 1e-12);
    assert_eq!((found.ranked, found.balance), (None, None));
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let (outcome, group, score) = ([1.0, 0.0, 1.0, 0.0], [1, 1, 0, 0], [4.0, 3.0, 2.0, 1.0]);
    let of = |campaign: &Campaign, parts: &[&str]| {
        let message = refusal(campaign, &SETTINGS);
        for part in parts {
            assert!(message.contains(part), "{message:?} lacks {part:?}");
        }
    };
    of(
        &campaign(&outcome[..3], &group, &score),
        &["3 outcomes, 4 groups, 4 scores", "every customer"],
    );
    of(
        &campaign(&outcome, &group, &score[..2]),
        &["4 outcomes, 4 groups, 2 scores"],
    );
    of(&campaign(&[], &[], &[]), &["nobody of 0", "target"]);
    of(
        &campaign(&outcome, &[0; 4], &score),
        &["nobody of 4 is in the target group"],
    );
    of(
        &campaign(&outcome, &[1; 4], &score),
        &["nobody of 4 is in the control group"],
    );
    of(
        &campaign(&outcome, &[1, 0, 1, 1], &score),
        &["the control group has 1 customer of 4"],
    );
    of(
        &campaign(&outcome, &[1, 0, 2, 1], &score),
        &["group 2 is 2"],
    );
    of(
        &campaign(&[1.0, f64::NAN, 0.0, 0.0], &group, &score),
        &["outcome 1 is NaN", "finite"],
    );
    of(
        &campaign(&[1.0, 0.0, -5.0, 0.0], &group, &score),
        &["outcome 2 is -5", "0 or more"],
    );
    of(
        &campaign(&[1e200, 0.0, 5.0, 0.0], &group, &score),
        &["outcome 0", "beyond 1e100"],
    );
    of(
        &campaign(&outcome, &group, &[1.0, 2.0, 3.0, f64::INFINITY]),
        &["score 3 is inf"],
    );
    of(
        &campaign(&outcome, &group, &score),
        &[
            "k 0.5 takes 2 of 4 customers",
            "control group empty",
            "larger k",
        ],
    );
}

#[test]
fn settings_out_of_bounds_are_refused() {
    let (outcome, group, score) = ([1.0, 0.0, 1.0, 0.0], [1, 0, 1, 0], [4.0, 3.0, 2.0, 1.0]);
    let four = campaign(&outcome, &group, &score);
    for k in [0.0, 1.0, -0.3, f64::NAN] {
        assert!(refusal(&four, &Settings { k, ..SETTINGS }).contains("k is"));
    }
    for level in [0.0, 1.0, f64::NAN] {
        assert!(refusal(&four, &Settings { level, ..SETTINGS }).contains("level is"));
    }
    for share in [0.0, 1.0, f64::NAN] {
        let control_share = Some(share);
        let settings = Settings {
            control_share,
            ..SETTINGS
        };
        assert!(refusal(&four, &settings).contains("share of control is"));
    }
    let small = Settings { k: 0.4, ..SETTINGS };
    assert!(refusal(&four, &small).contains("1 of 4 customers"));
}
