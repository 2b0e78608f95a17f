/**
 * ONNX Runtime Web, WebAssembly backend, inference only: the model that ../onnx/ writes, all graph optimizations on.
 */
import { readImages } from "./idx.mjs";
import { run, starts } from "./stepping.mjs";

/** @type {import("./contestant.js").Prepare} */
export async function prepare(settings, host) {
  const ort = await host.load(settings.packages, "onnxruntime-web/dist/ort.node.min.mjs");
  ort.env.wasm.numThreads = settings.threads;
  const images = await readImages((name) => host.read(settings.data, `${name}.gz`), "t10k");
  const options = { executionProviders: ["wasm"], graphOptimizationLevel: "all" };
  const session = await ort.InferenceSession.create(await host.read(settings.model, ""), options);
  const { batch } = settings;
  const positions = starts(images.length / 784, batch);
  const step = async () => {
    const start = positions.next().value * 784;
    const pixels = images.subarray(start, start + batch * 784);
    const { logits } = await session.run({ images: new ort.Tensor("uint8", pixels, [batch, 28, 28, 1]) });
    return logits.data;
  };
  await run(step, batch, settings.warmUpSeconds);
  return {
    trainable: settings.trainable,
    version: `onnxruntime-web ${ort.env.versions.web}`,
    round: (seconds) => run(step, batch, seconds),
  };
}
