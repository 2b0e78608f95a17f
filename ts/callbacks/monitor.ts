/**
 * The value that a callback watches, and whether it has become better: shared by `earlyStopping`, `modelCheckpoint` and
 * `reduceLROnPlateau`, as Keras' `MonitorCallback` is.
 *
 * Values are compared as 32-bit floats, as Keras compares them: what differs by less is no improvement.
 */
import { FashionWasmError } from "../errors.js";
import { choiceOption, invalidOption } from "../options/check.js";
import { show } from "../options/show.js";
import { ourName } from "../options/spelling.js";
import { warn } from "../options/warn.js";
import type { TrainInfo } from "../training/callbacks.js";
import type { BatchLogs } from "../training/history.js";
import { refusedInLogs } from "../training/keras-names.js";

/** In which direction a value becomes better; `"auto"`: as the value's name says. */
export type MonitorMode = "auto" | "min" | "max";

/** What callbacks that watch a value are told of it. */
export interface MonitorOptions {
  /** The value's name in the logs, also in Keras' spelling; default `"valLoss"`. */
  readonly monitor?: string | undefined;
  /** Whether it is to become small or large; default `"auto"`: by its name, `loss` small, `accuracy` large. */
  readonly mode?: MonitorMode | undefined;
}

const SMALL = /(loss|error|crossentropy|hinge|divergence|poisson|logcosh)$/i;
const LARGE = /(accuracy|precision|recall|auc|f1score|fbetascore|iou|r2score|similarity|correlation)$/i;

/** Names of values of validation. */
const VALIDATED = /^val[A-Z]/;

/** Watches one value for the callback `where`. */
export class Monitor {
  /** As logs have it. */
  readonly name: string;
  /** As it was given: metrics may have names of their own. */
  readonly #given: string;
  readonly #where: string;
  readonly #sign: 1 | -1;
  readonly #minDelta: number;
  #warned = false;

  constructor(where: string, { monitor = "valLoss", mode = "auto" }: MonitorOptions, minDelta = 0) {
    this.#where = where;
    const advice = typeof monitor === "string" ? refusedInLogs(monitor) : "a name of the logs";
    if (advice !== undefined) throw invalidOption(where, "monitor", monitor, `a name of the logs: ${advice}`);
    this.#given = monitor;
    this.name = ourName(monitor);
    const largerIsBetter =
      choiceOption(where, "mode", mode, ["auto", "min", "max"]) === "auto"
        ? isLargerBetter(where, this.name)
        : mode === "max";
    this.#sign = largerIsBetter ? 1 : -1;
    this.#minDelta = Math.abs(minDelta);
  }

  /** Whether it is a value of validation. */
  get isValidated(): boolean {
    return VALIDATED.test(this.name);
  }

  /** Refuses, before anything is trained, a value that will never be there. */
  begin({ validationImages }: TrainInfo): void {
    this.#warned = false;
    if (validationImages > 0 || !this.isValidated) return;
    const advice = `give fit validationData or validationSplit, or take monitor: ${show(this.name.charAt(3).toLowerCase() + this.name.slice(4))}`;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${this.#where}: monitor is ${show(this.name)}, and fit has nothing to validate with → ${advice}`,
    );
  }

  /** Its value; undefined where the logs have none of the name, which is said once. */
  value(logs: BatchLogs): number | undefined {
    const value = logs[this.name] ?? logs[this.#given];
    if (typeof value === "number") return value;
    if (!this.#warned && !this.isAway(logs)) {
      this.#warned = true;
      const what = value === undefined ? "which is not there" : "which is a list";
      warn(this.#where, `monitor is ${show(this.#given)}, ${what} → the logs have ${Object.keys(logs).join(", ")}`);
    }
    return undefined;
  }

  /** Whether it is such, and these logs are of an epoch without one (`validationFreq`). */
  isAway(logs: BatchLogs): boolean {
    return this.isValidated && !Object.keys(logs).some((name) => VALIDATED.test(name));
  }

  /** Whether `value` is better than `reference`, by more than the smallest change that counts; always without one. */
  improves(value: number, reference: number | undefined): boolean {
    if (reference === undefined) return true;
    const sign = this.#sign;
    return sign * Math.fround(value - sign * this.#minDelta) > sign * Math.fround(reference);
  }
}

function isLargerBetter(where: string, name: string): boolean {
  if (LARGE.test(name)) return true;
  if (SMALL.test(name)) return false;
  throw new FashionWasmError(
    "INVALID_ARGUMENT",
    `${where}: monitor is ${show(name)}, of which nobody knows whether it is to become small or large → give mode "min" or "max"`,
  );
}
