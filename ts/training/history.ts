/**
 * What training leaves behind: the loss, the metrics and the learning rate of every epoch.
 *
 * Any named values are kept, so that a metric needs no change here. The engine returns sums over a batch; the mean over the
 * epoch so far is kept in double precision.
 */
import type { StepResult } from "../engine/protocol.js";
import { sizeOf } from "../inputs/pixels.js";
import { type CompiledMetric, metricValues } from "../metrics/metric-option.js";
import { guardHistory, guardLogs } from "./keras-names.js";
import type { TrainingContext } from "./training-context.js";

/** What a metric comes to: a number, or several, such as one a class. */
export type LogValue = number | readonly LogValue[];

/**
 * Means over the images of the epoch so far, by the names of loss and metrics. Keras' spelling of a name gives the same
 * value: `logs.val_loss` is `logs.valLoss`.
 */
export interface BatchLogs {
  readonly loss: number;
  readonly accuracy: number;
  /** Further metrics. */
  readonly [name: string]: LogValue | undefined;
}

/** Means over an epoch; the values of validation data are there in epochs that end with a validation. */
export interface EpochLogs extends BatchLogs {
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  /** The optimizer's at the end of the epoch, before a callback changes it. */
  readonly learningRate: number;
}

/** An epoch and its number, counted from 0; files of before knew no learning rate. */
export interface EpochRecord extends BatchLogs {
  readonly epoch: number;
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  readonly learningRate?: number;
}

/** As Keras' `History`: one array per value, one entry per epoch; `epoch` holds the epochs' numbers. */
export interface History {
  readonly epoch: readonly number[];
  /**
   * Steps that `fit` has taken: `fit({ steps })` repeats one with a `timeBudget`. Not in `model.history`, and not enumerable: a
   * copy or JSON has it when it is asked for by name.
   */
  readonly steps?: number;
  readonly history: {
    readonly loss: readonly number[];
    readonly accuracy: readonly number[];
    /** NaN in epochs without validation; absent when no epoch had one. */
    readonly valLoss?: readonly number[];
    readonly valAccuracy?: readonly number[];
    /** The optimizer's at the end of each epoch. */
    readonly learningRate?: readonly number[];
    /** Further metrics; NaN in epochs that have none of the name. */
    readonly [name: string]: readonly LogValue[] | undefined;
  };
}

/** Turns epochs into columns. */
export function historyOf(records: readonly EpochRecord[], steps?: number): History {
  // Those of the fullest epoch first: so they stand in its order.
  const fullest = [...records].sort((a, b) => Object.keys(b).length - Object.keys(a).length);
  const names = new Set(["loss", "accuracy", ...fullest.flatMap((record) => Object.keys(record))]);
  names.delete("epoch");
  const columns = [...names].map((name) => [name, records.map((record) => record[name] ?? Number.NaN)]);
  const history = { epoch: records.map(({ epoch }) => epoch), history: Object.fromEntries(columns) };
  return guardHistory(steps === undefined ? history : Object.defineProperty(history, "steps", { value: steps }));
}

/** The name of a value over validation data: `valLoss` for `loss`. */
export function validationName(name: string): string {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Adds up what steps answer, for the mean loss and the metrics. */
export class Mean {
  readonly #metrics: readonly CompiledMetric[];
  readonly #units: number;
  #sums = { loss: 0, count: 0, weight: 0, counts: [] as number[] };

  constructor({ metrics, description }: Pick<TrainingContext, "metrics" | "description">) {
    this.#metrics = metrics;
    this.#units = sizeOf(description.outputShape);
  }

  add({ loss, count, weight, counts }: StepResult): void {
    const sums = this.#sums;
    this.#sums = {
      loss: sums.loss + loss,
      count: sums.count + count,
      weight: sums.weight + weight,
      counts: counts.map((value, i) => (sums.counts[i] ?? 0) + value),
    };
  }

  logs(): BatchLogs {
    const { loss, count } = this.#sums;
    const values = metricValues(this.#metrics, this.#units, this.#sums);
    return guardLogs({ loss: loss / count, ...values } as unknown as BatchLogs);
  }
}
