/**
 * A model whose life is over is forgotten whole, however it ended: nothing of it is held by the package, by an error that
 * is kept, by a signal or by a data set that lives on.
 */
import { expect, it } from "vitest";
import { middleGrowth, type Reading, runProgram } from "./run-program.js";

it("leaves no model, no worker, no port and no listener behind", async () => {
  const { left, errors } = await runProgram<{ left: Record<string, Record<string, number>>; errors: number }>("lives");
  const nothing = { models: 0, predictors: 0, workers: 0, ports: 0, listeners: 0 };
  expect(left).toEqual(Object.fromEntries(Object.keys(left).map((life) => [life, nothing])));
  expect([Object.keys(left).length, errors]).toEqual([14, 14]);
});

it("leaves no heap behind", async () => {
  const models = 6;
  const readings = await runProgram<Reading[]>("cycles", 2, 7, models);
  // 1 to 2 kB, since V8 still learns the code; it was 22 while each model stayed. All figures: lifetime.long.test.ts.
  expect(middleGrowth(readings.slice(2), "heapKB") / models).toBeLessThan(4);
});
