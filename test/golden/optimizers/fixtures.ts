/** The golden traces of optimizers: small nets, each trained by many, as scripts/golden/optimizers.py left them. */
import { readFileSync } from "node:fs";
import type { NamedWeight, Optimizer } from "fashion-wasm";
import { type CaseLayer, firstImages, firstWeightsOf, group, openTensors, type Tensors } from "../fixtures.js";

/** What an optimizer makes of a net. */
export interface Trained {
  /** Of each step, before its update. */
  readonly loss: readonly number[];
  /** Weights after the last step: those that are trained, not their averages. */
  readonly final: Tensors;
  /** The optimizer's state after the last step, e.g. `velocity/dense.kernel`. */
  readonly slots: Tensors;
}

/** A training: a net, its optimizer, and what Keras made of it. */
export interface Run {
  readonly name: string;
  readonly inputShape: readonly [number, number, number];
  readonly layers: readonly CaseLayer[];
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly initial: readonly NamedWeight[];
  readonly trained: Trained;
}

/** The part of a net's JSON that tests read. */
interface NetFile {
  readonly spec: { readonly inputShape: [number, number, number]; readonly layers: CaseLayer[] };
  readonly images: number;
  readonly batchSize: number;
  readonly optimizers: Readonly<Record<string, { readonly optimizer: Optimizer; readonly loss: number[] }>>;
}

/** The nets. */
export const NETS = ["plain", "norm", "depthwise"] as const;

/** The trainings of a net. */
export function runsOf(net: (typeof NETS)[number]): Run[] {
  const path = new URL(`../fixtures/optimizers/${net}.json`, import.meta.url);
  const { spec, images, batchSize, optimizers } = JSON.parse(readFileSync(path, "utf8")) as NetFile;
  const file = openTensors(`optimizers/${net}`);
  const initial = firstWeightsOf(file);
  const data = firstImages(images);
  return Object.entries(optimizers).map(([name, { optimizer, loss }]) => {
    const trained = { loss, final: group(file, `${name}/final`), slots: group(file, `${name}/slot`) };
    return { name, ...spec, optimizer, batchSize, ...data, initial, trained };
  });
}

/** The training of that name. */
export function runOf(net: (typeof NETS)[number], name: string): Run {
  const run = runsOf(net).find((each) => each.name === name);
  if (run === undefined) throw new TypeError(`no optimizer "${name}" trains the net "${net}"`);
  return run;
}
