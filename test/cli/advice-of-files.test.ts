/**
 * A file of the package that is missing, as the command line says it: nobody calls `init` there. The advice is the source's own,
 * so that it and what is made of it cannot part.
 */
import { expect, it } from "vitest";
import { inWords } from "../../ts/cli/wording.js";
import { placeAdvice, singleFileAdvice } from "../../ts/platform/packaged-url.js";

const speaker = { command: "train", options: new Map<string, string>(), argv: ["train"] };
const fileCalled = (name: string) => ({ name, literal: () => new URL(`file:///x/${name}`) });

it.each([
  placeAdvice("file:///x/engine-worker-simd.js", "workerUrl"),
  placeAdvice("file:///x/engine-simd.wasm", "wasmUrl"),
  placeAdvice("file:///x/sample/train-images-idx3-ubyte.gz"),
  singleFileAdvice(fileCalled("data.wasm"), "dataWasm"),
  singleFileAdvice(fileCalled("customers.wasm"), "customersWasm"),
])("%s", (advice) => {
  expect(inWords(`engine: file:///x/y cannot be loaded → ${advice}`, speaker)).toBe(
    "file:///x/y cannot be loaded → reinstall fashion-wasm",
  );
});
