/**
 * What a user may hook into `fit`, and the list of such hooks as one.
 *
 * Order as in Keras: setModel, onTrainBegin, then per epoch onEpochBegin, (onBatchBegin, onBatchEnd) …, onEpochEnd, and
 * onTrainEnd at the end; onProgress is our own. Several callbacks are served in the order of the array, each awaited
 * before the next.
 */
import { FashionWasmError } from "../errors.js";
import type { Model } from "../model/model.js";
import { invalidOption } from "../options/check.js";
import { hint } from "../options/nearest.js";
import { list, show } from "../options/show.js";
import type { BatchLogs, EpochLogs } from "./history.js";

/** What `fit` is about to do. */
export interface TrainInfo {
  readonly epochs: number;
  readonly initialEpoch: number;
  /** Steps of an epoch; null where batches come until there are no more. */
  readonly steps: number | null;
  /** Images of a step; null where each batch has its own size. */
  readonly batchSize: number | null;
  /** Images to train on, without those of validation; null where they come in batches. */
  readonly trainImages: number | null;
  /** Images to validate with; 0 without validation. */
  readonly validationImages: number;
}

/**
 * Hooks into `fit`. A hook that returns a promise is awaited before training goes on; one that throws or rejects
 * ends `fit` with that error, and the model stays usable. Epochs and batches count from 0.
 *
 * A hook of batches makes training stop and ask after every step, which the shortest feel (some 0.05 ms each). To show
 * how far training is, `onProgress` costs nothing.
 */
export interface Callback {
  /** Before anything else: the model that is about to be trained, to read it, save it, or end its training. */
  setModel?(model: Model): unknown;
  onTrainBegin?(info: TrainInfo): unknown;
  /** After the last epoch, also when `stopTraining` was called; not after an abort or an error. */
  onTrainEnd?(logs: EpochLogs): unknown;
  onEpochBegin?(epoch: number): unknown;
  onEpochEnd?(epoch: number, logs: EpochLogs): unknown;
  onBatchBegin?(batch: number): unknown;
  /** `logs` are the means over the epoch so far. */
  onBatchEnd?(batch: number, logs: BatchLogs): unknown;
  /** After every step, or after as many short ones as fill about 30 ms: `steps` are done in this epoch, 1 … all. */
  onProgress?(steps: number, logs: BatchLogs): unknown;
}

const HOOKS = [
  "setModel",
  "onTrainBegin",
  "onTrainEnd",
  "onEpochBegin",
  "onEpochEnd",
  "onBatchBegin",
  "onBatchEnd",
  "onProgress",
] as const satisfies readonly (keyof Callback)[];

type Hook = (typeof HOOKS)[number];

/** Calls one hook on every callback that has it. */
export class CallbackList {
  readonly #callbacks: readonly Callback[];

  constructor(callbacks: readonly Callback[]) {
    this.#callbacks = callbacks;
  }

  /** The same list with `first` before all others. */
  after(first: Callback): CallbackList {
    return new CallbackList([first, ...this.#callbacks]);
  }

  /** Whether anybody listens to one of `hooks`. */
  hasAny(...hooks: readonly Hook[]): boolean {
    return this.#callbacks.some((callback) => hooks.some((hook) => callback[hook] !== undefined));
  }

  async call<H extends Hook>(hook: H, ...args: Parameters<Required<Callback>[H]>): Promise<void> {
    for (const callback of this.#callbacks) {
      const method = callback[hook] as ((...values: unknown[]) => unknown) | undefined;
      if (method !== undefined) await method.apply(callback, args);
    }
  }
}

const writers = new WeakSet<Callback>();

/** Marks a callback that writes files; returns it. */
export function writesFiles<C extends Callback>(callback: C): C {
  writers.add(callback);
  return callback;
}

/** Checks the `callbacks` of `fit`: an array of objects whose hooks are functions with known names. */
export function callbacksOption(where: string, received: unknown, { withFiles = true } = {}): CallbackList {
  if (!Array.isArray(received)) {
    throw invalidOption(
      where,
      "callbacks",
      received,
      "an array of callbacks, e.g. [{ onEpochEnd(epoch, logs) { … } }]",
    );
  }
  for (const callback of received as readonly unknown[]) checkCallback(where, callback);
  return new CallbackList((received as readonly Callback[]).filter((one) => withFiles || !writers.has(one)));
}

function checkCallback(where: string, received: unknown): void {
  if (received === null || typeof received !== "object") {
    throw invalidOption(where, "callbacks", received, "an array of objects with hooks such as onEpochEnd");
  }
  for (const name of memberNames(received)) {
    const meant = hookMeant(name);
    if (meant === undefined && !/^on[A-Z_]/.test(name)) continue;
    if (meant !== name) {
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: a callback has the unknown hook "${name}"${hint(meant ?? name, HOOKS)} → allowed: ${list(HOOKS)}`,
      );
    }
    const hook = (received as Record<string, unknown>)[name];
    if (hook !== undefined && typeof hook !== "function") {
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: the hook ${name} of a callback is ${show(hook)} → it must be a function`,
      );
    }
  }
}

/** The hook of that name, or of that name in Keras' spelling (`on_epoch_end`, `on_train_batch_end`) or another case. */
function hookMeant(name: string): Hook | undefined {
  const plain = name.replaceAll("_", "").toLowerCase().replace("ontrainbatch", "onbatch");
  return HOOKS.find((hook) => hook.toLowerCase() === plain);
}

/** Members of an object and of its class, so that instances of a user's class are checked too. */
function memberNames(value: object): Set<string> {
  const names = new Set<string>();
  for (let at: object | null = value; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return names;
}
