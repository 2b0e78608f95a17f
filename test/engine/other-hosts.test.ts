/**
 * The build for browsers in hosts that are none: each error says what is missing and what to do, not the name of a global
 * that is not defined; what needs nothing of it works.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("programs/other-host.mjs", import.meta.url));
const NODE =
  "this is fashion-wasm's build for browsers, run by Node → import its build for Node: leave out --conditions=browser";
const LOCAL =
  'there is no Worker here: service workers, shared workers in Chromium and edge runtimes have none → compute in this thread: engine: "local"';
const NO_WORKER = `ENGINE_START_FAILED engine: there is no Worker here: ${NODE}`;
const WORKS = {
  "a model in this thread, of bytes": "2 layers",
  "a trained model in this thread, of bytes": "10 outputs",
};

/** How each call ends in each host; the beginning of what is said. */
const ENDS: Record<string, Record<string, string>> = {
  node: {
    ...WORKS,
    "a model": NO_WORKER,
    "a trained model": NO_WORKER,
    "no data": `DATA_NOT_FOUND loadFashionMnist: ${NODE}`,
    "a path": `INVALID_ARGUMENT dataset.fromFolder: "photos" is not a URL: ${NODE}`,
    "a file of a model": `DOWNLOAD_FAILED loadModel: cannot download file:///model.safetensors: ${NODE}`,
    "a file of a trained model": `DOWNLOAD_FAILED loadModel: cannot download file:///model.safetensors: ${NODE}`,
    "a model that is saved": "IO cannot write https://…@host/x.safetensors: a page may not write files",
    "a relative wasmUrl": `INVALID_ARGUMENT init: option "wasmUrl": "engine.wasm" is not a URL: ${NODE}`,
  },
  "node with a navigator": { ...WORKS, "a model": NO_WORKER, "a trained model": NO_WORKER },
  jsdom: { ...WORKS, "a model": NO_WORKER, "no data": `DATA_NOT_FOUND loadFashionMnist: ${NODE}` },
  "jsdom in Jest": {
    "a model": NO_WORKER,
    "a model in this thread, of bytes": `ENGINE_START_FAILED engine: there is no TextDecoder here: ${NODE}`,
    "a trained model in this thread, of bytes": `ENGINE_START_FAILED engine: there is no TextDecoder here: ${NODE}`,
    "no data": `DATA_NOT_FOUND loadFashionMnist: ${NODE}`,
  },
  edge: {
    ...WORKS,
    "a model": `ENGINE_START_FAILED engine: ${LOCAL}`,
    "a path": 'INVALID_ARGUMENT dataset.fromFolder: "photos" is not a URL → give an absolute one',
  },
  "service worker": { ...WORKS, "a model": `ENGINE_START_FAILED engine: ${LOCAL}` },
  "no crypto": {
    "a model": "INVALID_ARGUMENT sequential: this host has no crypto to draw a seed → give a seed",
    "a model in this thread, of bytes": "2 layers",
  },
  "no fetch": {
    ...WORKS,
    "a file of a model":
      "DOWNLOAD_FAILED loadModel: cannot download file:///model.safetensors: there is no fetch here → give the bytes",
    "a table": "ENGINE_START_FAILED the reader of tables and images (data.wasm) cannot be started: cannot download",
  },
  "no WebAssembly": {
    "a model in this thread": "ENGINE_START_FAILED engine: this host has no WebAssembly",
    "a table":
      "ENGINE_START_FAILED the reader of tables and images (data.wasm) cannot be started: this host has no WebAssembly",
  },
};

describe("the build for browsers says what it lacks in", () => {
  it.concurrent.each(Object.keys(ENDS))("%s", async (host) => {
    const run = promisify(execFile)(process.execPath, ["--conditions=browser", program, host], { timeout: 30_000 });
    const ends = JSON.parse((await run).stdout) as Record<string, string>;
    for (const [call, end] of Object.entries(ENDS[host] ?? {}))
      expect(ends[call]?.slice(0, end.length), call).toBe(end);
    for (const [call, said] of Object.entries(ends)) {
      expect(said, call).not.toMatch(/is not defined|is not a (function|constructor)|of undefined/);
      // One arrow: what to do is said once.
      expect(said.split("→").length, said).toBeLessThan(3);
    }
  });
});
