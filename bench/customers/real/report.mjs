/**
 * What came out, as Markdown.
 */
import { table } from "../../report/table.mjs";
import { SHARES } from "./windows.mjs";

/** @typedef {import("./windows.mjs").Window} Window */
/** @typedef {import("./check.mjs").Check} Check */
/** @typedef {import("./designs.mjs").Design} Design */
/** @typedef {Awaited<ReturnType<typeof import("./activity.mjs").expectedAndBought>>} Activity */
/** @typedef {{ facts: Record<string, number>, checks: readonly Check[], windows: readonly Window[], designs: readonly Design[], activity: Activity }} Report */

/** Departments of a size each, and the smallest that says something. */
const SHOWN = [
  "GROCERY",
  "PRODUCE",
  "DRUG GM",
  "MEAT",
  "NUTRITION",
  "FUEL",
  "COSMETICS",
  "FLORAL",
  "SEAFOOD",
  "SPIRITS",
];

/** @param {Report} report */
export function markdown({ facts, checks, windows, designs, activity }) {
  const parts = [
    "# Real purchases",
    "## What the reader says, and pandas and lifetimes",
    table(
      ["", "this package", "theirs", ""],
      checks.map(({ what, ours, theirs, holds }) => [what, `${ours}`, `${theirs}`, holds ? "" : "**differs**"]),
    ),
    `Of all rows: ${JSON.stringify(facts)}`,
    ...windows.flatMap(windowPart),
    "## Other designs, 60 days, 10 % of the customers",
    table(
      ["", "lift", "expected", "bought", "count without label"],
      designs.map(({ name, lift, expected, observed, noLabel }) => [
        name,
        two(lift),
        whole(expected),
        whole(observed),
        `${noLabel}`,
      ]),
    ),
    "## CDNOW, 39 weeks after 39 weeks",
    `${activity.customers} customers, ${activity.activity.model}: ${whole(activity.expected)} days with purchases were expected, ${whole(activity.bought)} came: ${two(activity.ratio)} times as many were expected as came.`,
    table(
      ["", "lift at 10 %"],
      activity.methods.map((one) => [one.name, interval(one)]),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** @param {Window} window */
function windowPart({ cutoff, results, ours, rivals }) {
  const [first] = results;
  if (first === undefined) return [];
  const names = first.methods.map(({ name }) => name);
  const at = SHARES.indexOf(0.1);
  const tenth = results[at] ?? first;
  const shown = tenth.classes.filter(({ name }) => SHOWN.includes(name)).sort((a, b) => b.purchases - a.purchases);
  return [
    `## ${first.days} days from ${cutoff}`,
    `${first.customers} households of before, ${first.buyers} of whom bought ${first.purchases} labelled lines; ${first.newcomers} new ones.`,
    table(
      ["lift", ...SHARES.map((share) => `${100 * share} %`)],
      [
        ...names.map((name, i) => [name, ...results.map(({ methods }) => interval(methods[i]))]),
        ...rivals.map(({ name, lifts }) => [`${name} *`, ...lifts.map(({ lift }) => two(lift))]),
      ],
    ),
    table(
      ["gain of expected purchases over", ...SHARES.map((share) => `${100 * share} %`)],
      rivals.map(({ name, gains }) => [name, ...gains.map(interval)]),
    ),
    ...results.map(({ verdict }) => `- ${verdict}`),
    table(
      ["lift at 10 %", "lines", ...names, ...rivals.map(({ name }) => `${name} *`)],
      shown.map(({ name, purchases, lifts }) => [
        name,
        whole(purchases),
        ...lifts.map(({ lift }) => two(lift)),
        ...rivals.map((rival) => two(rival.lifts[at]?.classes.find(({ label }) => label === name)?.lift ?? Number.NaN)),
      ]),
    ),
    table(
      ["calibration", ...tenth.calibration.map((_, i) => `${i + 1}`)],
      [
        ["expected", ...tenth.calibration.map(({ expected }) => two(expected))],
        ["bought", ...tenth.calibration.map(({ observed }) => two(observed))],
      ],
    ),
    `Counted once more from pandas' table: ${ours.map(({ lift }) => two(lift)).join(", ")}. * not tried by \`backtest\`.`,
  ];
}

/** @param {{ lift: number, lower: number, upper: number } | undefined} estimate */
function interval(estimate) {
  return estimate === undefined ? "" : `${two(estimate.lift)} (${two(estimate.lower)} … ${two(estimate.upper)})`;
}

/** @param {number} value */
const two = (value) => (Number.isFinite(value) ? value.toFixed(2) : "—");
/** @param {number} value */
const whole = (value) => Math.round(value).toLocaleString("en-US");
