/**
 * Files that are damaged, or none of ours: the error that all who read them throw, and what they look at JSON with.
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

/** Reads JSON; `what` names it in the error for what is none. */
export function parseJson(where: string, what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidFile(where, `${what} is no JSON`, NOT_OURS, { cause });
  }
}

/** Whether JSON was `{…}`. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
