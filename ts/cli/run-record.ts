/**
 * `run.json` beside a checkpoint: how it was trained and on what, which the model itself does not say.
 *
 * `eval` reads it for the report's facts and to find the images that were held out of training. A person may have changed
 * the file, or copied the checkpoint alone: what is missing or of another type counts as not known.
 */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FashionWasmError } from "../index.js";
import { kind, RECORD_NAME } from "./run-folder.js";

/** The members that commands read; the file has those of `train --json` too. */
export interface RunRecord {
  readonly recipe?: string;
  readonly seed?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly optimizer?: Readonly<Record<string, unknown>>;
  readonly threads?: number;
  readonly build?: string;
  readonly data?: string;
  /** The value of `--data` as an absolute path; absent where the images were looked for. */
  readonly dataPath?: string;
  readonly trainImages?: number;
  /** The last so many training images were held out. */
  readonly validationImages?: number;
  readonly wallSeconds?: number;
  readonly imagesPerSecond?: number;
  readonly weightsSha256?: string;
  /** One number an epoch, as it was at the epoch's end. */
  readonly learningRate?: readonly number[];
  /** `dataset.fingerprint()` of the training images. */
  readonly trainFingerprint?: string;
  readonly version?: string;
  readonly node?: string;
  readonly date?: string;
}

/** Writes the record beside `checkpoint`. */
export async function writeRunRecord(checkpoint: string, record: RunRecord): Promise<void> {
  await writeFile(join(dirname(checkpoint), RECORD_NAME), `${JSON.stringify(record, null, 2)}\n`);
}

/** Reads the record beside `checkpoint`; empty where there is none. Errors: IO for one that is no JSON object. */
export async function readRunRecord(checkpoint: string): Promise<RunRecord> {
  const path = join(dirname(checkpoint), RECORD_NAME);
  if ((await kind(path)) !== "file") return {};
  const value = await readFile(path, "utf8")
    .then(JSON.parse)
    .catch((cause: unknown) => {
      throw refuse(path, cause);
    });
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refuse(path);
  return Object.fromEntries(
    Object.entries(value).filter(([name, item]) => Object.hasOwn(TYPES, name) && TYPES[name]?.(item)),
  );
}

const isText = (value: unknown) => typeof value === "string";
const isNumber = (value: unknown) => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isCount = (value: unknown) => isNumber(value) && Number.isSafeInteger(value);
const isOptimizer = (value: unknown) => {
  if (typeof value !== "object" || value === null) return false;
  const { type, learningRate } = value as Record<string, unknown>;
  return isText(type) && isNumber(learningRate);
};
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  recipe: isText,
  seed: isCount,
  epochs: isCount,
  batchSize: isCount,
  optimizer: isOptimizer,
  threads: isCount,
  build: isText,
  data: isText,
  dataPath: isText,
  trainImages: isCount,
  validationImages: isCount,
  wallSeconds: isNumber,
  imagesPerSecond: isNumber,
  weightsSha256: isText,
  learningRate: (value) => Array.isArray(value) && value.every(isNumber),
  trainFingerprint: isText,
  version: isText,
  node: isText,
  date: isText,
};

function refuse(path: string, cause?: unknown): FashionWasmError {
  return new FashionWasmError("IO", `${path}: is no JSON object → remove it, or train again`, { cause });
}
