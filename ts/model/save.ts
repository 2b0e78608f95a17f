/**
 * Saving as a model offers it: what is kept, and how it is written. What is in the file says ts/checkpoint.
 */
import { writeFileAtomic } from "#platform/atomic-write";
import { checkpointFile } from "../checkpoint/save.js";
import { bytesToWrite, type FileToWrite } from "../checkpoint/write-safetensors.js";
import type { WeightFormat } from "../engine/protocol.js";
import { booleanOption, choiceOption, invalidOption, optionsObject } from "../options/check.js";
import { type PhotoCalibration, photoCalibration } from "../photo/calibration.js";
import type { ByteArray } from "../platform/array-types.js";
import type { ModelContext } from "./model-context.js";

/** Options of {@link Model.save} and {@link Model.serialize}. */
export interface SaveOptions {
  /** Keeps the optimizer's state, so that training can go on; default true for `weights: "f32"`, else it cannot be kept. */
  readonly optimizer?: boolean | undefined;
  /**
   * How kernels are written: `f32` (default) as they are; `f16` in half the bytes; `int8` in a quarter, symmetric, with a
   * scale an output channel. Biases and normalizations stay as they are. A model computes with 32-bit floats all the same.
   */
  readonly weights?: WeightFormat | undefined;
  /** What makes it a model for photos, as `photoClassifier` reads it; default: what the model was loaded with. */
  readonly photo?: PhotoCalibration | undefined;
}

export async function save(context: ModelContext, path: string, options: SaveOptions | undefined): Promise<void> {
  if (typeof path !== "string" || !path.endsWith(".safetensors")) {
    throw invalidOption("save", "path", path, 'a path ending in ".safetensors"; for the bytes use serialize()');
  }
  await write(context, "save", options, ({ pieces }) => writeFileAtomic(path, pieces));
}

export async function serialize(context: ModelContext, options: SaveOptions | undefined): Promise<ByteArray> {
  return write(context, "serialize", options, bytesToWrite);
}

/** One turn, to the last piece: nothing moves the weights meanwhile. */
function write<T>(
  context: ModelContext,
  where: string,
  options: SaveOptions | undefined,
  written: (file: FileToWrite) => Promise<T>,
): Promise<T> {
  const { weights: format = "f32", ...rest } = optionsObject(where, options, ["optimizer", "weights", "photo"]);
  const weights = choiceOption(where, "weights", format, ["f32", "f16", "int8"]);
  const { optimizer: kept = weights === "f32" } = rest;
  const photo = rest.photo === undefined ? context.photo : photoCalibration(where, rest.photo);
  const optimizer = booleanOption(where, "optimizer", kept);
  if (optimizer && weights !== "f32") {
    const expected = `false, or weights: "f32"; training cannot go on from "${weights}"`;
    throw invalidOption(where, "optimizer", true, expected);
  }
  return context.run(where, async () => {
    const { engine, description, name, classNames, epochs, inputCheck } = context;
    const record = { name, classNames, epochs, input: inputCheck.profile, photo };
    return written(
      await checkpointFile(where, engine, description, { optimizer, weights, averaged: context.emaSwapped }, record),
    );
  });
}
