/** A small MobileNet on the real data: two epochs of 60,000 images. */
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("mobilenet.mjs ends above 0.87", { timeout: 45 * 60_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [resolve("examples/mobilenet.mjs")]);
  expect(stdout).toContain("epoch 2:");
  expect(Number(/test accuracy (0\.\d+)/.exec(stdout)?.[1])).toBeGreaterThan(0.87);
});
