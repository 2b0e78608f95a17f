/** `numerics`: a model has that of the last change of the order of additions that touches it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conv2d, dense, flatten, type Layer, loadModel, maxPool2d, sequential } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-numerics-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function writtenUnder(layers: Layer[]): Promise<string> {
  await using model = await sequential([...layers, flatten(), dense({ units: 10 })], {
    inputShape: [20, 20, 4],
    seed: 1,
  });
  const file = join(folder, "model.safetensors");
  await model.save(file);
  const bytes = await readFile(file);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString("utf8"));
  const again = await loadModel(file);
  expect(await again.weightsSha256()).toBe(await model.weightsSha256());
  await again.dispose();
  return header.__metadata__.numerics;
}

describe("numerics in a checkpoint", () => {
  it.each<[string, Layer[]]>([
    ["without a convolution", []],
    ["3 × 3", [conv2d({ filters: 8, kernelSize: 3 }), maxPool2d()]],
    ["5 × 5 at stride 2, directly", [conv2d({ filters: 8, kernelSize: 5, strides: 2 })]],
    ["5 × 5 of 3 filters, directly", [conv2d({ filters: 3, kernelSize: 5 })]],
  ])("is 4: %s", async (_, layers) => {
    expect(await writtenUnder(layers)).toBe("4");
  });

  it.each<[string, Layer[]]>([
    ["5 × 5", [conv2d({ filters: 8, kernelSize: 5 })]],
    ["5 × 5 and a pooling", [conv2d({ filters: 8, kernelSize: 5, activation: "relu" }), maxPool2d()]],
  ])("is 5 where tiles compute %s", async (_, layers) => {
    expect(await writtenUnder(layers)).toBe("5");
  });
});
