/**
 * What the loops of training and evaluation share: the model as they see it, its queue, and how much one message carries.
 */
import type { Engine, ModelDescription } from "../engine/protocol.js";
import type { CustomLoss } from "../losses/custom-loss.js";
import type { LabelKind } from "../losses/losses.js";
import type { CompiledMetric } from "../metrics/metric-option.js";
import type { Learnt } from "./feed/feed.js";
import type { EpochRecord } from "./history.js";
import type { Uploads } from "./uploads.js";

/** What training and evaluation need of a model, without knowing the model itself. */
export interface TrainingContext {
  readonly engine: Engine;
  readonly description: ModelDescription;
  readonly queue: SerialQueue;
  readonly metrics: readonly CompiledMetric[];
  /** What labels the loss takes. */
  readonly labelKind: LabelKind;
  /** The function of a loss that is written in JavaScript. */
  readonly customLoss: CustomLoss | null;
  /** Whether the optimizer keeps averages of the weights. */
  readonly usesEma: boolean;
  /** Whether the weights are exchanged with them, for a validation. */
  emaSwapped: boolean;
  readonly uploads: Uploads;
  /** Every epoch the model was trained for, over all calls of fit and over files. */
  readonly epochs: EpochRecord[];
  /** Called after every message of steps: from then on the weights are made of this data. */
  learnt(learnt: Learnt): void;
  /** Throws DISPOSED once the model is disposed of. */
  checkAlive(where: string): void;
}

const nothing = () => undefined;

/**
 * Runs asynchronous pieces of work in the order they come in; a failed one does not stop the next.
 *
 * Each model has one. A training step is one piece, a whole prediction or evaluation is one piece. So prediction during
 * `fit` is served between two steps, and all of its batches see the same weights.
 */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after everything that was asked for earlier, and returns its result. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work);
    // Not what it gave: a model would keep its last outputs.
    this.#last = done.then(nothing, nothing);
    return done;
  }
}

/** 64 KiB; at 500,000 images a second they last 33 ms. */
const CHUNK = 16_384;

/**
 * The part of `order` from `start` on for one message: as many whole batches as there is room for, at least one.
 *
 * The engine works through them batch by batch for about 30 ms and says how far it came; the rest is sent again. So a
 * message holds enough for that time on a fast machine, and not much more: what is sent is copied.
 */
export function nextChunk(order: Uint32Array, start: number, batchSize: number): Uint32Array {
  const batches = Math.max(1, Math.floor(CHUNK / batchSize));
  return order.subarray(start, start + batches * batchSize);
}
