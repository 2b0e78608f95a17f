/** A file that is changed while it is read: refused by both readers and by loadWeights, closed, and nothing half-loaded. */
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import fs, { type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dense, flatten, loadModel, type Model, sequential } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-"));
const path = join(folder, "model.safetensors");
const { open } = fs;
const opened: FileHandle[] = [];
let model: Model;
let file: Uint8Array;
beforeAll(async () => {
  model = await sequential([flatten(), dense({ units: 10 })], { inputShape: [28, 28, 1], seed: 2, threads: 1 });
  file = await model.serialize();
});
beforeEach(() => writeFileSync(path, file));
afterEach(() => {
  fs.open = open;
  syncBuiltinESMExports();
  opened.length = 0;
});
afterAll(async () => {
  await model.dispose();
  rmSync(folder, { recursive: true });
});

/** Lets `change` happen after the header and one tensor were read. */
function changing(change: () => void): void {
  fs.open = async (...place) => {
    const handle = await open(...place);
    opened.push(handle);
    const read = handle.read.bind(handle) as (...args: unknown[]) => Promise<unknown>;
    let calls = 0;
    handle.read = ((...args: unknown[]) => {
      if (++calls === 4) change();
      return read(...args);
    }) as typeof handle.read;
    return handle;
  };
  syncBuiltinESMExports();
}

const CHANGES: readonly (readonly [what: string, change: () => void])[] = [
  ["cut", () => truncateSync(path, file.length - 100)],
  ["made longer", () => writeFileSync(path, Buffer.concat([file, file]))],
  ["written again", () => utimesSync(path, 1, 1)],
];
const READERS: readonly (readonly [who: string, where: string, read: () => Promise<unknown>])[] = [
  ["loadModel", "loadModel", () => loadModel(path, { threads: 1 })],
  ["loadModel of fashion-wasm/inference", "loadModel", () => inference.loadModel(path)],
  ["loadWeights", "loadWeights", () => model.loadWeights(path)],
];

describe.each(READERS)("%s", (_, where, read) => {
  it.each(CHANGES)("refuses a file that is %s meanwhile", async (_, change) => {
    const hash = await model.weightsSha256();
    changing(change);
    await expectRefusal(read, "IO", [`${where}: cannot read ${path}: it was changed meanwhile → `]);
    expect(await model.weightsSha256()).toBe(hash);
    expect(opened.map(({ fd }) => fd)).toEqual([-1]);
  });

  it("takes one that is replaced by another of its name, as save does", async () => {
    changing(() => {
      writeFileSync(`${path}.new`, "another");
      rmSync(path);
    });
    const loaded = (await read()) as Model | undefined;
    await loaded?.dispose();
    expect(opened.map(({ fd }) => fd)).toEqual([-1]);
  });
});
