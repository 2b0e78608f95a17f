/**
 * A file of the package that is missing, as the command line says it: nobody calls `init` there. Source files are looked at, so
 * that the advice and what is made of it cannot part.
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inWords } from "../../ts/cli/wording.js";
import { placeAdvice } from "../../ts/platform/packaged-url.js";

const speaker = { command: "train", options: new Map<string, string>(), argv: ["train"] };
const ofData = /"(serve data\.wasm .*)";/.exec(
  readFileSync(new URL("../../ts/data/data-file.ts", import.meta.url), "utf8"),
)?.[1] as string;

it.each([
  placeAdvice("file:///x/engine-worker-simd.js", "workerUrl"),
  placeAdvice("file:///x/engine-simd.wasm", "wasmUrl"),
  placeAdvice("file:///x/sample/train-images-idx3-ubyte.gz"),
  ofData,
])("%s", (advice) => {
  expect(inWords(`engine: file:///x/y cannot be loaded → ${advice}`, speaker)).toBe(
    "file:///x/y cannot be loaded → reinstall fashion-wasm",
  );
});
