/** Campaigns measured: scikit-uplift's numbers to 1e-6, words that say no more than was shown, and what is refused. */
import { measureUplift, type UpliftData } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { cases } from "./uplift-golden.js";

/** Within 1e-6 of a number, relative to it where it is large. */
function expectClose(found: number | null | undefined, expected: number | null | undefined, what: string): void {
  if (expected === null || expected === undefined) {
    expect(found, what).toBeNull();
    return;
  }
  const distance = Math.abs((found ?? Number.NaN) - expected);
  expect(distance, `${what}: ${found} is not ${expected}`).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(expected)));
}

describe("scikit-uplift's numbers", () => {
  it.each(cases)("$name", async ({ k, level, outcome, group, score, expected }) => {
    const data = { outcome, group: Array.from(group, Number), score };
    const measure = async (k: number, negativeEffect = true) => {
      const found = await measureUplift(data, { k, level, controlShare: 0.4, negativeEffect });
      if (found.ranking === null) throw new Error("there are scores");
      return { ...found, ranking: found.ranking };
    };
    const isRefused = expected.topOverall === null || expected.topByGroup === null;
    if (isRefused) await expectRefusal(() => measure(k), "INVALID_ARGUMENT", [`k ${k} takes`, "group empty"]);
    const found = await measure(isRefused ? 0.9 : k);
    const { ranking, overall } = found;
    expectClose(overall.uplift, expected.uplift, "uplift");
    expectClose(overall.interval?.low, expected.interval[0], "low");
    expectClose(overall.interval?.high, expected.interval[1], "high");
    if (!isRefused) {
      expectClose(ranking.upliftAtK.overall.uplift, expected.topOverall, "at k, overall");
      expectClose(ranking.upliftAtK.byGroup.uplift, expected.topByGroup, "at k, by group");
    }
    expectClose(ranking.weightedAverageUplift.overall, expected.averageOverall, "average, overall");
    expectClose(ranking.weightedAverageUplift.byGroup, expected.averageByGroup, "average, by group");
    expectClose(ranking.qini.area, expected.qiniArea, "area of qini");
    expectClose(ranking.upliftCurve.area, expected.upliftArea, "area of uplift");
    expectClose(ranking.qini.coefficient, expected.qini, "qini");
    expectClose(ranking.upliftCurve.coefficient, expected.auuc, "auuc");
    const without = await measure(isRefused ? 0.9 : k, false);
    expectClose(without.ranking.qini.coefficient, expected.qiniWithoutNegativeEffect, "qini without negative effect");
    expectClose(found.scoreBalance?.pValue, expected.balance ?? 1, "balance");
    expectClose(found.controlShare?.pValue, expected.shares, "shares");
    expect(ranking.qini.points.length).toBeLessThanOrEqual(200);
    expected.customers?.forEach((customers, i) => {
      expect(ranking.qini.points[i]?.customers).toBe(customers);
      expect(ranking.upliftCurve.points[i]?.customers).toBe(customers);
      expectClose(ranking.qini.points[i]?.gain, expected.qiniGains?.[i], "a gain of qini");
      expectClose(ranking.upliftCurve.points[i]?.gain, expected.upliftGains?.[i], "a gain of uplift");
    });
  });
});

/** `bought` of `customers` in a group. */
const groupOf = (name: "target" | "control", customers: number, bought: number, amount = 1) =>
  Array.from({ length: customers }, (_, i) => ({ group: name, outcome: i < bought ? amount * (1 + (i % 3)) : 0 }));

function listsOf(rows: readonly { group: "target" | "control"; outcome: number; score?: number }[]): UpliftData {
  const outcome = rows.map((row) => row.outcome);
  const group = rows.map((row) => row.group);
  const score = rows.flatMap((row) => row.score ?? []);
  return score.length > 0 ? { outcome, group, score } : { outcome, group };
}

const binary = (target: [number, number], control: [number, number]): UpliftData => {
  const rows = [...groupOf("target", ...target), ...groupOf("control", ...control)];
  return listsOf(rows.map((row) => ({ ...row, outcome: Math.min(1, row.outcome) })));
};

describe("what it says", () => {
  it("says that an effect was shown only where the interval does not hold 0", async () => {
    const raised = await measureUplift(binary([900, 180], [100, 5]));
    expect(raised.overall.effect).toBe("raised");
    expect(raised.warnings).toEqual([]);
    expect(raised.summary).toMatch(
      /^The campaign raised the outcome: 20 % of 900 target customers against 5 % of 100 control customers, a difference of 15 percentage points \(90 % interval 9\.\d+ to 18\.\d+\)\.$/,
    );
    const lowered = await measureUplift(binary([900, 45], [100, 20]));
    expect(lowered.overall.effect).toBe("lowered");
    expect(lowered.summary).toMatch(/^The campaign lowered the outcome: .* a difference of -15 percentage points/);
    const open = await measureUplift(binary([900, 99], [100, 10]), { level: 0.95 });
    expect(open.overall.effect).toBe("not shown");
    expect(open.summary).toMatch(
      /^No effect was shown: 11 % of .* against 10 % of .*, a difference of 1 percentage points; the 95 % interval, -\d\.\d+ to \d\.\d+, holds 0\.$/,
    );
    expect(open.ranking).toBeNull();
    expect(open.scoreBalance).toBeNull();
    expect(open.controlShare).toBeNull();
  });

  it("says that amounts of few buyers have too narrow an interval", async () => {
    const rows = [...groupOf("target", 900, 200, 10), ...groupOf("control", 100, 8, 2)];
    const few = await measureUplift(listsOf(rows));
    expect(few.outcomeKind).toBe("amount");
    expect(few.overall.interval?.method).toBe("welch");
    expect(few.warnings).toEqual([
      expect.stringMatching(/^200 customers of target and 8 of control .* fewer than 50 /),
    ]);
    expect(few.summary).toMatch(/per customer \(90 % interval .* do not rely on the effect\.$/);
    const many = await measureUplift(listsOf([...groupOf("target", 900, 200, 10), ...groupOf("control", 900, 60, 2)]));
    expect(many.warnings).toEqual([]);
    expect(many.summary).not.toContain("do not rely");
  });

  it("says where the spread of a group is unknown", async () => {
    const nobody = await measureUplift(listsOf([...groupOf("target", 90, 60, 10), ...groupOf("control", 90, 0)]));
    expect(nobody.warnings[0]).toMatch(/^all 90 outcomes of control are 0: /);
    expect(nobody.overall.relativeLift).toBeNull();
    const equal = await measureUplift({ outcome: [3, 3, 2, 2], group: [1, 1, 0, 0] });
    expect(equal.overall.interval).toBeNull();
    expect(equal.overall.effect).toBe("not shown");
    expect(equal.summary).toMatch(/^No effect was shown: .*, for which there is no interval\.$/);
    expect(equal.warnings).toEqual([expect.stringContaining("all outcomes of each group are equal")]);
  });

  it("warns of groups that do not look randomly dealt", async () => {
    const data = binary([870, 180], [130, 10]);
    const { warnings, summary, controlShare } = await measureUplift(data, { controlShare: 0.1 });
    expect(controlShare).toMatchObject({ expected: 0.1, observed: 0.13 });
    expect(controlShare?.chiSquare).toBeCloseTo(10, 10);
    expect(warnings).toEqual([]); // p = 0.0016
    expect(summary).not.toContain("randomly dealt");
    const far = await measureUplift(data, { controlShare: 0.2 });
    expect(far.warnings).toEqual([
      expect.stringMatching(/^sample ratio mismatch: control has 13 % of the customers where 20 % were meant \(chi-sq/),
    ]);
    expect(far.summary).toMatch(/The groups do not look randomly dealt: [^.]*\.$/);
    const scored = listsOf(groupOf("target", 100, 20).concat(groupOf("control", 100, 10)));
    const score = Array.from({ length: 200 }, (_, i) => (i % 100) + (i < 100 ? 30 : 0));
    const apart = await measureUplift({ ...scored, score });
    expect(apart.scoreBalance?.standardizedDifference).toBeCloseTo(30 / 29.011492, 5);
    expect(apart.warnings).toContainEqual(
      expect.stringMatching(
        /^the mean score is 79\.5 in target and 49\.5 in control \(1\.03 standard deviations, p = /,
      ),
    );
  });

  it("warns where equal scores let the order of the list decide", async () => {
    const rows = [1, 0, 1, 0, 1, 0, 1, 0].map((group, i) => ({ group, outcome: i % 3 === 0 ? 1 : 0, score: i >> 2 }));
    const lists = { outcome: rows.map((row) => row.outcome), group: rows.map((row) => row.group) };
    const { ranking, warnings } = await measureUplift({ ...lists, score: rows.map((row) => row.score) }, { k: 0.3 });
    expect(ranking?.upliftAtK.overall.tied).toBe(2);
    expect(warnings).toContainEqual(
      expect.stringMatching(/^the first 30 % of all customers end among equal scores: 2 cu/),
    );
    expect(warnings).toContainEqual(
      expect.stringMatching(/^the first 30 % of each group end among equal scores: 2 cus/),
    );
  });

  it("is the same for words, numbers and typed arrays, and leaves them alone", async () => {
    const outcome = [1, 0, 1, 1, 0, 0, 0, 1];
    const group = [1, 1, 1, 1, 0, 0, 0, 0];
    const score = [8, 2, 6, 4, 7, 1, 5, 3];
    const words = group.map((each) => (each === 1 ? ("target" as const) : ("control" as const)));
    const expected = await measureUplift({ outcome, group, score }, { k: 0.5 });
    expect(await measureUplift({ outcome, group: words, score }, { k: 0.5 })).toEqual(expected);
    const typed = {
      outcome: Float64Array.from(outcome),
      group: Uint8Array.from(group),
      score: Float32Array.from(score),
    };
    expect(await measureUplift(typed, { k: 0.5 })).toEqual(expected);
    expect(typed.outcome).toEqual(Float64Array.from(outcome));
    expect(JSON.parse(JSON.stringify(expected))).toEqual(expected);
    expect(expected.ranking?.k).toBe(0.5);
  });
});

describe("refuses", () => {
  const untyped = measureUplift as (...args: unknown[]) => Promise<unknown>;
  const good = { outcome: [1, 0, 1, 0], group: [1, 0, 1, 0], score: [4, 3, 2, 1] };
  it.each<[string, unknown, unknown, string[]]>([
    ["no data", undefined, {}, ["data is undefined", "{ outcome, group, score }"]],
    ["another member", { ...good, scores: [] }, {}, ['did you mean "score"']],
    ["no list", { ...good, outcome: 3 }, {}, ["outcome is 3", "an array"]],
    ["a text for a number", { ...good, outcome: [1, "0", 1, 0] }, {}, ['outcome 1 is "0"', "a number"]],
    ["a gap", { ...good, score: [1, null, 3, 4] }, {}, ["score 1 is null"]],
    ["a hole", { ...good, score: new Array(4) }, {}, ["score 0 is undefined"]],
    [
      "a group that is none",
      { ...good, group: ["target", "holdout", 1, 0] },
      {},
      ['group 1 is "holdout"', '"control"'],
    ],
    ["NaN", { ...good, outcome: [1, Number.NaN, 1, 0] }, {}, ["outcome 1 is NaN"]],
    ["a loss", { ...good, outcome: [1, -4, 1, 0] }, {}, ["outcome 1 is -4", "0 or more"]],
    ["an infinite score", { ...good, score: [1, 2, Number.POSITIVE_INFINITY, 4] }, {}, ["score 2 is inf"]],
    ["different lengths", { ...good, outcome: [1, 0] }, {}, ["2 outcomes, 4 groups, 4 scores"]],
    ["nobody", { outcome: [], group: [] }, {}, ["nobody of 0"]],
    ["no control", { ...good, group: [1, 1, 1, 1] }, {}, ["nobody of 4 is in the control group"]],
    ["one of target", { ...good, group: [1, 0, 0, 0] }, {}, ["the target group has 1 customer"]],
    ["k of 1", good, { k: 1 }, ['"k" is 1', "< 1"]],
    ["a k that leaves a group empty", good, { k: 0.3 }, ["k 0.3 takes 1 of 4 customers", "larger k"]],
    ["a level of 1", good, { level: 1 }, ['"level" is 1']],
    ["a share of 0", good, { controlShare: 0 }, ['"controlShare" is 0']],
    ["no truth value", good, { negativeEffect: 1 }, ['"negativeEffect" is 1']],
    ["another option", good, { confidence: 0.9 }, ['unknown option "confidence"']],
  ])("%s", async (_, data, options, named) => {
    await expectRefusal(() => untyped(data, options), "INVALID_ARGUMENT", ["measureUplift: ", ...named]);
  });
});
