/** A start in Node, as the bench measures it: of this build, on the first image of the sample. No time is asserted. */
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import type { Start } from "../../bench/contestants/first-prediction/first-prediction.mjs";
import { prepareStarts } from "../../bench/contestants/first-prediction/starts.mjs";
import { Child } from "../../bench/measure/child.mjs";
import { commandOf, settingsOf } from "../../bench/measure/start.mjs";
import { chosen, sample } from "./sample.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test.each([
  ["fashion-wasm/inference", "simd, 1 thread"],
  ["fashion-wasm", "threads, 2 threads"],
])("of %s gives the right class, in a process of its own each time", async (net, engine) => {
  const entry = chosen("fashion-wasm");
  const child = new Child(commandOf(entry, 2, "start"));
  const section = { net, mode: "start", threads: 2, data: sample, model: "" } as const;
  const prepared = await child.ask({ cmd: "prepare", ...settingsOf(entry, section) }, 60);
  expect(prepared).toEqual({ trainable: null, version: expect.stringContaining(`(${engine})`) });
  const { images, seconds, insideSeconds } = await child.ask({ cmd: "round", seconds: 0.01 }, 60);
  expect(images).toBe(1);
  expect(insideSeconds).toBeGreaterThan(0);
  expect(seconds).toBeGreaterThan(insideSeconds);
  await child.quit();
});

test("of a build that lacks the entry says why it fails", async () => {
  const child = new Child(commandOf(chosen("fashion-wasm"), 2, "start"));
  const settings = { build: root, data: sample, entry: "missing.js", threads: 1 };
  await expect(child.ask({ cmd: "prepare", ...settings }, 60)).rejects.toThrow(/Cannot find module .*missing\.js/);
  await child.quit();
});

test("a round adds up as many starts as fill it", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const asked: unknown[] = [];
  const { round } = await prepared("index.js", async ({ options }) => {
    asked.push(options);
    vi.advanceTimersByTime(40);
    return start(SHIRT);
  });
  expect(await round(0.1)).toEqual({ images: 3, seconds: 1.5, insideSeconds: 0.75 });
  expect(asked).toEqual(Array.from({ length: 4 }, () => ({ threads: 2 }))); // one of them to prepare
  vi.useRealTimers();
});

test("a start that predicts another class, or fails, is an error", async () => {
  const message = `predicts class 0 of the first test image, expected ${SHIRT}`;
  await expect(prepared("inference.js", async () => start(0))).rejects.toThrow(message);
  await expect(prepared("inference.js", async () => ({ error: "no wasm" }))).rejects.toThrow("no wasm");
});

/** The class of the sample's first test image. */
const SHIRT = 6;

const prepared = (entry: string, make: Parameters<typeof prepareStarts>[1]) =>
  prepareStarts({ build: root, data: sample, entry, threads: 2 }, make);

function start(largest: number): Start {
  const outputs = Array.from({ length: 10 }, (_, i) => (i === largest ? 0.9 : 0.01));
  return { seconds: 0.5, insideSeconds: 0.25, outputs, engine: "simd, 1 thread" };
}
