/**
 * From a checkpoint file to a model that goes on where the saved one stopped.
 */
import { type ComputeOptions, computeOptions, startModel } from "../model/sequential.js";
import { Sequential } from "../model.js";
import { optionsObject } from "../options/check.js";
import { decodeRecord } from "./record.js";
import { fileOf } from "./source.js";

/**
 * Loads a model that `model.save()` or `model.serialize()` wrote: layers, weights, and, where the file has them,
 * compile options, the optimizer's state and the history. Training on from there gives the same bits as training
 * that was never interrupted, on any number of threads.
 *
 * @param source path or URL of a `.safetensors` file, or its bytes.
 * @throws FashionWasmError IO when the file cannot be read; CHECKPOINT_INVALID when it is damaged or no checkpoint of
 * this package; CHECKPOINT_NUMERICS when it was written by a version that adds in another order; INVALID_ARGUMENT for
 * an option that is not allowed.
 */
export async function loadModel(source: string | URL | Uint8Array, options?: ComputeOptions): Promise<Sequential> {
  const where = "loadModel";
  const { threads, engine } = optionsObject(where, options, ["threads", "engine"]);
  const compute = computeOptions(where, { threads, engine });
  const file = await fileOf(where, source, "give the path of a file that model.save() wrote");
  return startModel(compute, async (started) => {
    const { spec, compile, extra } = await started.call("inspectCheckpoint", file);
    const record = decodeRecord(extra);
    const description = await started.call("createSession", spec);
    await started.call("load", file);
    return new Sequential(started, description, { ...record, compile });
  });
}
