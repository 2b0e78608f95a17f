/** What loading and saving a large file take at their peak; all ways and formats are in memory.long.test.ts. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MEASURABLE, makeFile, type Operation, peakOf } from "./memory-process.js";

describe.skipIf(!MEASURABLE)("a model file of 48 MB", () => {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-"));
  const file = (name: string) => join(folder, `${name}.safetensors`);
  beforeAll(async () => {
    await makeFile(file("small"), 8, {});
    await makeFile(file("state"), 5000, {});
    await makeFile(file("weights"), 15_000, { optimizer: false });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  // In sizes of the file. Loaded, the model itself is one.
  it.each<[operation: Operation, name: string, sizes: number]>([
    ["path", "state", 1.5],
    ["inference path", "weights", 1.5],
    ["loadWeights path", "weights", 1.5],
    ["save", "weights", 1.25],
  ])("%s, %s: at most %d times that at its peak", async (operation, name, sizes) => {
    const mebibytes = statSync(file(name)).size / 2 ** 20;
    expect(mebibytes).toBeGreaterThan(40);
    const peak = await peakOf(operation, file(name), file("small"), { optimizer: name === "state" });
    expect(peak).toBeLessThan(sizes * mebibytes + 1);
  });
});
