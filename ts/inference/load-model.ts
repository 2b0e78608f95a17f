/**
 * From a checkpoint file to a model that predicts.
 */
import { inFile, readCheckpoint } from "../checkpoint/checkpoint.js";
import { checkSource, fileOf } from "../checkpoint/source.js";
import { restoreWeights, storedWeights } from "../checkpoint/stored.js";
import { choiceOption, optionsObject } from "../options/check.js";
import type { HostUrl } from "../platform/host-types.js";
import { createInferenceEngine } from "./engine.js";
import { InferenceModel } from "./model.js";

/** Where a model computes. */
export interface InferenceOptions {
  /**
   * `worker` (default): in a worker of its own, so that the caller never waits. `local`: in the caller's own thread,
   * for the lowest latency; it blocks while it computes.
   */
  readonly engine?: "worker" | "local" | undefined;
}

/**
 * Loads a model that `model.save()` or `model.serialize()` of "fashion-wasm" wrote, to predict with it.
 *
 * The layers, the weights (of 32, 16 or 8 bits) and the names of the classes are read; the optimizer's state, if the file
 * has one, is not. Predictions are those of "fashion-wasm", down to the bit.
 *
 * @param source path or URL of a `.safetensors` file, or its bytes.
 * @throws FashionWasmError IO or DOWNLOAD_FAILED when the file cannot be read; CHECKPOINT_INVALID when it is damaged or no
 * checkpoint of this package; ENGINE_START_FAILED; OUT_OF_MEMORY; INVALID_ARGUMENT for an option that is not allowed.
 */
export async function loadModel(
  source: string | HostUrl | Uint8Array,
  options?: InferenceOptions,
): Promise<InferenceModel> {
  const where = "loadModel";
  checkSource(where, source);
  return modelFrom(where, options, () => fileOf(where, source, "give the path of a file that model.save() wrote"));
}

/** Reads the file while the engine starts, and makes the model; when that fails the engine ends. */
export async function modelFrom(
  where: string,
  options: InferenceOptions | undefined,
  read: () => Promise<Uint8Array>,
): Promise<InferenceModel> {
  const { engine: place = "worker" } = optionsObject(where, options, ["engine"]);
  const starting = createInferenceEngine(choiceOption(where, "engine", place, ["worker", "local"]));
  try {
    const [checkpoint, engine] = await Promise.all([read().then((file) => readCheckpoint(where, file)), starting]);
    const { spec, record } = checkpoint;
    const description = await inFile(where, engine.call("createPredictor", spec));
    await restoreWeights(engine, storedWeights(where, checkpoint, description.weights));
    return new InferenceModel(engine, { ...record, ...description, spec });
  } catch (error) {
    await starting.then((engine) => engine.dispose()).catch(() => undefined);
    throw error;
  }
}
