/**
 * What every engine must do, wherever it runs: the tests of the Engine interface, run in a worker and in this thread.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine, EngineInfo, EngineOptions } from "../../ts/engine/protocol.js";
import { COMPILE, createEngine, first, prepare, SPEC, stripes } from "./open-engine.js";

/** Runs the suite on engines made with `options`. */
export function engineSuite(title: string, options: EngineOptions, info: EngineInfo): void {
  describe(title, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await createEngine(options);
    });
    afterAll(() => engine.dispose());

    it("says which build runs where, on how many threads", () => {
      expect(engine.info).toEqual(info);
    });

    it("refuses calls before there is a session", async () => {
      await expect(engine.call("getWeights")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    });

    it("describes a model", async () => {
      const description = await engine.call("createSession", SPEC);
      expect(description.parameters).toBe(8 * 9 + 8 + 288 * 4 + 4);
      expect(description.outputShape).toEqual([4]);
      expect(description.weights.map(({ name }) => name)).toEqual([
        "conv2d.kernel",
        "conv2d.bias",
        "dense.kernel",
        "dense.bias",
      ]);
    });

    it("refuses by code, and is good afterwards", async () => {
      const wrong = { ...SPEC, layers: [{ type: "nonsense" }] };
      await expect(engine.call("createSession", wrong)).rejects.toMatchObject({ code: "INVALID_SPEC" });
      const mute = { ...COMPILE, optimizer: { type: "adamm" } };
      await expect(engine.call("compile", mute)).rejects.toMatchObject({ name: "FashionWasmError" });
      const uneven = { count: 3, images: new Uint8Array(100) };
      await expect(engine.call("addDataset", uneven)).rejects.toMatchObject({ code: "DATA_MISMATCH" });
      const unlabelled = { count: 1, images: new Uint8Array(64), labels: new Uint32Array(2) };
      await expect(engine.call("addDataset", unlabelled)).rejects.toMatchObject({ code: "DATA_MISMATCH" });
      await expect(engine.call("describeModel", wrong)).rejects.toMatchObject({ code: "INVALID_SPEC" });
      const description = await engine.call("createSession", SPEC);
      expect(description.parameters).toBe(1236);
      expect(await engine.call("describeModel", SPEC)).toEqual(description);
      const nothing = new Uint8Array();
      await expect(engine.call("restoreWeight", 0, 0, "F32", nothing, new Uint8Array(3))).rejects.toMatchObject({
        code: "CHECKPOINT_INVALID",
      });
    });

    it("trains, tests and predicts", async () => {
      const id = await prepare(engine);
      const before = await engine.call("testBatch", id, first(64));
      for (let step = 0; step < 100; step++) await engine.call("trainBatch", id, first(64));
      const after = await engine.call("testBatch", id, first(64));
      expect(before.count).toBe(64);
      expect(after.loss).toBeLessThan(before.loss / 2);
      expect(after.counts[0]).toBeGreaterThan(before.counts[0] ?? Number.NaN);
      const outputs = await engine.call("predict", 10, stripes(10).images);
      expect(outputs).toHaveLength(40);
      expect(outputs.every(Number.isFinite)).toBe(true);
      await engine.call("releaseDataset", id);
    });

    it("takes several steps at a call, tells each, and stops after a while", async () => {
      const one = await prepare(engine);
      const sums = [];
      for (const batch of [first(24), first(48).subarray(24), first(60).subarray(48)]) {
        sums.push(await engine.call("trainBatch", one, batch));
      }
      const tested = await engine.call("testBatch", one, first(64));
      const several = await prepare(engine);
      expect(await engine.call("trainBatches", several, first(60), 24)).toEqual(sums);
      expect(await engine.call("testBatches", several, first(64), 64)).toEqual([tested]);
      const long = Uint32Array.from({ length: 2 ** 18 }, (_, i) => i % 64);
      const results = await engine.call("testBatches", several, long, 64);
      expect(results.length).toBeGreaterThan(0);
      expect(results.length).toBeLessThan(2 ** 12);
      await expect(engine.call("trainBatches", several, first(65), 64)).rejects.toMatchObject({
        name: "FashionWasmError",
      });
    });

    it("gives the same bits for bytes, for floats and for views into larger buffers", async () => {
      await engine.call("createSession", SPEC);
      const { images } = stripes(6);
      const bytes = await engine.call("predict", 6, images);
      const floats = await engine.call("predict", 6, Float32Array.from(images));
      const large = new Uint8Array(images.length + 100);
      large.set(images, 50);
      const view = await engine.call("predict", 6, large.subarray(50, 50 + images.length));
      const buffer = Buffer.from(images);
      const buffered = await engine.call("predict", 6, buffer);
      expect(floats).toEqual(bytes);
      expect(view).toEqual(bytes);
      expect(buffered).toEqual(bytes);
      expect([images.byteLength, buffer.byteLength]).toEqual([384, 384]); // still the caller's
    });

    it("takes data larger than one chunk", async () => {
      await engine.call("createSession", { ...SPEC, layers: SPEC.layers.slice(2) });
      const count = 3 * 2 ** 14 + 1; // 3 MiB and a bit
      const images = Uint8Array.from({ length: count * 64 }, (_, p) => (p >> 6) % 251);
      const outputs = await engine.call("predict", count, images);
      const last = await engine.call("predict", 1, images.slice(-64));
      expect(outputs).toHaveLength(count * 4);
      expect(outputs.slice(-4)).toEqual(last);
    });

    it("takes data in pieces", async () => {
      const whole = await prepare(engine);
      const sums = await engine.call("trainBatch", whole, first(64));
      await prepare(engine);
      const { images, labels } = stripes(64);
      const pieces = await engine.call("createDataset", { count: 64, imageSize: 64, float: false, labels });
      for (let start = 0; start < images.length; start += 1000) {
        await engine.call("writeImages", pieces, start, images.subarray(start, start + 1000));
      }
      expect(await engine.call("trainBatch", pieces, first(64))).toEqual(sums);
      await expect(engine.call("writeImages", pieces, images.length - 1, images)).rejects.toMatchObject({
        name: "FashionWasmError",
      });
    });

    it("stores and restores the same bits, optimizer and all", async () => {
      const id = await prepare(engine);
      await engine.call("trainBatch", id, first(32));
      const { compile, step, slots } = await engine.call("optimizerState");
      expect({ compile, step, slots }).toEqual({ compile: COMPILE, step: 1, slots: ["momentum", "velocity"] });
      const nothing = new Uint8Array();
      const pieces = [
        [0, 0, 72],
        [1, 0, 8],
        [2, 0, 1000],
        [2, 1000, 152],
        [3, 0, 4],
      ] as const;
      const weights = await Promise.all(
        pieces.map(([number, start, count]) => engine.call("storeWeight", number, "f32", nothing, start, count)),
      );
      const states = await Promise.all(
        slots.map((slot) =>
          Promise.all(pieces.map(([number, start, count]) => engine.call("storeSlot", slot, number, start, count))),
        ),
      );
      const saved = await engine.call("weightsSha256");
      await engine.call("trainBatch", id, first(32));
      const continued = await engine.call("weightsSha256");

      const other = await prepare(engine);
      await engine.call("restoreStep", step);
      for (const [p, [number, start]] of pieces.entries()) {
        const bytes = weights[p] ?? expect.unreachable();
        expect(await engine.call("restoreWeight", number, start, "F32", nothing, bytes)).toBe(true);
        for (const [i, slot] of slots.entries()) {
          await engine.call("restoreSlot", slot, number, start, states[i]?.[p] ?? expect.unreachable());
        }
      }
      expect(await engine.call("weightsSha256")).toBe(saved);
      await engine.call("trainBatch", other, first(32));
      expect(await engine.call("weightsSha256")).toBe(continued);
    });

    it("gets and sets weights and the learning rate", async () => {
      await prepare(engine);
      const weights = await engine.call("getWeights");
      expect(weights).toHaveLength(1236);
      await engine.call("setWeights", 0, weights.fill(0.5));
      expect((await engine.call("getWeights")).every((weight) => weight === 0.5)).toBe(true);
      await engine.call("setWeights", 1234, Float32Array.of(1, 2));
      expect([...(await engine.call("getWeights")).slice(1232)]).toEqual([0.5, 0.5, 1, 2]);
      await expect(engine.call("setWeights", 1234, new Float32Array(3))).rejects.toMatchObject({
        code: "SHAPE_MISMATCH",
      });
      await engine.call("setLearningRate", 0.25);
      expect(await engine.call("getLearningRate")).toBe(0.25);
    });

    it("shuffles by seed and epoch", async () => {
      await engine.call("createSession", SPEC);
      const order = await engine.call("permutation", 100, 1);
      expect([...order].sort((a, b) => a - b)).toEqual([...first(100)]);
      expect(await engine.call("permutation", 100, 1)).toEqual(order);
      expect(await engine.call("permutation", 100, 2)).not.toEqual(order);
    });

    it("answers in the order of the calls, refusals too", async () => {
      const id = await prepare(engine);
      const order: number[] = [];
      const calls = Array.from({ length: 12 }, (_, i) => {
        const call: Promise<unknown> =
          i % 4 === 3
            ? engine.call("setWeights", 5000, new Float32Array(1))
            : engine.call("trainBatch", id, first(8 + i));
        return call.then(
          () => order.push(i),
          () => order.push(i),
        );
      });
      await Promise.all(calls);
      expect(order).toEqual([...Array(12).keys()]);
    });

    it("rejects with DISPOSED what is under way or comes later, and may be disposed twice", async () => {
      const doomed = await createEngine(options);
      const id = await prepare(doomed);
      const calls = Promise.allSettled([
        doomed.call("trainBatch", id, first(64)),
        doomed.call("trainBatch", id, first(64)),
        doomed.call("getWeights"),
      ]);
      await Promise.all([doomed.dispose(), doomed.dispose()]);
      await doomed.dispose();
      for (const outcome of await calls) {
        expect(outcome).toMatchObject({ status: "rejected", reason: { code: "DISPOSED" } });
      }
      await expect(doomed.call("getWeights")).rejects.toMatchObject({ code: "DISPOSED" });
    });
  });
}
