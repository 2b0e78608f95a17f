/** From the engine's calls to a session's methods: weights, counts and rows of labels, with a session that only notes. */
import { beforeEach, describe, expect, it } from "vitest";
import { createDispatcher } from "../../ts/engine/dispatch.js";
import type { Glue } from "../../ts/engine/glue.js";

const RESULTS: Readonly<Record<string, unknown>> = {
  createDataset: 7,
  trainBatch: new Float64Array([4.5, 2, 3, 1, 0, 2]),
  testBatch: new Float64Array([4.5, 2, 2, 1]),
  forwardBatch: new Float32Array([0.25, 0.75]),
  backwardBatch: new Float64Array([6, 2, 2, 1]),
};

let calls: unknown[][] = [];
let at: unknown[] = [];
let refused = "";

const session = new Proxy(
  {},
  {
    get:
      (_, name: string) =>
      (...args: unknown[]) => {
        // Before every step; `at` below looks at it.
        if (name === "setEpoch") {
          at = args;
          return;
        }
        calls.push([name, ...args]);
        if (name === refused) throw { code: "DATA_MISMATCH", message: "engine: refused → give others" };
        return RESULTS[name];
      },
  },
);
const glue = {
  Session: class {
    constructor() {
      // biome-ignore lint/correctness/noConstructorReturn: a session that answers to any name
      return session;
    }
  },
} as unknown as Glue;

describe("the dispatcher", () => {
  const dispatcher = createDispatcher(glue);
  const run = (method: string, ...args: unknown[]) => dispatcher.run(method, args);
  const indices = new Uint32Array([4, 5, 6]);
  const none = new Float32Array(0);

  beforeEach(() => {
    run("createSession", {});
    calls = [];
    refused = "";
  });

  it("says with every step where in the data its images stand, or nowhere", () => {
    run("trainBatches", 7, indices, 3, undefined, { epoch: 4, firstImage: 640 });
    expect(at).toEqual([4, 640]);
    run("trainBatch", 7, indices);
    expect(at).toEqual([0, 0]);
    run("forwardBatch", 7, indices, { epoch: 2, firstImage: 0 });
    expect(at).toEqual([2, 0]);
    run("trainBatches", 7, indices, 3);
    expect(at).toEqual([0, 0]);
  });

  it("writes labels or rows anew", () => {
    const [labels, rows] = [new Uint32Array([1, 2]), new Float32Array([0, 1])];
    run("writeLabels", 7, labels);
    run("writeLabels", 7, undefined, rows);
    expect(calls).toEqual([
      ["writeLabels", 7, labels],
      ["writeTargets", 7, rows],
    ]);
  });

  it("hands weights on, none where there are none, and names the sums", () => {
    const weights = new Float32Array([1, 2, 0.5]);
    const sums = { loss: 4.5, count: 2, weight: 3, counts: [1, 0, 2] };
    expect(run("trainBatch", 7, indices, weights)).toEqual(sums);
    expect(run("trainBatch", 7, indices)).toEqual(sums);
    expect(run("testBatch", 7, indices, undefined)).toEqual({ loss: 4.5, count: 2, weight: 2, counts: [1] });
    expect(calls).toEqual([
      ["trainBatch", 7, indices, weights],
      ["trainBatch", 7, indices, none],
      ["testBatch", 7, indices, none],
    ]);
  });

  it.each(["trainBatches", "testBatches"])("%s cuts weights as it cuts indices", (method) => {
    const one = method.slice(0, -2);
    run(method, 7, indices, 2, new Float32Array([1, 2, 3]));
    run(method, 7, indices, 2);
    expect(calls).toEqual([
      [one, 7, new Uint32Array([4, 5]), new Float32Array([1, 2])],
      [one, 7, new Uint32Array([6]), new Float32Array([3])],
      [one, 7, new Uint32Array([4, 5]), none],
      [one, 7, new Uint32Array([6]), none],
    ]);
  });

  it("writes rows of labels to a data set", () => {
    const targets = new Float32Array([0, 1, 1, 0]);
    expect(run("createDataset", { count: 2, imageSize: 3, float: false, targets })).toBe(7);
    expect(run("addDataset", { count: 2, images: new Uint8Array(6), targets })).toBe(7);
    expect(calls.map(([name, ...args]) => [name, args[1]])).toEqual([
      ["createDataset", 3],
      ["writeTargets", targets],
      ["createDataset", 3],
      ["writeTargets", targets],
      ["writeImages", 0],
    ]);
  });

  it("releases a data set whose labels are refused", () => {
    refused = "writeTargets";
    expect(() => run("createDataset", { count: 2, imageSize: 3, float: true, targets: none })).toThrow();
    expect(calls.at(-1)).toEqual(["releaseDataset", 7]);
  });

  it("refuses rows that are no rows", () => {
    const data = { count: 2, images: new Uint8Array(6), targets: new Float32Array(3) };
    let caught: unknown;
    try {
      run("addDataset", data);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: "DATA_MISMATCH", message: expect.stringMatching(/3 numbers.*2 images.*→/) });
    expect(calls).toEqual([]);
  });

  it("takes a step apart, and speaks of averages and schedules", () => {
    const gradient = new Float32Array([1, -1]);
    expect(run("forwardBatch", 7, indices)).toEqual(new Float32Array([0.25, 0.75]));
    expect(run("backwardBatch", gradient, 0.5)).toEqual({ loss: 6, count: 2, weight: 2, counts: [1] });
    run("applyGradients");
    run("swapEma");
    run("finalizeEma");
    run("stretchSchedule", 100, 50, 0.5);
    expect(calls).toEqual([
      ["forwardBatch", 7, indices],
      ["backwardBatch", gradient, 0.5],
      ["applyGradients"],
      ["swapEma"],
      ["finalizeEma"],
      ["stretchSchedule", 100, 50, 0.5],
    ]);
  });
});
