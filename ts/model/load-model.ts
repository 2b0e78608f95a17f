/**
 * From a checkpoint file to a model that goes on where the saved one stopped.
 */
import { inFile, readCheckpoint } from "../checkpoint/checkpoint.js";
import { invalidFile, NOT_OURS } from "../checkpoint/invalid-file.js";
import { restoreSlots, restoreWeights, warnOfUnsound } from "../checkpoint/pieces.js";
import { type FileSource, openSource } from "../checkpoint/source.js";
import { storedSlots, storedWeights } from "../checkpoint/stored.js";
import type { EngineOptions } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { optionsObject } from "../options/check.js";
import type { ByteFile } from "../platform/byte-file.js";
import { Model } from "./model.js";
import { type ComputeOptions, computeOptions, startModel } from "./sequential.js";

/**
 * Loads a model that `model.save()` or `model.serialize()` wrote: layers, weights, and, where the file has them,
 * compile options, the optimizer's state and the history. Training on from there gives the same bits as training
 * that was never interrupted, on any number of threads.
 *
 * A file is read in pieces, and is in memory only as the model. Weights that are NaN or infinite, as training that diverges
 * leaves them, are taken, and said once on the console.
 *
 * @param source path or URL of a `.safetensors` file, or its bytes, on memory of any kind.
 * @throws FashionWasmError IO or DOWNLOAD_FAILED when the file cannot be read; CHECKPOINT_INVALID when it is damaged or no
 * checkpoint of this package; CHECKPOINT_NUMERICS when it was written by a version that adds in another order;
 * DATA_MISMATCH for bytes, of more than 64 MiB, that were changed meanwhile; INVALID_ARGUMENT for an option that is not allowed; ENGINE_START_FAILED; OUT_OF_MEMORY.
 */
export async function loadModel(source: FileSource, options?: ComputeOptions): Promise<Model> {
  return loadModelFor("loadModel", source, options, "give the path of a file that model.save() wrote");
}

/** The same for another function: `where` opens the error messages, `advice` ends the one for a file that cannot be read. */
export async function loadModelFor(
  where: string,
  source: FileSource,
  options: ComputeOptions | undefined,
  advice: string,
): Promise<Model> {
  const { threads, engine } = optionsObject(where, options, ["threads", "engine"]);
  const compute = computeOptions(where, { threads, engine });
  const file = await openSource(where, source, advice);
  try {
    return await modelOf(where, file, compute);
  } finally {
    await file.close();
  }
}

/** Makes the model of a file that is open. A file may be found wrong by its last byte: the engine ends then, too. */
async function modelOf(where: string, file: ByteFile, compute: EngineOptions): Promise<Model> {
  const checkpoint = await readCheckpoint(where, file);
  const { spec, compile, record, step } = checkpoint;
  return startModel(compute, async (started) => {
    const description = await inFile(where, started.call("describeModel", spec));
    const { weights, numerics } = description;
    const stored = storedWeights(where, checkpoint, weights);
    if (checkpoint.numerics !== numerics) throw otherNumerics(where, checkpoint.numerics, numerics);
    await started.call("createSession", spec);
    if (compile !== null) {
      await inFile(where, started.call("compile", compile));
      await started.call("restoreStep", step);
    }
    const slots = storedSlots(where, checkpoint, weights, await started.call("optimizerState"));
    if (compile === null && step > 0) {
      const what = `"step" of the file is ${step} and "compile" is null`;
      throw invalidFile(where, what, `an optimizer takes steps; ${NOT_OURS}`);
    }
    const unsound = new Set<string>();
    await inFile(where, restoreWeights(started, file, stored, unsound));
    await inFile(where, restoreSlots(started, file, slots, unsound));
    await file.check();
    warnOfUnsound(where, unsound);
    return new Model(started, description, { ...record, compile });
  });
}

function otherNumerics(where: string, written: number, own: number): FashionWasmError {
  return new FashionWasmError(
    "CHECKPOINT_NUMERICS",
    `${where}: the file was written under numerics ${written}, this version computes under ${own} → load it with the version that wrote it`,
  );
}
