/**
 * A wasm file is read and compiled by the first model that needs it, in its worker; the models after it get the module.
 */
import { readFile } from "node:fs/promises";
import { dense, flatten, init, sequential } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterEach, expect, it } from "vitest";
import { serveRepository } from "../runtime/server.js";
import { expectRefusal } from "./refusal.js";

const make = (threads: number) =>
  sequential([flatten(), dense({ units: 2 })], { inputShape: [2, 2, 1], seed: 1, threads });
const image = new Uint8Array([1, 2, 3, 4]);

afterEach(async () => {
  await init();
  await inference.init();
});

it.each([
  ["engine-simd.wasm", 1],
  ["engine-threads.wasm", 2],
])("%s is asked for once, by three models, and anew at another address", async (file, threads) => {
  const server = await serveRepository({ isolated: false });
  try {
    const answers: Float32Array[] = [];
    for (const round of [1, 2, 3]) {
      await init({ wasmUrl: `${server.origin}/dist/${file}` });
      await using model = await make(threads);
      answers.push(await model.predict(image));
      expect([round, server.paths]).toEqual([round, [`/dist/${file}`]]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    await init({ wasmUrl: `${server.origin}/dist/../dist/${file}?2` });
    await (await make(threads)).dispose();
    expect(server.paths).toHaveLength(2);
    await init({ wasmUrl: `${server.origin}/dist/nothing.wasm` });
    await expectRefusal(() => make(threads), "ENGINE_START_FAILED", ["nothing.wasm", "404"]);
  } finally {
    await server.close();
  }
});

it("inference-simd.wasm is asked for once, by two models", async () => {
  const bytes = await (await make(1)).serialize();
  const server = await serveRepository({ isolated: false });
  try {
    await inference.init({ wasmUrl: `${server.origin}/dist/inference-simd.wasm` });
    for (let i = 0; i < 2; i++) await (await inference.loadModel(bytes)).dispose();
    expect(server.paths).toEqual(["/dist/inference-simd.wasm"]);
  } finally {
    await server.close();
  }
});

it("is read again after a model that did not start", async () => {
  const server = await serveRepository({ isolated: false });
  try {
    const wasmUrl = `${server.origin}/dist/engine-simd.wasm`;
    await init({ wasmUrl });
    await (await make(1)).dispose();
    await init({ wasmUrl, workerUrl: "file:///nowhere/worker.js" });
    await expectRefusal(() => make(1), "ENGINE_START_FAILED", ["nowhere"]);
    await init({ wasmUrl });
    await (await make(1)).dispose();
    expect(server.paths).toHaveLength(2);
  } finally {
    await server.close();
  }
});

it("of bytes is the one of these bytes", async () => {
  const wasmBytes = await readFile(new URL("../../dist/engine-simd.wasm", import.meta.url));
  await init({ wasmBytes });
  for (let i = 0; i < 2; i++) await (await make(1)).dispose();
  await init({ wasmBytes: new Uint8Array(wasmBytes.length) });
  await expectRefusal(() => make(1), "ENGINE_START_FAILED", ["wasmBytes"]);
});

it("serves models that start at the same time", async () => {
  const models = await Promise.all([make(1), make(2), make(1), make(2)]);
  const answers = await Promise.all(models.map((model) => model.predict(image)));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  for (const model of models) await model.dispose();
});
