/**
 * How much `fit` trains on and validates with: epochs, batches, and the parts of the data they are taken of.
 */
import type { Examples } from "../inputs/examples.js";
import { booleanOption, integerOption, invalidOption } from "../options/check.js";
import type { FitOptions } from "./fit-options.js";

type SizeOptions = Pick<
  FitOptions,
  "batchSize" | "shuffle" | "stepsPerEpoch" | "validationBatchSize" | "validationFreq" | "fastDevRun" | "overfitBatches"
>;

/** The data and the epochs that were asked for. */
interface Asked {
  /** Null where it comes in batches. */
  readonly train: Examples | null;
  readonly validation: Examples | null;
  readonly epochs: number;
  readonly initialEpoch: number;
}

/** Checked sizes. */
export interface Sizes {
  readonly train: Examples | null;
  readonly validation: Examples | null;
  readonly epochs: number;
  readonly batchSize: number;
  readonly validationBatchSize: number;
  /** Batches of an epoch; null: as many as a source gives. */
  readonly steps: number | null;
  readonly shuffle: boolean;
  /** Whether epoch number `epoch`, counted from 0, ends with a validation. */
  isValidated(epoch: number): boolean;
}

/** Checks the sizes of `fit` and takes the parts of the data that they mean. */
export function sizesOf(where: string, options: Partial<SizeOptions>, asked: Asked): Sizes {
  const { stepsPerEpoch, validationFreq = 1, fastDevRun = false, overfitBatches } = options;
  const { batchSize = 32, validationBatchSize = batchSize, shuffle = true } = options;
  integerOption(where, "batchSize", batchSize, { min: 1 });
  integerOption(where, "validationBatchSize", validationBatchSize, { min: 1 });
  booleanOption(where, "shuffle", shuffle);
  if (stepsPerEpoch !== undefined) integerOption(where, "stepsPerEpoch", stepsPerEpoch, { min: 1 });
  const isValidated = validatedBy(where, validationFreq);
  const tried = triedBatches(where, fastDevRun);
  if (overfitBatches !== undefined) {
    if (tried !== null) throw invalidOption(where, "overfitBatches", overfitBatches, "left out beside fastDevRun");
    overfitOption(where, overfitBatches);
  }
  const most = tried ?? overfitBatches;
  const part = (examples: Examples, size: number) => first(examples, size, most);
  const train = asked.train && part(asked.train, batchSize);
  const batches = train && Math.ceil(train.indices.length / batchSize);
  return {
    train,
    validation: asked.validation && part(asked.validation, validationBatchSize),
    epochs: tried === null ? asked.epochs : asked.initialEpoch + 1,
    batchSize,
    validationBatchSize,
    steps: tried === null ? (stepsPerEpoch ?? batches) : (batches ?? tried),
    shuffle: shuffle && overfitBatches === undefined,
    isValidated: tried === null ? isValidated : () => true,
  };
}

function validatedBy(where: string, received: number | readonly number[]): (epoch: number) => boolean {
  if (typeof received === "number") {
    integerOption(where, "validationFreq", received, { min: 1 });
    return (epoch) => (epoch + 1) % received === 0;
  }
  const isEpoch = (one: unknown) => Number.isSafeInteger(one) && Number(one) >= 1;
  if (!Array.isArray(received) || received.length === 0 || !received.every(isEpoch)) {
    const expected = "a whole number ≥ 1, or an array of epochs' numbers, counted from 1";
    throw invalidOption(where, "validationFreq", received, expected);
  }
  const epochs = new Set(received as readonly number[]);
  return (epoch) => epochs.has(epoch + 1);
}

/** Batches to try, null for none. */
function triedBatches(where: string, received: boolean | number): number | null {
  if (typeof received === "boolean") return received ? 1 : null;
  if (Number.isSafeInteger(received) && received >= 1) return received;
  throw invalidOption(where, "fastDevRun", received, "true, false, or a number of batches ≥ 1");
}

function overfitOption(where: string, received: number): void {
  if (typeof received === "number" && received > 0 && received < 1) return;
  if (Number.isSafeInteger(received) && received >= 1) return;
  throw invalidOption(where, "overfitBatches", received, "a number of batches ≥ 1, or a share of the data > 0 and < 1");
}

/** The first `most` batches of `size` images, or that share of them, at least one; all without `most`. */
function first(examples: Examples, size: number, most: number | undefined): Examples {
  if (most === undefined) return examples;
  const batches = Math.ceil(examples.indices.length / size);
  const taken = most < 1 ? Math.max(1, Math.floor(batches * most)) : most;
  return { ...examples, indices: examples.indices.subarray(0, taken * size) };
}
