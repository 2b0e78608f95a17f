/** Data of several pieces on its way to the engine: what arrives is what was given, and the user's arrays stay theirs. */
import { dataset, dense, flatten, sequential } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { compiled, garments } from "./garments.js";

/** Nine pieces of 1 MiB, the last one shorter. */
const count = 12_000;

const pixels = garments(count).images as Uint8Array;

describe.each([
  ["bytes", false],
  ["floats", true],
])("training data of %s in several pieces", (_, floats) => {
  it("reaches an engine in a worker as it is", async () => {
    const images = floats ? Float32Array.from(pixels.subarray(0, (count * 784) / 4)) : pixels;
    const before = images.slice();
    const side = floats ? 14 : 28;
    const labels = Uint32Array.from({ length: count }, (_, i) => i % 10);
    const data = dataset.fromArrays({ images, labels, imageShape: [side, side, 1] });
    const losses: number[] = [];
    for (const engine of ["worker", "local"] as const) {
      const model = await sequential([flatten(), dense({ units: 10 })], {
        inputShape: [side, side, 1],
        seed: 3,
        engine,
      });
      model.compile(compiled);
      // Every image counts, wherever it lies.
      losses.push((await model.evaluate(data)).loss);
      await model.dispose();
    }
    expect(losses[0]).toBe(losses[1]);
    expect(Buffer.compare(Buffer.from(images.buffer), Buffer.from(before.buffer))).toBe(0);
  });
});
