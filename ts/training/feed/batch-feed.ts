/**
 * Steps on batches that come one after the other: two datasets of the engine, one that is computed with, one that is filled.
 *
 * How many batches make one is found on the way: twice as many while they last for less than a message of steps and come in time, half
 * as many where the engine has to wait for them. No step depends on it.
 */

import { FashionWasmError } from "../../errors.js";
import type { BatchSource } from "../../inputs/batches.js";
import type { Warn } from "../../options/warn.js";
import type { TrainingContext } from "../training-context.js";
import type { FedBatches, Feed } from "./feed.js";
import { ReadAhead } from "./read-ahead.js";
import type { ReadBatch } from "./read-batch.js";
import { goTogether, Stage, type Staged } from "./staging.js";

/** At most so many batches in one dataset, and so many messages of steps. */
const MOST_BATCHES = 256;

/** What is trained on. */
export interface BatchPlan {
  readonly where: string;
  readonly source: BatchSource;
  readonly read: (received: unknown, number: number) => ReadBatch;
  /** Steps of an epoch; null: as many as a pass has. */
  readonly steps: number | null;
  /** Steps of the whole training, as far as they are known; the source is asked for no more. */
  readonly totalSteps: number | null;
  readonly epochs: number;
  /** Whether it is only tried whether everything runs: then a source may have fewer batches. */
  readonly isTrial: boolean;
  readonly warn: Warn;
}

/** A part of a pass on its way. */
interface Upcoming {
  readonly staged: Staged;
  readonly pass: number;
  readonly firstImage: number;
}

/** Returns the feed of a source; the first batches are asked for at once. */
export async function beginBatchFeed(context: TrainingContext, plan: BatchPlan): Promise<Feed> {
  const feed = new BatchFeed(context, plan);
  await feed.begin();
  return feed;
}

class BatchFeed implements Feed {
  readonly images = null;
  readonly steps: number | null;
  readonly batchSize = null;
  isExhausted = false;
  readonly #plan: BatchPlan;
  readonly #source: ReadAhead<ReadBatch>;
  /** The one that is filled next comes first. */
  readonly #stages: Stage[];
  /** The dataset that is filled; null resolved: the pass is over. */
  #upcoming: Promise<Upcoming | null> | null = null;
  #isReady = false;
  #current: Upcoming | null = null;
  /** Batches and images of {@link #current} that are done. */
  #batch = 0;
  #image = 0;
  #turns = 0;
  #size = 1;
  #pass: number;
  /** Images of this pass that were put into datasets, and batches it had. */
  #passImages = 0;
  #passBatches = 0;
  /** Whether the pass is over, and the next has not begun. */
  #isBetween = false;
  /** Steps of this epoch, and of all. */
  #taken = 0;
  #all = 0;

  constructor(context: TrainingContext, plan: BatchPlan) {
    this.#plan = plan;
    this.steps = plan.steps;
    this.#pass = context.epochs.length;
    this.#source = new ReadAhead(plan.where, plan.source, plan.read);
    this.#stages = [new Stage(context.engine), new Stage(context.engine)];
    this.#source.allow(plan.totalSteps ?? Number.POSITIVE_INFINITY);
  }

  async begin(): Promise<void> {
    await this.#source.startPass();
    const { where, steps, epochs } = this.#plan;
    if (!this.#source.isOnce || steps !== null || epochs <= 1) return;
    const what = `${epochs} epochs of a generator, which gives its batches once`;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: ${what} → give the function, fit(batches) instead of fit(batches()), or stepsPerEpoch`,
    );
  }

  async startEpoch(): Promise<void> {
    this.#taken = 0;
    if (this.#isBetween) await this.#startPass();
  }

  async sample(): Promise<FedBatches> {
    const batches = await this.next(1);
    if (batches === null) throw noBatch(this.#plan.where);
    return batches;
  }

  async next(most: number): Promise<FedBatches | null> {
    const { steps } = this.#plan;
    const left = Math.min(most, (steps ?? Number.POSITIVE_INFINITY) - this.#taken);
    if (left <= 0 || this.isExhausted) return null;
    this.#current ??= await this.#takeUpcoming();
    if (this.#current === null) {
      this.#endPass();
      if (this.isExhausted || steps === null) return null;
      await this.#startPass();
      return this.next(most);
    }
    return this.#partOf(this.#current, left);
  }

  took(steps: number): void {
    const current = this.#current as Upcoming;
    this.#taken += steps;
    this.#all += steps;
    this.#turns++;
    for (let i = 0; i < steps; i++) this.#image += current.staged.sizes[this.#batch++] ?? 0;
    if (this.#batch < current.staged.sizes.length) return;
    this.#current = null;
    if (!this.#isReady) this.#size = Math.ceil(this.#size / 2);
    else if (this.#turns === 1) this.#size = Math.min(2 * this.#size, MOST_BATCHES);
  }

  async end(): Promise<void> {
    await this.#source.end();
    await this.#upcoming?.catch(() => null);
    for (const stage of this.#stages) await stage.release();
  }

  /** What is filled, and begins to fill the next. */
  async #takeUpcoming(): Promise<Upcoming | null> {
    const upcoming = await (this.#upcoming ?? this.#fill());
    [this.#batch, this.#image, this.#turns, this.#isReady] = [0, 0, 0, false];
    this.#upcoming = null;
    if (upcoming === null) return null;
    const next = this.#fill().then((filled) => {
      this.#isReady = true;
      return filled;
    });
    // Whoever asks for it hears of it.
    next.catch(() => undefined);
    this.#upcoming = next;
    return upcoming;
  }

  async #fill(): Promise<Upcoming | null> {
    const source = this.#source;
    const batches: ReadBatch[] = [];
    source.depth = Math.max(2, 2 * this.#size);
    while (batches.length < this.#size && !source.isDrained) {
      const next = await source.peek().catch((error: unknown) => {
        // What came before it is trained on.
        if (batches.length === 0) throw error;
        return null;
      });
      if (next === null || !goTogether(batches, next)) break;
      batches.push(next);
      source.shift();
    }
    if (batches.length === 0) return null;
    const stage = this.#stages.shift() as Stage;
    this.#stages.push(stage);
    const staged = await stage.fill(batches);
    const firstImage = this.#passImages;
    this.#passImages += staged.sizes.reduce((sum, size) => sum + size, 0);
    this.#passBatches += batches.length;
    return { staged, pass: this.#pass, firstImage };
  }

  /** The next batches of one size, and one that is smaller after them. */
  #partOf({ staged, pass, firstImage }: Upcoming, most: number): FedBatches {
    const { id, examples, sizes, weights, learnt } = staged;
    const batchSize = sizes[this.#batch] as number;
    let [end, last] = [this.#image, this.#batch];
    while (last < sizes.length && last - this.#batch < most) {
      const size = sizes[last] as number;
      if (size > batchSize) break;
      end += size;
      last++;
      if (size < batchSize) break;
    }
    const places = new Uint32Array(end - this.#image);
    for (let i = 0; i < places.length; i++) places[i] = this.#image + i;
    const own = weights?.subarray(this.#image, end);
    return { id, examples, places, batchSize, weights: own, at: { epoch: pass, firstImage }, learnt };
  }

  /** The source gave all that this pass has; one that gives its batches once has no other. */
  #endPass(): void {
    const { where, steps, warn, isTrial } = this.#plan;
    const isEmpty = this.#passBatches === 0;
    if (isEmpty && this.#all === 0) {
      throw noBatch(where);
    }
    this.#isBetween = true;
    this.isExhausted = isEmpty || isTrial || this.#source.isOnce;
    if (isEmpty || (this.isExhausted && steps !== null && !isTrial)) warn(where, ended(this.#all));
  }

  async #startPass(): Promise<void> {
    this.#source.shift();
    this.#isBetween = false;
    this.#pass++;
    [this.#passImages, this.#passBatches] = [0, 0];
    await this.#source.startPass();
  }
}

function ended(steps: number): string {
  const what = `the source has no more batches after ${steps} steps, training ends there`;
  return `${what} → give a function that returns them anew for each pass, or fewer steps`;
}

function noBatch(where: string): FashionWasmError {
  return new FashionWasmError("DATA_MISMATCH", `${where}: the source gave no batch → it must give at least one`);
}
