/**
 * Reads a file of the package that is data, not code: the trained model, the sample.
 */
import { readBytes } from "#platform/files";
import { FashionWasmError } from "../errors.js";
import type { ReadOptions } from "./fetch.js";
import { type PackagedFile, packagedUrl, placeAdvice } from "./packaged-url.js";

/** All bytes of the file. Errors: IO, DOWNLOAD_FAILED, the signal's reason; ENGINE_START_FAILED where nobody knows its place. */
export async function readPackaged(
  baseUrl: string | undefined,
  file: PackagedFile,
  options?: ReadOptions,
): Promise<Uint8Array> {
  const url = packagedUrl(baseUrl, file);
  try {
    return await readBytes(url, options);
  } catch (error) {
    if (!(error instanceof FashionWasmError) || !error.message.endsWith("no such file")) throw error;
    throw new FashionWasmError(error.code, `${error.message} → ${placeAdvice(url)}`, { cause: error });
  }
}
