/** Data of several pieces on its way to the engine: what arrives is what was given, and the user's arrays stay theirs. */
import { dataset, dense, flatten, sequential } from "fashion-wasm";
import { describe, expect, it } from "vitest";

/** More than two pieces of 4 MiB, the last one shorter. */
const count = 12_000;

function numbers(floats: boolean) {
  const values = floats ? new Float32Array((count * 784) / 4) : new Uint8Array(count * 784);
  for (let i = 0, state = 1; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = state >>> 24;
  }
  return values;
}

describe.each([
  ["bytes", false],
  ["floats", true],
])("training data of %s in three pieces", (_, floats) => {
  it("reaches an engine in a worker as it is", async () => {
    const images = numbers(floats);
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
      model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
      // Every image counts, wherever it lies.
      losses.push((await model.evaluate(data)).loss);
      await model.dispose();
    }
    expect(losses[0]).toBe(losses[1]);
    expect(Buffer.compare(Buffer.from(images.buffer), Buffer.from(before.buffer))).toBe(0);
  });
});
