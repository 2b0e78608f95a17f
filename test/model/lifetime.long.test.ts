/**
 * A thousand models, made, trained and disposed of one after the other: the process is as large after the last as it was
 * after the first 200.
 */
import { expect, it } from "vitest";
import { type Reading, runProgram } from "./run-program.js";

const STEP = 100;
const WARM = 2;

it.each([1, 2])("1,000 models of %i threads leave nothing behind", async (threads) => {
  const readings = await runProgram<Reading[]>("cycles", threads, 10, STEP);
  console.table(readings);
  const warm = readings.slice(WARM - 1);
  const models = STEP * (warm.length - 1);
  const growth = (name: keyof Reading) => ((warm.at(-1)?.[name] ?? 0) - (warm[0]?.[name] ?? 0)) / models;
  console.info(`${threads} threads, a model: heap ${growth("heapKB")} kB, without it ${growth("rssWithoutHeapKB")} kB`);
  expect(growth("heapKB")).toBeLessThan(1);
  expect(growth("rssWithoutHeapKB")).toBeLessThan(8);
  expect(growth("threads")).toBeLessThanOrEqual(0);
  expect(growth("files")).toBeLessThanOrEqual(0);
  expect(growth("addressesMB")).toBeLessThan(0.1);
});
