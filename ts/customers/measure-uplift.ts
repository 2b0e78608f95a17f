/**
 * Whether a campaign worked: those who were in it against those who were held out. The arithmetic is Rust's
 * (crates/customers/src/uplift), the words are uplift-summary.ts' and uplift-warnings.ts'.
 */
import { booleanOption, numberOption, optionsObject } from "../options/check.js";
import { customersWasm } from "./customers-wasm.js";
import { buyersOf } from "./uplift-doubts.js";
import type { Found, FoundCurve, FoundDifference, FoundGroup, FoundTop } from "./uplift-found.js";
import { type UpliftData, upliftLists } from "./uplift-lists.js";
import type { UpliftAtK, UpliftCurve, UpliftEstimate, UpliftGroup, UpliftMeasurement } from "./uplift-measurement.js";
import { summaryOf } from "./uplift-summary.js";
import { warningsOf } from "./uplift-warnings.js";

/** Options of {@link measureUplift}. */
export interface MeasureUpliftOptions {
  /** Share of the customers, by score, that uplift at k looks at: above 0, below 1; default 0.3. */
  readonly k?: number | undefined;
  /** Of all intervals: above 0, at most 0.999999; default 0.9. */
  readonly level?: number | undefined;
  /** Share of the customers that was to be held out, e.g. 0.1: the group sizes are compared with it. Default: not compared. */
  readonly controlShare?: number | undefined;
  /** Whether the perfect order of the Qini coefficient puts customers last that the campaign put off; default true. */
  readonly negativeEffect?: boolean | undefined;
}

const OPTIONS = ["k", "level", "controlShare", "negativeEffect"] as const;

/** As face.ts says. */
export async function measureUplift(data: UpliftData, options?: MeasureUpliftOptions): Promise<UpliftMeasurement> {
  const where = "measureUplift";
  const { k = 0.3, level = 0.9, controlShare, negativeEffect = true } = optionsObject(where, options, OPTIONS);
  numberOption(where, "k", k, { above: 0, below: 1 });
  numberOption(where, "level", level, { above: 0, max: 0.999_999 });
  if (controlShare !== undefined) numberOption(where, "controlShare", controlShare, { above: 0, below: 1 });
  booleanOption(where, "negativeEffect", negativeEffect);
  const { outcome, group, score } = upliftLists(where, data);
  const wasm = await customersWasm();
  const found = wasm.named(where, "ENGINE_PANIC", (glue) => {
    return glue.measureUplift(outcome, group, score, k, level, controlShare, negativeEffect) as Found;
  });
  wasm.done();
  const { binary, ranked, shares, balance } = found;
  const estimate = estimator(binary, level);
  const atK = ({ difference, tied }: FoundTop): UpliftAtK => ({ ...estimate(difference), tied });
  const measured: Omit<UpliftMeasurement, "summary" | "warnings"> = {
    outcomeKind: binary ? "binary" : "amount",
    customers: outcome.length,
    overall: estimate(found.overall),
    ranking: ranked && {
      k,
      upliftAtK: { overall: atK(ranked.topOverall), byGroup: atK(ranked.topByGroup) },
      qini: curveOf(ranked.qini),
      upliftCurve: curveOf(ranked.uplift),
      weightedAverageUplift: { overall: ranked.averageOverall, byGroup: ranked.averageByGroup },
    },
    controlShare: shares && {
      expected: shares.expected,
      observed: shares.observed,
      chiSquare: shares.chiSquare,
      pValue: shares.probability,
    },
    scoreBalance: balance && {
      target: balance.target,
      control: balance.control,
      standardizedDifference: balance.standardized,
      pValue: balance.probability,
    },
  };
  const buyers = buyersOf(outcome, group);
  return { summary: summaryOf(measured, buyers), warnings: warningsOf(measured, buyers), ...measured };
}

function estimator(binary: boolean, level: number): (difference: FoundDifference) => UpliftEstimate {
  const method = binary ? "newcombe" : "welch";
  return ({ uplift, lift, interval, target, control }) => {
    const [low, high] = (interval ?? [0, 0]) as [number, number];
    return {
      uplift,
      interval: interval && { low, high, level, method },
      effect: low > 0 ? "raised" : high < 0 ? "lowered" : "not shown",
      relativeLift: lift,
      target: groupOf(target),
      control: groupOf(control),
    };
  };
}

function groupOf({ count, total, mean, variance }: FoundGroup): UpliftGroup {
  return { customers: count, total, mean, standardDeviation: variance === null ? null : Math.sqrt(variance) };
}

function curveOf({ area, perfect, coefficient, customers, gains }: FoundCurve): UpliftCurve {
  const points = Array.from(customers, (each, i) => ({ customers: each, gain: gains[i] as number }));
  return { coefficient, area, perfectArea: perfect, points };
}
