/**
 * From a checkpoint file to a model that predicts.
 */
import { inFile, readCheckpoint } from "../checkpoint/checkpoint.js";
import { restoreWeights, warnOfUnsound } from "../checkpoint/pieces.js";
import { checkSource, type FileSource, openSource } from "../checkpoint/source.js";
import { storedWeights } from "../checkpoint/stored.js";
import { choiceOption, optionsObject } from "../options/check.js";
import type { ByteFile } from "../platform/byte-file.js";
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
 * has one, is not. Predictions are those of "fashion-wasm", down to the bit. Weights that are NaN or infinite are taken, and
 * said once on the console.
 *
 * @param source path or URL of a `.safetensors` file, or its bytes, on memory of any kind.
 * @throws FashionWasmError IO or DOWNLOAD_FAILED when the file cannot be read; CHECKPOINT_INVALID when it is damaged or no
 * checkpoint of this package; DATA_MISMATCH for bytes, of more than 64 MiB, that were changed meanwhile; ENGINE_START_FAILED; OUT_OF_MEMORY; INVALID_ARGUMENT for an option that is not allowed.
 */
export async function loadModel(source: FileSource, options?: InferenceOptions): Promise<InferenceModel> {
  const where = "loadModel";
  checkSource(where, source);
  return modelFrom(where, options, () => openSource(where, source, "give the path of a file that model.save() wrote"));
}

/** Opens the file while the engine starts, and makes the model; when that fails the engine ends. */
export async function modelFrom(
  where: string,
  options: InferenceOptions | undefined,
  open: () => Promise<ByteFile>,
): Promise<InferenceModel> {
  const { engine: place = "worker" } = optionsObject(where, options, ["engine"]);
  const starting = createInferenceEngine(choiceOption(where, "engine", place, ["worker", "local"]));
  const opening = open();
  try {
    const [file, engine] = await Promise.all([opening, starting]);
    const checkpoint = await readCheckpoint(where, file);
    const { spec, record } = checkpoint;
    const description = await inFile(where, engine.call("createPredictor", spec));
    const unsound = new Set<string>();
    const stored = storedWeights(where, checkpoint, description.weights);
    await inFile(where, restoreWeights(engine, file, stored, unsound));
    await file.check();
    warnOfUnsound(where, unsound);
    return new InferenceModel(engine, { ...record, ...description, spec });
  } catch (error) {
    await starting.then((engine) => engine.dispose()).catch(() => undefined);
    throw error;
  } finally {
    await opening.then((file) => file.close()).catch(() => undefined);
  }
}
