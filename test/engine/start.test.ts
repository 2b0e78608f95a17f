/**
 * Engines that cannot start: each failure names the file and what to do, and nothing hangs.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createEngine, init, SPEC } from "./open-engine.js";

const wasmFile = (build: string) => new URL(`../../dist/engine-${build}.wasm`, import.meta.url);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-start-"));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => init());

const failure = (...texts: string[]) => ({
  name: "FashionWasmError",
  code: "ENGINE_START_FAILED",
  message: expect.stringMatching(new RegExp(texts.join("[\\s\\S]*"))),
});

describe.each(["worker", "local"] as const)("an engine in a %s", (engine) => {
  it.each([1, 2])("names the wasm file that is missing, %i threads", async (threads) => {
    await init({ wasmUrl: join(folder, "missing.wasm") });
    await expect(createEngine({ threads, engine })).rejects.toMatchObject(failure("missing.wasm", "ENOENT", "wasmUrl"));
  });

  it("names the wasm file that is none", async () => {
    const path = join(folder, "text.wasm");
    await writeFile(path, "<!doctype html>");
    await init({ wasmUrl: pathToFileURL(path) });
    await expect(createEngine({ threads: 1, engine })).rejects.toMatchObject(failure("text.wasm", "magic word", "→"));
  });

  it.each([
    [1, "threads", "simd"],
    [2, "simd", "threads"],
  ])("says when %i threads get the file of the %s build", async (threads, given, needed) => {
    await init({ wasmBytes: await readFile(wasmFile(given)) });
    const message = failure(`the ${given} build`, `needed is the ${needed} build`, "\\{ simd, threads \\}");
    await expect(createEngine({ threads, engine })).rejects.toMatchObject(message);
  });

  it("says when the file is another program", async () => {
    await init({ wasmBytes: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]) });
    await expect(createEngine({ threads: 1, engine })).rejects.toMatchObject(failure("8 bytes", "another program"));
  });
});

it.each([1, 2])("names the worker script that is missing, %i threads", async (threads) => {
  await init({ workerUrl: join(folder, "missing.js") });
  await expect(createEngine({ threads })).rejects.toMatchObject(failure("missing.js", "workerUrl"));
});

it("says why a worker script does not run", async () => {
  const path = join(folder, "throws.mjs");
  await writeFile(path, 'throw new Error("not today");');
  await init({ workerUrl: path });
  await expect(createEngine({ threads: 1 })).rejects.toMatchObject(failure("throws.mjs", "not today"));
  await writeFile(path, "process.exit(3);");
  await expect(createEngine({ threads: 1 })).rejects.toMatchObject(failure("throws.mjs", "exit code 3"));
});

it("says when the worker's script is of another version", async () => {
  const path = join(folder, "engine-worker-simd.js");
  const script = await readFile(new URL("../../dist/engine-worker-simd.js", import.meta.url), "utf8");
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  await writeFile(path, script.replaceAll(`"${version}"`, '"0.0.9"'));
  await init({ baseUrl: folder, wasmUrl: wasmFile("simd") });
  const message = failure("engine-worker-simd.js is of fashion-wasm 0.0.9", `of ${version} → copy`, "assets");
  await expect(createEngine({ threads: 1 })).rejects.toMatchObject(message);
});

it.each([1, 2])("says of a script that is no file what to do in Node, %i threads", async (threads) => {
  await init({ workerUrl: "http://localhost/engine-worker.js" });
  const message = failure("http://localhost/engine-worker.js", "from files only", 'assets FOLDER.*engine: "local"');
  await expect(createEngine({ threads })).rejects.toMatchObject(message);
});

it.each([
  ["worker", 1, "threads", "simd"],
  ["worker", 2, "simd", "threads"],
  ["local", 2, "simd", "threads"],
] as const)("says when a %s of %i threads gets the script of the %s build", async (engine, threads, given, needed) => {
  await init({ workerUrl: new URL(`../../dist/engine-worker-${given}.js`, import.meta.url) });
  const message = failure(`engine-worker-${given}.js is the ${given} build`, `the ${needed} build`, "→");
  await expect(createEngine({ threads, engine })).rejects.toMatchObject(message);
});

it("says when the threads of an engine in this thread have a script of another version", async () => {
  const path = join(folder, "engine-worker-threads.js");
  const script = await readFile(new URL("../../dist/engine-worker-threads.js", import.meta.url), "utf8");
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  await writeFile(path, script.replaceAll(`"${version}"`, '"0.0.9"'));
  await init({ workerUrl: path });
  const message = failure("engine-worker-threads.js is of fashion-wasm 0.0.9", `of ${version} → copy`);
  await expect(createEngine({ threads: 2, engine: "local" })).rejects.toMatchObject(message);
});

it("starts from bytes, from modules and from other addresses", async () => {
  const simd = await readFile(wasmFile("simd"));
  const threads = await readFile(wasmFile("threads"));
  const modules = { simd: await WebAssembly.compile(simd), threads: await WebAssembly.compile(threads) };
  const worker = (build: string) => new URL(`../../dist/engine-worker-${build}.js`, import.meta.url);
  const workerUrl = { simd: worker("simd"), threads: worker("threads") };
  for (const settings of [
    { wasmBytes: { simd, threads } },
    { module: modules },
    { wasmUrl: { simd: wasmFile("simd") } },
    { workerUrl },
  ]) {
    await init(settings);
    for (const count of [1, 2]) {
      const engine = await createEngine({ threads: count });
      expect((await engine.call("createSession", SPEC)).parameters).toBe(1236);
      await engine.dispose();
    }
  }
});

it("takes threads from init, and more from the call", async () => {
  await init({ threads: 3 });
  const [three, one] = [await createEngine(), await createEngine({ threads: 1 })];
  expect([three.info.threads, one.info.threads]).toEqual([3, 1]);
  await Promise.all([three.dispose(), one.dispose()]);
});

it("keeps to the memory limit", async () => {
  await init({ maxMemoryMiB: 32 });
  const engine = await createEngine({ threads: 1 });
  await engine.call("createSession", SPEC);
  const data = { count: 2 ** 19, images: new Uint8Array(2 ** 25) };
  await expect(engine.call("addDataset", data)).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
});

it.each([
  ["init", () => init({ threads: 0 }), "threads"],
  ["init", () => init({ maxMemoryMiB: 1 }), "maxMemoryMiB"],
  ["init", () => init({ wasmUrl: 7 as never }), "wasmUrl"],
  ["init", () => init({ baseUrl: "data:text/plain,a" }), "baseUrl.*the address of a folder, such as"],
  ["init", () => init({ baseUrl: new URL("blob:nodedata:1") }), "baseUrl.*the address of a folder, such as"],
  ["init", () => init({ module: { simd: {} as never } }), "module"],
  ["init", () => init({ wasmUrl: "a", wasmBytes: new Uint8Array(8) }), "wasmUrl and wasmBytes"],
  ["init", () => init({ wasmURL: "a" } as never), "wasmUrl"],
  ["engine", () => createEngine({ threads: 17 }), "threads"],
  ["engine", () => createEngine({ threads: 1.5 }), "threads"],
  ["engine", () => createEngine({ engine: "thread" as never }), "worker"],
])("%s refuses wrong options: %#", async (where, action, what) => {
  const refusal = { code: "INVALID_ARGUMENT", message: expect.stringMatching(new RegExp(`^${where}.*${what}`)) };
  await expect(action()).rejects.toMatchObject(refusal);
});
