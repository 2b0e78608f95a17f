/** Values of metrics: Keras' from the fixture, scikit-learn's meaning of averages by hand, the layout of the counts. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CountedMetric, metricsOfSpec, metricsOption, metricValues } from "../../ts/metrics/metric-option.js";
import { f1Score, METRICS, type MetricName, precision, recall } from "../../ts/metrics/metrics.js";

interface Fixture {
  readonly labels: readonly number[];
  readonly units: number;
  readonly cases: readonly {
    readonly spec: { readonly type: MetricName; readonly weighted?: boolean };
    readonly sums: { readonly count: number; readonly weight: number; readonly counts: readonly number[] };
    readonly value: number | readonly number[];
  }[];
}

const file = new URL("../golden/fixtures/metric-formulas.json", import.meta.url);
const fixture: Fixture = JSON.parse(readFileSync(file, "utf8"));

/** Of three classes: 4 images of class 0 (3 right, 1 taken for 1), 2 of class 1 (1 right, 1 taken for 0), none of class 2. */
const COUNTS = [3, 1, 0, 1, 1, 0, 1, 1, 0];
const TOTALS = { count: 6, weight: 6 };

function saidOf(spec: unknown, counts: readonly number[]): unknown {
  const [metric] = metricsOfSpec([spec as CountedMetric]);
  return metric?.value(counts, TOTALS);
}

describe("metrics", () => {
  it.each(fixture.cases.map((one) => [JSON.stringify(one.spec), one] as const))(
    "%s is Keras'",
    (_, { spec, sums, value }) => {
      const [metric] = metricsOfSpec([spec as CountedMetric]);
      expect(metric?.counts(fixture.units)).toBe(sums.counts.length);
      const ours = [metric?.value(sums.counts, sums) ?? Number.NaN].flat(2);
      const keras = [value].flat();
      expect(ours).toHaveLength(keras.length);
      for (const [i, one] of ours.entries()) expect(one).toBeCloseTo(keras[i] ?? Number.NaN, 6);
    },
  );

  it.each([
    [precision({ average: "micro" }), 4 / 6],
    [recall({ average: "micro" }), 4 / 6],
    [f1Score({ average: "micro" }), 4 / 6],
    [precision({ average: null }), [3 / 4, 1 / 2, 0]],
    [recall({ average: null }), [3 / 4, 1 / 2, 0]],
    [f1Score(), [3 / 4, 1 / 2, 0]],
    [precision({ average: "macro" }), (3 / 4 + 1 / 2) / 3],
    [recall({ average: "macro" }), (3 / 4 + 1 / 2) / 3],
    [f1Score({ average: "macro" }), (3 / 4 + 1 / 2) / 3],
    [precision({ average: "weighted" }), (4 * (3 / 4) + 2 * (1 / 2)) / 6],
    [recall({ average: "weighted" }), 4 / 6],
    [f1Score({ average: "weighted" }), (4 * (3 / 4) + 2 * (1 / 2)) / 6],
    [precision({ classId: 0 }), 3 / 4],
    [recall({ classId: 1 }), 1 / 2],
    [precision({ classId: 2 }), 0],
  ])("%o is scikit-learn's", (spec, expected) => {
    const values = [saidOf(spec, COUNTS)].flat();
    const right = [expected].flat();
    expect(values).toHaveLength(right.length);
    for (const [i, one] of values.entries()) expect(one).toBeCloseTo(right[i] ?? Number.NaN, 12);
  });

  it.each(["precision", "recall", "f1Score"] as const)("%s of nothing is 0", (type) => {
    for (const average of ["micro", "macro", "weighted"] as const) {
      expect(saidOf(METRICS[type]({ average }), [0, 0, 0, 0, 0, 0])).toBe(0);
    }
    expect(saidOf(METRICS[type]({ average: null }), [0, 0, 0, 0, 0, 0])).toEqual([0, 0]);
  });

  it("lays the confusion matrix out in rows of true classes", () => {
    expect(saidOf("confusionMatrix", [3, 1, 0, 1, 1, 0, 0, 0, 0])).toEqual([
      [3, 1, 0],
      [1, 1, 0],
      [0, 0, 0],
    ]);
  });

  it("find their counts one after the other, and divide by images or by weights", () => {
    const metrics = metricsOption("compile", ["confusionMatrix", "f1Score"], ["accuracy"]);
    expect(metrics.map((metric) => metric.counts(2))).toEqual([1, 4, 6, 1]);
    const counts = [3, 1, 1, 0, 2, 1, 2, 0, 1, 1, 0, 4.5];
    expect(metricValues(metrics, 2, { count: 4, weight: 6, counts })).toEqual({
      accuracy: 3 / 4,
      confusionMatrix: [
        [1, 1],
        [0, 2],
      ],
      f1Score: [2 / 3, 4 / 5],
      weightedAccuracy: 4.5 / 6,
    });
  });

  it("have values of arrays that are added up in double precision", () => {
    const [metric] = metricsOfSpec(["confusionMatrix"]);
    expect(metric?.value(new Float64Array([1, 2, 3, 4]), TOTALS)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
});
