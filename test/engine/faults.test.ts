/**
 * Panics and exhausted memory, injected: the running call rejects with its code within two seconds, all others too, the
 * engine stays dead, and another one works.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, first, init, prepare } from "./open-engine.js";
import { jsonOf } from "./programs.js";

const FAULTS = [
  ["testPanic", "ENGINE_PANIC", /stopped \(unreachable( executed)? in wasm-function\[\d+\]:0x[\da-f]+\)/],
  ["testExhaustMemory", "OUT_OF_MEMORY", /having \d+ MiB/],
] as const;

beforeAll(() => init({ maxMemoryMiB: 128 }));
afterAll(() => init());

describe.each([1, 2, 3])("an engine in a worker, %i threads", (threads) => {
  it.each(FAULTS)("%s rejects with %s", async (method, code, detail) => {
    const engine = await createEngine({ threads });
    const id = await prepare(engine);
    const good = engine.call("trainBatch", id, first(64));
    const started = performance.now();
    const calls = Promise.allSettled([
      engine.call(method),
      engine.call("trainBatch", id, first(64)),
      engine.call("getWeights"),
    ]);
    const outcomes = await calls;
    expect(performance.now() - started).toBeLessThan(2000);
    expect((await good).count).toBe(64);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: "rejected", reason: { code } });
    expect(outcomes[0]).toMatchObject({ reason: { message: expect.stringMatching(detail) } });
    const later = { code, message: expect.stringContaining("create a new model") };
    await expect(engine.call("getWeights")).rejects.toMatchObject(later);
    await engine.dispose();
    await expect(engine.call("getWeights")).rejects.toMatchObject({ code });

    const next = await createEngine({ threads });
    const sums = await next.call("trainBatch", await prepare(next), first(64));
    expect(sums.count).toBe(64);
    await next.dispose();
  });
});

it("a fault in one engine leaves another alone", async () => {
  const [sick, healthy] = [await createEngine({ threads: 2 }), await createEngine({ threads: 2 })];
  const id = await prepare(healthy);
  await prepare(sick);
  const steps = Array.from({ length: 20 }, () => healthy.call("trainBatch", id, first(64)));
  await expect(sick.call("testPanic")).rejects.toMatchObject({ code: "ENGINE_PANIC" });
  expect(await Promise.all(steps)).toHaveLength(20);
  await healthy.dispose();
});

it("an engine that is blocked for ever is ended when a thread of its pool fails", async () => {
  await init({ workerUrl: new URL("./programs/blocked-engine.mjs", import.meta.url) });
  const engine = await createEngine({ threads: 2 });
  const started = performance.now();
  await expect(engine.call("getWeights")).rejects.toMatchObject({
    code: "ENGINE_PANIC",
    message: expect.stringMatching(/thread .*blocked-engine\.mjs: this thread has failed/),
  });
  await engine.dispose();
  expect(performance.now() - started).toBeLessThan(2000);
  await init({ maxMemoryMiB: 128 });
});

describe.each([1, 2])("an engine in this thread, %i threads", (threads) => {
  it.each(FAULTS)("%s rejects with %s, and says that it cannot start again here", async (method, code) => {
    const answer = await jsonOf(`
      await init({ maxMemoryMiB: 128 });
      const engine = await createEngine({ threads: ${threads}, engine: "local" });
      await prepare(engine);
      const started = performance.now();
      const code = (promise) => promise.then(() => "none", (error) => error.code);
      const calls = [code(engine.call("${method}")), code(engine.call("getWeights"))];
      const codes = await Promise.all(calls);
      const milliseconds = performance.now() - started;
      codes.push(await code(engine.call("getWeights")));
      const again = await createEngine({ threads: ${threads}, engine: "local" }).catch((error) => error);
      const worker = await createEngine({ threads: ${threads} });
      const sums = await worker.call("trainBatch", await prepare(worker), first(64));
      console.log(JSON.stringify({ codes, milliseconds, again: again.message, code: again.code, count: sums.count }));
    `);
    expect(answer).toMatchObject({ codes: [code, code, code], code, count: 64 });
    expect(answer).toMatchObject({ again: expect.stringContaining("cannot start again in this thread") });
    expect((answer as { milliseconds: number }).milliseconds).toBeLessThan(2000);
  });
});

it("an engine in this thread starts anew after a thread of its pool failed before the wasm file was there", async () => {
  const answer = await jsonOf(`
    const { createServer } = await import("node:http");
    const { readFile } = await import("node:fs/promises");
    const bytes = await readFile(new URL("../engine-threads.wasm", ${JSON.stringify(new URL("../../dist/node/engine.js", import.meta.url).href)}));
    const server = createServer((_, answer) => setTimeout(() => answer.end(bytes), 800)).listen(0);
    const wasmUrl = \`http://127.0.0.1:\${server.address().port}/\`;
    const local = () => createEngine({ threads: 2, engine: "local" });
    await init({ wasmUrl, workerUrl: "data:text/javascript,throw new Error('not today')" });
    const { code } = await local().catch((error) => error);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await init({ maxMemoryMiB: 32 });
    const engine = await local();
    await prepare(engine);
    const large = { count: 2 ** 16, images: new Uint8Array(2 ** 16 * 784) };
    const refusal = await engine.call("addDataset", large).catch((error) => error);
    server.close();
    console.log(JSON.stringify([code, refusal.code]));
  `);
  expect(answer).toEqual(["ENGINE_START_FAILED", "OUT_OF_MEMORY"]);
});
