/**
 * What training leaves behind: the loss and accuracy of every epoch.
 *
 * The engine returns sums over a batch; the mean over the epoch so far is kept here, in double precision.
 */
import type { StepResult } from "../engine/protocol.js";
import { guardHistory, guardLogs } from "./keras-names.js";

/** Means over the images of the epoch so far. */
export interface BatchLogs {
  readonly loss: number;
  readonly accuracy: number;
}

/** Means over an epoch; the values of validation data are there when fit has such data. */
export interface EpochLogs extends BatchLogs {
  readonly valLoss?: number;
  readonly valAccuracy?: number;
}

/** An epoch and its number, counted from 0. */
export interface EpochRecord extends EpochLogs {
  readonly epoch: number;
}

/** As Keras' `History`: one array per value, one entry per epoch; `epoch` holds the epochs' numbers. */
export interface History {
  readonly epoch: readonly number[];
  readonly history: {
    readonly loss: readonly number[];
    readonly accuracy: readonly number[];
    /** NaN in epochs without validation data; absent when no epoch had any. */
    readonly valLoss?: readonly number[];
    readonly valAccuracy?: readonly number[];
  };
}

/** Turns epochs into columns. */
export function historyOf(records: readonly EpochRecord[]): History {
  const validated = records.some(({ valLoss }) => valLoss !== undefined);
  return guardHistory({
    epoch: records.map(({ epoch }) => epoch),
    history: {
      loss: records.map(({ loss }) => loss),
      accuracy: records.map(({ accuracy }) => accuracy),
      ...(validated && {
        valLoss: records.map(({ valLoss = Number.NaN }) => valLoss),
        valAccuracy: records.map(({ valAccuracy = Number.NaN }) => valAccuracy),
      }),
    },
  });
}

/** Adds up what steps answer and divides by the number of images. */
export class Mean {
  #loss = 0;
  #correct = 0;
  #count = 0;

  add({ loss, correct, count }: StepResult): void {
    this.#loss += loss;
    this.#correct += correct;
    this.#count += count;
  }

  logs(): BatchLogs {
    return guardLogs({ loss: this.#loss / this.#count, accuracy: this.#correct / this.#count });
  }
}
