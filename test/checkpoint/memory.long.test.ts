/** The peak of every way to load and save a model, in every format, against what the model itself takes. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MEASURABLE, makeFile, OPERATIONS, type Operation, peakOf } from "./memory-process.js";

/** Units, and how it is saved; some 80 MB as 32-bit floats. */
const FILES = {
  state: [8600, {}],
  f32: [25_600, { optimizer: false }],
  f16: [25_600, { weights: "f16" }],
  int8: [25_600, { weights: "int8" }],
} as const;
type Name = keyof typeof FILES;

/** MiB of the weights, as 32-bit floats. */
const weightsOf = (name: Name) => (FILES[name][0] * (784 + 1 + 10) * 4) / 2 ** 20;

describe.skipIf(!MEASURABLE)("a large model file", () => {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-"));
  const file = (name: string) => join(folder, `${name}.safetensors`);
  beforeAll(async () => {
    await makeFile(file("small"), 8, {});
    for (const [name, [units, options]] of Object.entries(FILES)) await makeFile(file(name), units, options);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  for (const operation of Object.keys(OPERATIONS) as Operation[]) {
    for (const name of Object.keys(FILES) as Name[]) {
      // The optimizer's state is passed over there, and kernels of 8 bits are for loadModel.
      if (operation.startsWith("loadWeights") && (name === "state" || name === "int8")) continue;
      it(`${operation}, ${name}`, async () => {
        const size = statSync(file(name)).size / 2 ** 20;
        const own = operation.startsWith("inference") || name !== "state" ? weightsOf(name) : 3 * weightsOf(name);
        // What arrives or is given as bytes (up to 64 MiB) is there beside the model, and fetch has buffers of its own.
        const beside = operation.includes("url") ? size + 48 : operation.includes("bytes") && size < 64 ? size : 0;
        const limit = operation === "save" ? 40 : operation === "serialize" ? 2 * size : own + beside + 16;
        const options = FILES[name][1];
        expect(await peakOf(operation, file(name), file("small"), options)).toBeLessThan(limit);
      });
    }
  }
});
