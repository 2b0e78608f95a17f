/**
 * Steps on data that the engine holds: only places of images go to it.
 */
import type { Examples } from "../../inputs/examples.js";
import { weightsAt } from "../../inputs/weights.js";
import type { TrainingContext } from "../training-context.js";
import { nextChunk } from "../training-context.js";
import type { FedBatches, Feed, Learnt } from "./feed.js";
import { type Part, type PassPlan, passesOver } from "./passes.js";

/** What is trained on, and how. */
export interface HeldPlan extends PassPlan {
  /** How much the image of each place of training counts; null where all count 1. */
  readonly weights: Float32Array | null;
  readonly learnt: Learnt;
}

/** Uploads the data, if the engine does not have it, and returns its feed. */
export async function heldFeed(context: TrainingContext, plan: HeldPlan): Promise<Feed> {
  const id = await context.uploads.idOf(plan.train);
  return new HeldFeed(context, plan, id);
}

class HeldFeed implements Feed {
  readonly images: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly isExhausted = false;
  readonly #examples: Examples;
  readonly #plan: HeldPlan;
  readonly #id: number;
  readonly #nextEpoch: () => Promise<readonly Part[]>;
  #parts: Part[] = [];
  #start = 0;

  constructor(context: TrainingContext, plan: HeldPlan, id: number) {
    this.images = plan.train.indices.length;
    this.steps = plan.steps;
    this.batchSize = plan.batchSize;
    this.#examples = plan.train;
    this.#plan = plan;
    this.#id = id;
    this.#nextEpoch = passesOver(context, plan);
  }

  async startEpoch(): Promise<void> {
    this.#parts = [...(await this.#nextEpoch())];
    this.#start = 0;
  }

  async sample(): Promise<FedBatches> {
    return this.#batches(this.#examples.indices.subarray(0, this.batchSize), 0);
  }

  async next(most: number): Promise<FedBatches | null> {
    const [part] = this.#parts;
    if (part === undefined) return null;
    const { batchSize } = this;
    return this.#batches(nextChunk(part.places, this.#start, batchSize).subarray(0, most * batchSize), part.pass);
  }

  #batches(places: Uint32Array, epoch: number): FedBatches {
    const { batchSize, weights, learnt } = this.#plan;
    const own = weightsAt(weights, places);
    const at = { epoch, firstImage: 0 };
    return { id: this.#id, examples: this.#examples, places, batchSize, weights: own, at, learnt };
  }

  took(steps: number): void {
    this.#start += steps * this.batchSize;
    if (this.#start < (this.#parts[0]?.places.length ?? 0)) return;
    this.#parts.shift();
    this.#start = 0;
  }

  async end(): Promise<void> {}
}
