/** A start in Chromium, as the bench measures it: of this build, in a page of its own each time. No time is asserted. */
import { expect, test } from "vitest";
import { Child } from "../../bench/measure/child.mjs";
import { commandOf, settingsOf } from "../../bench/measure/start.mjs";
import { chosen, sample } from "./sample.js";

test.skipIf(!process.env.FASHION_WASM_CHROMIUM).each([
  ["fashion-wasm/inference", "simd, 1 thread"],
  ["fashion-wasm", "threads, 2 threads"],
])("of %s in Chromium gives the right class", async (net, engine) => {
  const entry = chosen("fashion-wasm-chromium");
  const child = new Child(commandOf(entry, 2, "start"));
  const section = { net, mode: "start", threads: 2, data: sample, model: "" } as const;
  const { version } = await child.ask({ cmd: "prepare", ...settingsOf(entry, section) }, 60);
  expect(version).toContain(`(${engine}), Chrome/`);
  const { images, seconds, insideSeconds } = await child.ask({ cmd: "round", seconds: 0.01 }, 60);
  expect(images).toBe(1);
  expect(insideSeconds).toBeGreaterThan(0);
  expect(seconds).toBeGreaterThan(insideSeconds);
  await child.quit();
});
