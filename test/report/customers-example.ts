/** A made-up shop of 12,480 customers to make pages of customers of, changed where a test wants it so. */
import type { AudienceView, CustomersPageInput, TasteView } from "fashion-wasm/report";

/** Ten garments and their shares. */
const CLASSES: readonly (readonly [name: string, share: number])[] = [
  ["T-shirt/top", 0.214],
  ["Trouser", 0.131],
  ["Pullover", 0.098],
  ["Dress", 0.173],
  ["Coat", 0.061],
  ["Sandal", 0.047],
  ["Shirt", 0.092],
  ["Sneaker", 0.103],
  ["Bag", 0.052],
  ["Ankle boot", 0.029],
];

/** Segments: name, customers, orders, spend, days since, favourite. */
const SEGMENTS: readonly (readonly [string, number, number, number, number, string])[] = [
  ["Champions", 1104, 9936, 784_512.4, 9, "Dress"],
  ["Potential Loyalist", 2210, 5083, 361_940, 24, "T-shirt/top"],
  ["Loyal Customers", 1497, 7785, 540_377, 46, "T-shirt/top"],
  ["Promising", 804, 884, 90_610, 41, "Coat"],
  ["New Customers", 1391, 1391, 57_031, 12, "T-shirt/top"],
  ["Can't Lose Them", 223, 1739, 151_200, 344, "Dress"],
  ["At Risk", 1688, 3882, 266_115, 261, "Trouser"],
  ["Need Attention", 971, 2330, 110_220, 172, "T-shirt/top"],
  ["About To Sleep", 1210, 1331, 49_247, 188, "Sneaker"],
  ["Lost", 1382, 1520, 46_500, 468, "T-shirt/top"],
];

/** How one class is spread, from its share: most customers below it, few far above. */
export function tasteOf(share: number, customers: number): TasteView {
  const factors = [0.31, 0.42, 0.51, 0.6, 0.7, 0.82, 0.96, 1.17, 1.5, 2.15, 6];
  const deciles = factors.map((factor) => Math.min(0.94, share * factor));
  const customersTop = Math.floor(customers * share);
  return { customersTop, sure: Math.floor(0.41 * customersTop), medianAffinity: deciles[5] as number, deciles };
}

/** An audience of one class. */
export function audienceOf(name: string, changes: Partial<AudienceView> = {}): AudienceView {
  const file = name.toLowerCase().replace(/\W+/g, "-");
  return {
    name,
    what: `the class ${name}`,
    size: 1248,
    target: 1123,
    control: 125,
    reach: 0.312,
    lift: 2.9,
    lower: 2.62,
    upper: 3.21,
    expectedPurchases: 402.6,
    horizonDays: 90,
    files: [`out/audience-${file}.klaviyo.csv`, `out/audience-${file}.meta.csv`, `out/audience-${file}.control.csv`],
    excluded: { consentNo: 214, excludeFile: 31 },
    minimumSupport: 2,
    ...changes,
  };
}

/** The page's data. */
export function customersInput(changes: Partial<CustomersPageInput> = {}): CustomersPageInput {
  const customers = changes.shop?.customers ?? 12_480;
  const classNames = changes.classNames ?? CLASSES.map(([name]) => name);
  const population =
    changes.population ??
    (changes.classNames === undefined
      ? CLASSES.map(([, share]) => share)
      : classNames.map((_, c) => (2 * (c + 1)) / (classNames.length * (classNames.length + 1))));
  return {
    shop: shopOf(),
    classNames,
    population,
    strength: 4.2,
    tastes: population.map((share) => tasteOf(share, customers)),
    sureFrom: 0.8,
    level: 0.9,
    segments: SEGMENTS.map(([name, customers, orders, spend, recencyDays, topClass]) => {
      return { name, customers, orders, spend, recencyDays, topClass };
    }),
    rfm: [
      [1720, 0, 498, 204, 71],
      [1391, 0, 602, 388, 166],
      [1103, 0, 640, 522, 270],
      [904, 0, 611, 640, 411],
      [702, 0, 421, 512, 704],
    ],
    audiences: [
      audienceOf("Dress"),
      audienceOf("Ankle boot", {
        size: 640,
        target: 576,
        control: 64,
        reach: 0.284,
        lift: 5.54,
        lower: 4.21,
        upper: 6.93,
        expectedPurchases: 66.4,
      }),
      audienceOf("Coats for winter", {
        what: "Coat and not Sandal, at least 25 %",
        size: 980,
        target: 980,
        control: 0,
        reach: 0.19,
        lift: null,
        lower: null,
        upper: null,
        expectedPurchases: 101,
        excluded: { consentNo: 0, excludeFile: 0 },
        minimumSupport: 0,
      }),
      audienceOf("SKU 4711", {
        what: "the garment 4711, a Bag (91 %), from the catalogue",
        size: 96,
        target: 86,
        control: 10,
        reach: 0.019,
        lift: 2.47,
        lower: 0.88,
        upper: 4.6,
        expectedPurchases: 0.8,
        files: ["audience-4711.csv"],
      }),
    ],
    backtest: {
      cutoff: "2026-09-01",
      days: 90,
      customers: 10_930,
      purchases: 4212,
      k: 0.1,
      methods: [
        { name: "expected purchases", lift: 3.21, lower: 3.04, upper: 3.38 },
        { name: "most active", lift: 2.62, lower: 2.45, upper: 2.79 },
        { name: "last class bought", lift: 2.21, lower: 2.05, upper: 2.38 },
        { name: "most recent", lift: 1.84, lower: 1.69, upper: 1.99 },
        { name: "random", lift: 1, lower: 0.89, upper: 1.11 },
      ],
      perClass: [
        { name: "Dress", purchases: 790, lift: 3.4, lower: 3.02, upper: 3.8 },
        { name: "Ankle boot", purchases: 61, lift: 4.6, lower: 3.1, upper: 6.2 },
      ],
      calibration: [0.021, 0.034, 0.052, 0.077, 0.11, 0.16, 0.24, 0.37, 0.62, 1.71].map((expected, i) => {
        return { expected, observed: expected * (0.8 + 0.17 * ((i * 7) % 4)), customers: 1093 };
      }),
      verdict:
        "Yes: the tenth of the customers with the most expected purchases made 32 % of all purchases, more than any simple rule found.",
    },
    uplift: null,
    ...changes,
  };
}

/** The shop, changed where a test wants it so. */
export function shopOf(changes: Partial<CustomersPageInput["shop"]> = {}): CustomersPageInput["shop"] {
  return {
    title: "Nordwind Mode",
    created: "2026-12-01T09:30:00Z",
    customers: 12_480,
    orders: 35_881,
    lines: 61_204,
    items: 66_910,
    firstOrder: "2024-01-03",
    lastOrder: "2026-11-30",
    currency: "EUR",
    files: [
      { name: "exports/orders_export_1.csv", layout: "shopify", rows: 48_200, lines: 40_911 },
      { name: "exports/orders_export_2.csv", layout: "shopify", rows: 24_103, lines: 20_293 },
    ],
    leftOut: {
      cancelled: 1204,
      refunded: 5310,
      unpaid: 388,
      duplicate: 211,
      noCustomer: 96,
      noLabel: 3855,
      noQuantity: 0,
    },
    badRows: 7,
    halfLife: 180,
    notes: ["Times are those of the shop, +02:00 in summer."],
    ...changes,
  };
}

/** A campaign that was measured. */
export const CAMPAIGN: NonNullable<CustomersPageInput["uplift"]> = {
  outcomeKind: "binary",
  uplift: 0.0212,
  lower: 0.0043,
  upper: 0.0368,
  level: 0.9,
  target: { customers: 9021, mean: 0.0874 },
  control: { customers: 1003, mean: 0.0662 },
  upliftAtK: 0.0431,
  k: 0.3,
  qini: 0.071,
  curve: Array.from({ length: 101 }, (_, i) => [90 * i, 191 * (1 - (1 - i / 100) ** 1.7)] as const),
  verdict: "The campaign raised the outcome: 8.7 % of 9,021 target customers against 6.6 % of 1,003 control customers.",
  warnings: [],
};
