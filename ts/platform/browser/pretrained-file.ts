/**
 * The trained model that comes with the package. The literal is as in engine-wasm.ts.
 */
import { readBytes } from "./files.js";

/** Reads the file of the trained model. Errors: DOWNLOAD_FAILED. */
export function readPretrainedFile(): Promise<Uint8Array> {
  return readBytes(new URL("../../data/pretrained/fashion-mnist.safetensors", import.meta.url));
}
