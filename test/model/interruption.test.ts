/** Fit does not own the model: it can be aborted, asked beside, doubled, disposed of; each has one clear outcome. */
import { type Model, sequential } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { compiled, garments, netL, netS, tiny } from "./garments.js";
import { refusal } from "./refusal.js";

const LONG = process.env.FASHION_WASM_LONG === "1";
const ABORTS = LONG ? 200 : 5;
const data = garments(512);

async function start(layers = tiny()): Promise<Model> {
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 3, threads: 2 });
  model.compile(compiled);
  return model;
}

const soon = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("an abort", () => {
  it(`at ${ABORTS} random moments rejects with the signal's reason, and fit works again`, async () => {
    const model = await start(netS());
    for (let i = 0; i < ABORTS; i++) {
      const controller = new AbortController();
      const reason = new Error(`abort ${i}`);
      const fit = model.fit(data, { epochs: 1000, batchSize: 64, signal: controller.signal });
      setTimeout(() => controller.abort(reason), Math.random() * 60);
      await expect(fit).rejects.toBe(reason);
    }
    const { history } = await model.fit(data, { epochs: 1, batchSize: 64 });
    expect(history.loss[0]).toBeGreaterThan(0);
    await model.dispose();
  });

  it("before fit rejects at once, without a step", async () => {
    const model = await start();
    const before = await model.weightsSha256();
    await expect(model.fit(data, { signal: AbortSignal.abort("changed my mind") })).rejects.toBe("changed my mind");
    expect(await model.weightsSha256()).toBe(before);
    await model.dispose();
  });

  it("in a callback ends after that very step", async () => {
    const [aborted, byHand] = [await start(), await start()];
    const controller = new AbortController();
    let steps = 0;
    const fit = aborted.fit(data, {
      shuffle: false,
      batchSize: 32,
      signal: controller.signal,
      callbacks: [{ onBatchEnd: () => ++steps === 3 && controller.abort() }],
    });
    await expect(fit).rejects.toMatchObject({ name: "AbortError" });
    for (let i = 0; i < 3; i++) {
      const batch = data.slice(32 * i, 32 * i + 32);
      await byHand.trainOnBatch(batch, batch.labels);
    }
    expect(await aborted.weightsSha256()).toBe(await byHand.weightsSha256());
    expect(aborted.history.epoch).toEqual([]);
    await Promise.all([aborted.dispose(), byHand.dispose()]);
  });
});

describe("a second fit", () => {
  it("is refused with BUSY, as is compile, and the first goes on", async () => {
    const model = await start();
    const first = model.fit(data, { epochs: 2 });
    for (const call of [() => model.fit(data), () => model.compile(compiled)]) {
      const error = await refusal(call);
      expect(error.code).toBe("BUSY");
      expect(error.message).toMatch(/being trained → await/);
    }
    expect((await first).epoch).toEqual([0, 1]);
    expect((await model.fit(data)).epoch).toEqual([0]);
    await model.dispose();
  });
});

describe("prediction during fit", () => {
  it("is served between steps and changes nothing", async () => {
    const [asked, alone] = [await start(netS()), await start(netS())];
    let running = true;
    const fit = asked.fit(data, { epochs: 12, batchSize: 64 }).finally(() => {
      running = false;
    });
    let answers = 0;
    while (running) {
      const outputs = await asked.predict(data.take(64), { batchSize: 16 });
      expect(outputs.every(Number.isFinite)).toBe(true);
      answers++;
    }
    expect(answers).toBeGreaterThan(3);
    expect(await fit).toEqual(await alone.fit(data, { epochs: 12, batchSize: 64 }));
    expect(await asked.weightsSha256()).toBe(await alone.weightsSha256());
    await Promise.all([asked.dispose(), alone.dispose()]);
  });

  it("sees the same weights in all of its batches", async () => {
    const model = await start(netS());
    const image = data.image(0);
    const same = new Uint8Array(784 * 40);
    for (let i = 0; i < 40; i++) same.set(image, 784 * i);
    const fit = model.fit(data, { epochs: 3, batchSize: 64 });
    const outputs = await model.predict(same, { batchSize: 1 });
    for (let i = 1; i < 40; i++) expect(outputs.slice(10 * i, 10 * i + 10)).toEqual(outputs.slice(0, 10));
    await fit;
    await model.dispose();
  });
});

describe("dispose during fit", () => {
  it("rejects it with DISPOSED", async () => {
    for (const wait of [0, 5, 20]) {
      const model = await start(netS());
      const fit = refusal(() => model.fit(data, { epochs: 1000, batchSize: 64 }));
      await soon(wait);
      await model.dispose();
      expect((await fit).code).toBe("DISPOSED");
    }
  });

  it("in a callback does so too", async () => {
    const model = await start();
    const error = await refusal(() =>
      model.fit(data, { epochs: 2, callbacks: [{ onEpochEnd: () => model.dispose() }] }),
    );
    expect(error.code).toBe("DISPOSED");
  });

  it("rejects a prediction under way", async () => {
    const model = await start(netL());
    const many = garments(8192); // a fifth of a second: the engine's code may be warm from an earlier model
    const prediction = refusal(() => model.predict(many));
    await soon(5);
    await model.dispose();
    expect((await prediction).code).toBe("DISPOSED");
  });

  it("await using disposes at the end of the block", async () => {
    const model = await start();
    await model[Symbol.asyncDispose]();
    expect((await refusal(() => model.predict(data))).code).toBe("DISPOSED");
  });
});
