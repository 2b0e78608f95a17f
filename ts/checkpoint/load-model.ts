/**
 * From a checkpoint file to a model that goes on where the saved one stopped.
 */

import { FashionWasmError } from "../errors.js";
import { type ComputeOptions, computeOptions, startModel } from "../model/sequential.js";
import { Sequential } from "../model.js";
import { optionsObject } from "../options/check.js";
import type { HostUrl } from "../platform/host-types.js";
import { inFile, readCheckpoint } from "./checkpoint.js";
import { fileOf } from "./source.js";
import { restoreWeights, storedSlots, storedWeights } from "./stored.js";

/**
 * Loads a model that `model.save()` or `model.serialize()` wrote: layers, weights, and, where the file has them,
 * compile options, the optimizer's state and the history. Training on from there gives the same bits as training
 * that was never interrupted, on any number of threads.
 *
 * @param source path or URL of a `.safetensors` file, or its bytes.
 * @throws FashionWasmError IO or DOWNLOAD_FAILED when the file cannot be read; CHECKPOINT_INVALID when it is damaged or no
 * checkpoint of this package; CHECKPOINT_NUMERICS when it was written by a version that adds in another order;
 * INVALID_ARGUMENT for an option that is not allowed; ENGINE_START_FAILED; OUT_OF_MEMORY.
 */
export async function loadModel(source: string | HostUrl | Uint8Array, options?: ComputeOptions): Promise<Sequential> {
  const where = "loadModel";
  const { threads, engine } = optionsObject(where, options, ["threads", "engine"]);
  const compute = computeOptions(where, { threads, engine });
  const file = await fileOf(where, source, "give the path of a file that model.save() wrote");
  const checkpoint = readCheckpoint(where, file);
  const { spec, compile, record, step } = checkpoint;
  return startModel(compute, async (started) => {
    const description = await inFile(where, started.call("describeModel", spec));
    const { weights, numerics } = description;
    const stored = storedWeights(where, checkpoint, weights);
    if (checkpoint.numerics !== numerics) throw otherNumerics(where, checkpoint.numerics, numerics);
    await started.call("createSession", spec);
    await restoreWeights(started, stored);
    if (compile !== null) {
      await inFile(where, started.call("compile", compile));
      await started.call("restoreStep", step);
    }
    const slots = storedSlots(where, checkpoint, weights, await started.call("optimizerState"));
    await Promise.all(slots.map(({ slot, number, bytes }) => started.call("restoreSlot", slot, number, bytes)));
    return new Sequential(started, description, { ...record, compile });
  });
}

function otherNumerics(where: string, written: number, own: number): FashionWasmError {
  return new FashionWasmError(
    "CHECKPOINT_NUMERICS",
    `${where}: the file was written under numerics ${written}, this version computes under ${own} → load it with the version that wrote it`,
  );
}
