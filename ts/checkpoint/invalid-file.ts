/**
 * Files that are damaged, or none of ours: the error that all who read them throw, and what they read JSON with.
 */
import { FashionWasmError } from "../errors.js";
import { readJson } from "../options/json.js";

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

/** Reads JSON; `what` names it in the error. Errors: CHECKPOINT_INVALID for what is none, is too deep, or has a name twice. */
export function parseJson(where: string, what: string, text: string): unknown {
  const json = readJson(text);
  if (json.fault === undefined) return json.value;
  throw invalidFile(where, `${what} ${json.fault}`, NOT_OURS, { cause: json.cause });
}

/** Whether JSON was `{…}`. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
