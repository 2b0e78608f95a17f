/**
 * `--early-stopping`: training ends when the loss of the images that were held out no longer falls, and the model is that of the
 * best epoch.
 *
 * The options are those of the callback, with two defaults of the command line's own: patience, and that the best weights
 * are restored.
 */
import { InvalidArgumentError } from "commander";
import { type EarlyStopping, type EarlyStoppingOptions, earlyStopping, FashionWasmError } from "../../index.js";
import { hint } from "../../options/nearest.js";
import { show } from "../../options/show.js";
import { ourName } from "../../options/spelling.js";
import { UsageError } from "../exit.js";
import { counted } from "../format.js";
import { checkedValues, type Kinds, type NamedValues, namedValues } from "./named-values.js";

/** The options of the callback, complete. */
export type EarlyStoppingWish = Omit<EarlyStoppingOptions, "verbose"> & {
  readonly monitor: string;
  readonly patience: number;
  readonly restoreBestWeights: boolean;
};

const KINDS: Kinds = {
  monitor: "word",
  mode: "word",
  minDelta: "number",
  patience: "number",
  baseline: "number",
  startFromEpoch: "number",
  restoreBestWeights: "flag",
};

const STANDARD = { monitor: "valLoss", patience: 3, restoreBestWeights: true } as const;

/** Reads nothing, `5`, `patience=5,minDelta=0.001`, or `none`. Errors: commander's. */
export function earlyStoppingText(text: string): EarlyStoppingWish | "none" {
  const said = text.trim();
  if (said === "none") return said;
  if (said === "") return wish({});
  return wish(/^\d+$/.test(said) ? { patience: Number(said) } : namedValues(said, KINDS));
}

/** Reads the same from a file: text, a number, true, false, null, or an object of options. */
export function earlyStoppingValue(value: unknown): EarlyStoppingWish | "none" {
  if (value === null || value === false) return "none";
  if (value === true) return wish({});
  if (typeof value === "number") return wish({ patience: value });
  if (typeof value === "string") return earlyStoppingText(value);
  if (typeof value === "object" && !Array.isArray(value)) return wish(checkedValues(value as NamedValues, KINDS));
  throw new InvalidArgumentError(`Expected a patience or an object of options, received ${show(value)}.`);
}

function wish(given: NamedValues): EarlyStoppingWish {
  const all = { ...STANDARD, ...given } as EarlyStoppingWish;
  try {
    earlyStopping(all);
    return all;
  } catch (error) {
    if (!(error instanceof FashionWasmError)) throw error;
    throw new InvalidArgumentError(`${error.message.replace(/^earlyStopping: /, "")}.`);
  }
}

/** Whether what is watched needs images that are held out. */
export function needsHeldOut({ monitor }: EarlyStoppingWish): boolean {
  return /^val([A-Z]|_)/.test(monitor);
}

/** Errors: UsageError where a training that measures `names` never has what is watched. */
export function checkMonitor({ monitor }: EarlyStoppingWish, names: readonly string[]): void {
  const validated = names.map((name) => `val${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  const all = [...validated, ...names, "learningRate"];
  if (all.includes(monitor) || all.includes(ourName(monitor))) return;
  const what = `--early-stopping watches ${show(monitor)}${hint(monitor, all)}, which is not measured`;
  throw new UsageError(`${what} → name one of ${all.join(", ")}, or add it to metrics in a --config file`);
}

/** What came of it, as `run.json` has it; epochs count from 1. */
export interface EarlyStoppingOutcome extends EarlyStoppingWish {
  /** The epoch after which it ended training; null where it did not. */
  readonly stoppedEpoch: number | null;
  readonly bestEpoch: number | null;
  /** The value of what is watched in the best epoch. */
  readonly best: number | null;
  /** The epoch whose weights the model has; null where it has those of the last. */
  readonly restoredEpoch: number | null;
}

/** `isWhole`: whether training ended by itself; a signal restores nothing. */
export function outcomeOf(asked: EarlyStoppingWish, callback: EarlyStopping, isWhole: boolean): EarlyStoppingOutcome {
  const { best, bestEpoch, stoppedEpoch } = callback;
  const known = best === undefined ? null : bestEpoch + 1;
  return {
    ...asked,
    stoppedEpoch: isWhole && stoppedEpoch > 0 ? stoppedEpoch + 1 : null,
    bestEpoch: known,
    best: best ?? null,
    restoredEpoch: isWhole && asked.restoreBestWeights ? known : null,
  };
}

/** The outcome in words, for the terminal and the page. */
export function outcomeInWords(outcome: EarlyStoppingOutcome): string {
  const { monitor, patience, stoppedEpoch, bestEpoch, best, restoredEpoch } = outcome;
  const ended =
    stoppedEpoch === null
      ? `training went to its end, patience ${patience}`
      : `stopped after epoch ${stoppedEpoch}, ${counted(patience, "epoch")} without a better ${monitor}`;
  if (bestEpoch === null) return `${ended}; no epoch was watched`;
  const value = `${monitor} ${best === null ? "" : Number(best.toPrecision(4))}`;
  const kept =
    restoredEpoch === null ? `the best was epoch ${bestEpoch}` : `weights of epoch ${restoredEpoch} restored`;
  return `${ended}; ${kept} (${value})`;
}
