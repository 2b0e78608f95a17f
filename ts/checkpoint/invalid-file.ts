/**
 * The error for files that are damaged, or none of ours: all that read them throw this one.
 */
import { FashionWasmError } from "../errors.js";

/** A CHECKPOINT_INVALID: `where` was called, what the file has, what it should have. */
export function invalidFile(
  where: string,
  received: string,
  expected: string,
  options?: { readonly cause: unknown },
): FashionWasmError {
  return new FashionWasmError("CHECKPOINT_INVALID", `${where}: ${received} → ${expected}`, options);
}

/** What to say where no more is known. */
export const NOT_OURS = "the file is damaged or was not written by fashion-wasm";
