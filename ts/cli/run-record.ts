/**
 * `run.json` beside a checkpoint: how it was trained and on what, which the model itself does not say.
 *
 * `eval` reads it for the report's facts and to find the images that were held out of training. A person may have changed
 * the file, or copied the checkpoint alone: what is missing or of another type counts as not known.
 */
import { dirname, join } from "node:path";
import { FashionWasmError, type ImageShape } from "../index.js";
import { readJson } from "../options/json.js";
import type { OutputFiles } from "./output-files.js";
import { RECORD_NAME, readOrdinary } from "./run-folder.js";
import { RECORD_TYPES } from "./run-record-types.js";
import { say } from "./say.js";
import type { ResolvedClassWeights } from "./train/class-weights-option.js";
import type { EarlyStoppingOutcome } from "./train/early-stopping-option.js";

/** The members that commands read; the file has those of `train --json` too. */
export interface RunRecord {
  readonly recipe?: string;
  /** What the model began with, and which of its layers stayed as they were: train/tuning.ts. */
  readonly from?: string;
  readonly freeze?: boolean | number | string;
  /** Layers of augmentation, those of the base among them. */
  readonly augment?: readonly { readonly type: string }[];
  readonly seed?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly optimizer?: Readonly<Record<string, unknown>>;
  readonly loss?: Readonly<Record<string, unknown>>;
  /** `balanced`, or weights by class numbers. */
  readonly classWeights?: ResolvedClassWeights;
  readonly earlyStopping?: EarlyStoppingOutcome;
  /** The options of the run, as `--config` takes them. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly threads?: number;
  readonly build?: string;
  readonly data?: string;
  /** The value of `--data` as an absolute path; absent where the images were looked for. */
  readonly dataPath?: string;
  readonly trainImages?: number;
  /** How the images were read: the values of --image-shape and --class-names. */
  readonly imageShape?: ImageShape;
  readonly classNames?: readonly string[];
  /** Of a table: what was said of it. */
  readonly labelColumn?: string | number | null;
  readonly header?: boolean;
  /** How they were divided: training-data.ts. */
  readonly testSplit?: number;
  readonly splitSeed?: number;
  readonly shuffleSeed?: number;
  /** The last so many training images were held out. */
  readonly validationImages?: number;
  readonly wallSeconds?: number;
  readonly imagesPerSecond?: number;
  readonly weightsSha256?: string;
  /** One number per epoch, as it was at the epoch's end. */
  readonly learningRate?: readonly number[];
  /** `dataset.fingerprint()` of the training images, in the order of training, and of the test images. */
  readonly trainFingerprint?: string;
  /** Hashes of some training images. */
  readonly trainSample?: readonly string[];
  readonly testFingerprint?: string;
  readonly version?: string;
  readonly node?: string;
  readonly date?: string;
}

/** Writes the record beside `checkpoint`. */
export async function writeRunRecord(checkpoint: string, record: RunRecord, files: OutputFiles): Promise<void> {
  await files.write(join(dirname(checkpoint), RECORD_NAME), `${JSON.stringify(record, null, 2)}\n`);
}

/** Reads the record beside `checkpoint`; empty where there is none. Errors: IO for one that is no JSON object, or has a name twice. */
export async function readRunRecord(checkpoint: string): Promise<RunRecord> {
  const path = join(dirname(checkpoint), RECORD_NAME);
  const text = await readOrdinary(path).catch((cause: unknown) => {
    throw refuse(path, `cannot be read: ${(cause as Error).message}`, cause);
  });
  if (text === null) return {};
  const { value, fault, cause } = readJson(text);
  if (fault !== undefined) throw refuse(path, fault, cause);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refuse(path, "is no JSON object");
  return Object.fromEntries(
    Object.entries(value).filter(([name, item]) => Object.hasOwn(RECORD_TYPES, name) && RECORD_TYPES[name]?.(item)),
  );
}

/** What a loaded model says of itself. */
export interface ModelFacts {
  readonly seed: number;
  readonly weightsSha256: string;
}

/** The record if it is that of the model; else `{}`, and a line says why. */
export function believed(record: RunRecord, { seed, weightsSha256 }: ModelFacts): RunRecord {
  if (Object.keys(record).length === 0) return record;
  const doubt = (() => {
    const hash = record.weightsSha256;
    if (hash === undefined) return "does not say the weightsSha256 of its model";
    const short = (text: string) => `${text.slice(0, 8)}…`;
    const other = `is of another model: weightsSha256 ${short(hash)} there, ${short(weightsSha256)} here`;
    if (hash !== weightsSha256) return `${other} (weights saved as f16 or int8 have a hash of their own)`;
    return record.seed === undefined || record.seed === seed
      ? null
      : `says seed ${record.seed}, the model's is ${seed}`;
  })();
  if (doubt === null) return record;
  say(`run.json beside it ${doubt}; it is not used`);
  return {};
}

function refuse(path: string, what: string, cause?: unknown): FashionWasmError {
  return new FashionWasmError("IO", `${path}: ${what} → correct it, remove it, or train again`, { cause });
}
