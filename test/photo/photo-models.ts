/** Checkpoints for photos: the packaged weights with other numbers beside them, and small ones of other shapes. */
import { readFile } from "node:fs/promises";
import {
  dataset,
  dense,
  flatten,
  loadModel,
  type Model,
  type PhotoCalibration,
  rescaling,
  sequential,
} from "fashion-wasm";

/** The checkpoint that comes with the package. */
export const PACKAGED = new URL("../../dist/photos/photos.safetensors", import.meta.url);

/** The packaged model, judged by other numbers. */
export async function withCalibration(photo: PhotoCalibration): Promise<Uint8Array> {
  await using model = await loadModel(await readFile(PACKAGED), { engine: "local" });
  return await model.serialize({ optimizer: false, photo });
}

/** A model of one layer, with as many outputs as names, which it has of one step of training. */
export async function smallModel(
  classNames: readonly string[],
  { side = 28, photo }: { side?: number; photo?: PhotoCalibration } = {},
): Promise<Uint8Array> {
  const layers = [rescaling({ scale: 1 / 255 }), flatten(), dense({ units: classNames.length })];
  await using model: Model = await sequential(layers, { inputShape: [side, side, 1], seed: 3, engine: "local" });
  model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  const images = Uint8Array.from({ length: 2 * side * side }, (_, at) => (at * 37) & 255);
  await model.fit(dataset.fromArrays({ images, labels: [0, 1], imageShape: [side, side, 1], classNames }));
  return await model.serialize({ optimizer: false, ...(photo && { photo }) });
}
