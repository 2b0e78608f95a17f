/**
 * The engine for tests: the built file that the package itself uses, which no export map names.
 */
import type * as EngineModule from "../../ts/engine/engine.js";
import type { CompileSpec, DatasetPayload, Engine, ModelSpec } from "../../ts/engine/protocol.js";

const address = new URL("../../dist/node/engine.js", import.meta.url).href;

export const { createEngine, init } = (await import(/* @vite-ignore */ address)) as typeof EngineModule;

/** A convolution, a dense layer: small, and with work for each lane. */
export const SPEC: ModelSpec = {
  inputShape: [8, 8, 1],
  seed: 3,
  layers: [
    { type: "rescaling", scale: 1 / 255, offset: 0 },
    {
      type: "conv2d",
      filters: 8,
      kernelSize: [3, 3],
      strides: [1, 1],
      padding: "valid",
      activation: "relu",
      useBias: true,
      kernelInitializer: "glorotUniform",
      biasInitializer: "zeros",
    },
    { type: "flatten" },
    {
      type: "dense",
      units: 4,
      activation: "linear",
      useBias: true,
      kernelInitializer: "glorotUniform",
      biasInitializer: "zeros",
    },
  ],
};

export const COMPILE: CompileSpec = {
  optimizer: { type: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  loss: "sparseCategoricalCrossentropy",
  metrics: ["accuracy"],
};

/** `count` images of 8 × 8 in four classes, each class brightest in its own quarter of the rows. */
export function stripes(count: number): DatasetPayload & { readonly labels: Uint32Array } {
  const labels = Uint32Array.from({ length: count }, (_, i) => i % 4);
  const images = Uint8Array.from({ length: count * 64 }, (_, p) => {
    const [image, row] = [Math.floor(p / 64), Math.floor((p % 64) / 8)];
    return ((p * 2654435761) % 60) + (row >> 1 === image % 4 ? 180 : 0);
  });
  return { count, images, labels };
}

/** The first `count` indices. */
export const first = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

/** Gives `engine` the small model and its data; resolves to the dataset's id. */
export async function prepare(engine: Engine, count = 64): Promise<number> {
  await engine.call("createSession", SPEC);
  await engine.call("compile", COMPILE);
  return engine.call("addDataset", stripes(count));
}
