/**
 * The golden fixtures: what Keras and PyTorch computed, as scripts/golden/make.py left it in fixtures/.
 *
 * A fixture is a case (model, optimizer, batches; the same words as scripts/golden/cases.py) and its trace.
 */
import { readdirSync, readFileSync } from "node:fs";
import type { Layer, NamedWeight, Optimizer } from "fashion-wasm";
import { firstWeights } from "./first-weights.js";
import { floats, readSafetensors, type SafetensorsFile } from "./safetensors.js";

/** Tensors by name, e.g. `conv2d.kernel`. */
export type Tensors = ReadonlyMap<string, Float32Array>;

/** Mean loss and number of correct answers over some images. */
export interface Score {
  readonly loss: number;
  readonly correct: number;
}

/** What a training run leaves behind, ours or a reference's; of a case with `samples`, samples of its weights. */
export interface Trace {
  /** Per step, before its update. */
  readonly steps: readonly Score[];
  /** Weights after the step up to which traces are compared number by number. */
  readonly checkpoint: Tensors;
  readonly final: Tensors;
  /** The first images' outputs before (`before`) and after training (`after`). */
  readonly outputs: Tensors;
  /** The optimizer's state after training, e.g. `momentum/conv2d.kernel`; empty when it was not kept. */
  readonly slots: Tensors;
  /** Over all images, after training. */
  readonly evaluated: Score;
}

/** A layer in the words of the spec; `type` is the name of the package's function that makes it. */
export type CaseLayer = { readonly type: Layer["type"] } & Readonly<Record<string, unknown>>;

/** A case and the reference's trace of it. */
export interface Golden {
  readonly name: string;
  readonly about: string;
  readonly inputShape: readonly [number, number, number];
  readonly layers: readonly CaseLayer[];
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  /** The step up to which traces are compared number by number; training is chaotic, see scripts/golden/cases.py. */
  readonly checkpointStep: number;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** Values kept of a weight that has more, see scripts/golden/first_weights.py; undefined: all are kept. */
  readonly samples: number | undefined;
  readonly initial: readonly NamedWeight[];
  /** The first weights in the fixture: all of `initial`, or samples of it. */
  readonly start: Tensors;
  readonly trace: Trace;
}

/** The part of a fixture's JSON that tests read. */
interface FixtureFile {
  readonly name: string;
  readonly about: string;
  readonly spec: { readonly inputShape: [number, number, number]; readonly layers: CaseLayer[] };
  readonly optimizer: Optimizer;
  readonly images: number;
  readonly batchSize: number;
  readonly checkpoint: number;
  readonly seed: number;
  readonly samples?: number;
  readonly firstWeights?: readonly { name: string; shape: number[]; low: number; high: number }[];
  readonly results: { readonly loss: number[]; readonly correct: number[]; readonly evaluated: Score };
}

const folder = new URL("./fixtures/", import.meta.url);

/** Names of all fixtures of a training: those with a JSON and tensors. */
export const goldenNames: readonly string[] = readdirSync(folder)
  .filter((file, _, files) => file.endsWith(".json") && files.includes(file.replace(".json", ".safetensors")))
  .map((file) => file.slice(0, -".json".length));

/** Reads a fixture. */
export function golden(name: string): Golden {
  const record = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as FixtureFile;
  const file = openTensors(name);
  const final = group(file, "final");
  const checkpoint = group(file, "checkpoint");
  const start = group(file, "initial");
  const { loss, correct, evaluated } = record.results;
  return {
    name,
    about: record.about,
    inputShape: record.spec.inputShape,
    layers: record.spec.layers,
    optimizer: record.optimizer,
    batchSize: record.batchSize,
    checkpointStep: record.checkpoint,
    ...firstImages(record.images),
    samples: record.samples,
    initial: byFormula(record) ?? firstWeightsOf(file),
    start,
    trace: {
      steps: loss.map((value, step) => ({ loss: value, correct: correct[step] ?? Number.NaN })),
      checkpoint: checkpoint.size > 0 ? checkpoint : final,
      final,
      outputs: group(file, "output"),
      slots: group(file, "slot"),
      evaluated,
    },
  };
}

/** The first training images, and their labels. */
export function firstImages(count: number): { readonly images: Uint8Array; readonly labels: Uint8Array } {
  const data = openTensors("images");
  const [images, labels] = [bytesOf(data, "images"), bytesOf(data, "labels")];
  return { images: images.subarray(0, count * 784), labels: labels.subarray(0, count) };
}

/** The first weights in a fixture. */
export function firstWeightsOf(file: SafetensorsFile): NamedWeight[] {
  const shape = (name: string) => file.tensors.get(`initial/${name}`)?.shape ?? [];
  return [...group(file, "initial")].map(([name, data]) => ({ name, shape: shape(name), data }));
}

function byFormula({ seed, firstWeights: weights }: FixtureFile): NamedWeight[] | undefined {
  return weights?.map(({ name, shape, low, high }, place) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return { name, shape, data: firstWeights(seed + place, length, low, high) };
  });
}

/** Opens the tensors of a fixture. */
export function openTensors(name: string): SafetensorsFile {
  return readSafetensors(readFileSync(new URL(`${name}.safetensors`, folder)));
}

/** The tensors under `prefix/`, without it. */
export function group({ tensors }: SafetensorsFile, prefix: string): Tensors {
  const inside = [...tensors].filter(([name]) => name.startsWith(`${prefix}/`));
  return new Map(inside.map(([name, tensor]) => [name.slice(prefix.length + 1), floats(tensor)]));
}

function bytesOf({ tensors }: SafetensorsFile, name: string): Uint8Array {
  const tensor = tensors.get(name);
  if (tensor?.dtype !== "U8") throw new TypeError(`the fixture has no bytes "${name}"`);
  return tensor.bytes;
}
