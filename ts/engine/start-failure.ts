/**
 * Why an engine does not start, as an error that says what to do. What its thread can tell: instance.ts.
 */
import { memoryLimit } from "#platform/memory-limit";
import { FashionWasmError } from "../errors.js";
import type { StartFailure } from "./instance.js";

/** The error of a start that failed: ENGINE_START_FAILED or OUT_OF_MEMORY; `file` names the wasm file. */
export function startError({ refused, mebibytes, reason }: StartFailure, file: string): FashionWasmError {
  if (refused === "start") {
    return startFailed(
      `${file} does not start (${reason})`,
      "reinstall fashion-wasm, all its files must be of one version",
    );
  }
  const what =
    refused === "size"
      ? `cannot start in a memory of ${mebibytes} MiB`
      : `the host refuses a wasm memory of ${mebibytes} MiB, and half and a quarter of it`;
  const limit = memoryLimit();
  const why =
    limit === null ? " → dispose() of models that are done, or init({ maxMemoryMiB }) with less" : `: ${limit}`;
  return new FashionWasmError("OUT_OF_MEMORY", `engine: ${what}${why}`, { cause: new Error(reason) });
}

/** What to say when there is less memory than was asked for; else "". */
export function memoryNotice({ mebibytes }: { readonly mebibytes: number }, maxMemoryMiB: number): string {
  return mebibytes === maxMemoryMiB
    ? ""
    : `memory limit ${mebibytes} MiB instead of ${maxMemoryMiB}: the host refused more`;
}

/** An error ENGINE_START_FAILED. */
export function startFailed(what: string, advice: string, cause?: unknown): FashionWasmError {
  const end = advice === "" ? "" : ` → ${advice}`;
  return new FashionWasmError("ENGINE_START_FAILED", `engine: ${what}${end}`, { cause });
}
