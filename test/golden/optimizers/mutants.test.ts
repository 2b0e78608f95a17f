/** The test of the golden test: every option of every optimizer moves what is compared. */
import { describe, expect, it } from "vitest";
import { differences } from "./closeness.js";
import { NETS, type Run, runsOf } from "./fixtures.js";
import { replay } from "./replay.js";

type Options = Readonly<Record<string, unknown>>;

/** An epsilon below this is there against a division by 0, and moves nothing. */
const SMALL = 1e-5;

/** The optimizer with one thing changed, and what that is. */
function mutants({ optimizer }: Run): [what: string, changed: Options][] {
  return Object.entries(optimizer as Options).flatMap(([name, value]) =>
    changes(name, value, optimizer as Options).map(([what, other]): [string, Options] => [
      `${name} ${what}`,
      other === undefined ? without(name, optimizer as Options) : { ...optimizer, [name]: other },
    ]),
  );
}

function changes(name: string, value: unknown, { momentum }: Options): [what: string, other: unknown][] {
  if (name === "type" || (name === "nesterov" && momentum === 0)) return [];
  if (Array.isArray(value)) return value.map((entry) => [`without ${entry}`, value.filter((each) => each !== entry)]);
  if (typeof value === "object" && value !== null) return [["as a number", 1.05 * firstRate(value as Options)]];
  if (name === "useEma") return [];
  if (typeof value === "boolean") return [["turned", !value]];
  if (typeof value !== "number") throw new TypeError(`${name} is ${String(value)}`);
  if (name === "epsilon" && value < SMALL) return [];
  if (name === "emaOverwriteFrequency" || name === "gradientAccumulationSteps") return [["and one more", value + 1]];
  if (name === "momentum" && value === 0) return [["of a tenth", 0.1]];
  return [[`${value} made smaller`, name === "beta2" ? 1 - 1.5 * (1 - value) : 0.8 * value]];
}

/** The rate with which a schedule begins, or the largest it has. */
function firstRate({ initialLearningRate, maxLearningRate, values }: Options): number {
  const first = initialLearningRate ?? maxLearningRate ?? (Array.isArray(values) ? values[0] : undefined);
  if (typeof first !== "number") throw new TypeError("the schedule has no first rate");
  return first;
}

function without(name: string, options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([each]) => each !== name));
}

describe.each(NETS)("the comparison of the net %s refuses", (net) => {
  for (const run of runsOf(net)) {
    it.each(mutants(run))(`${run.name} with another %s`, async (_what, changed) => {
      const ours = await replay({ ...run, optimizer: changed as unknown as Run["optimizer"] });
      expect(differences(ours, run)).not.toEqual([]);
    });
  }
});
