/**
 * What a callback that writes files says where there are none.
 */
import { FashionWasmError } from "../errors.js";

/** An IO error of the callback `where`. */
export function noFiles(where: string): FashionWasmError {
  return new FashionWasmError(
    "IO",
    `${where}: a page may not write files → leave it out here: its values are in the logs of onEpochEnd, and model.serialize() returns a model's bytes`,
  );
}
