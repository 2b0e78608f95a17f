/**
 * Where the steps of a training take their images from: data that the engine holds, or batches that come one after the other.
 */
import type { DataPlace } from "../../engine/protocol.js";
import type { Examples } from "../../inputs/examples.js";
import type { InputProfile } from "../../inputs/tones.js";

/** What the model knows after a step: names of its classes, how its images look. */
export interface Learnt {
  readonly classNames: readonly string[] | null;
  readonly input: InputProfile | null;
  /** Whether `input` has in it what was known before. */
  readonly replaces?: boolean;
}

/** Images for steps that follow each other. */
export interface FedBatches {
  /** The engine's id of their dataset. */
  readonly id: number;
  readonly examples: Pick<Examples, "dataset" | "targets">;
  /** Places in it, `batchSize` a step; the last step may have fewer. */
  readonly places: Uint32Array;
  readonly batchSize: number;
  /** How much each counts; none where all count 1. */
  readonly weights: Float32Array | undefined;
  readonly at: DataPlace;
  readonly learnt: Learnt;
}

/** Gives a training its images. */
export interface Feed {
  /** Images of an epoch; null where that is not known. */
  readonly images: number | null;
  /** Steps of an epoch; null where that is not known. */
  readonly steps: number | null;
  /** Images of a step; null where they differ. */
  readonly batchSize: number | null;
  /** Before the steps of each epoch. */
  startEpoch(): Promise<void>;
  /** A batch to try how long a step takes; it is trained on later all the same. */
  sample(): Promise<FedBatches>;
  /** Images for up to `most` steps, the same until {@link took}; null at the end of the epoch. */
  next(most: number): Promise<FedBatches | null>;
  /** So many steps were taken on what {@link next} gave. */
  took(steps: number): void;
  /** Whether there is nothing left for another epoch. */
  readonly isExhausted: boolean;
  /** After training, however it ended. */
  end(): Promise<void>;
}
