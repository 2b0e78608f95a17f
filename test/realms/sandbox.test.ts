/** The package in a sandbox such as Jest's, where the host's objects (Buffers, the engine's answers) are of another realm. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const program = (name: string) => fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url));

it.each([
  ["Node's globals", []],
  ["those of jsdom in Jest", ["TextEncoder", "TextDecoder", "MessageChannel", "setImmediate", "structuredClone"]],
])("trains, looks inside, saves and loads with %s", async (_, lacking) => {
  const flags = ["--experimental-vm-modules", "--no-warnings"];
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    program("sandbox"),
    program("in-sandbox"),
    ...lacking,
  ]);
  const answersOf = (engine: string) => ({
    [`${engine}: fit`]: 1,
    [`${engine}: weights are of this realm`]: true,
    [`${engine}: outputs are`]: true,
    [`${engine}: setWeights`]: "done",
    [`${engine}: features`]: 784,
    [`${engine}: fashion loads a Buffer`]: "sequential",
    [`${engine}: inference loads a Buffer`]: "sequential",
  });
  expect(JSON.parse(stdout)).toEqual({
    isForeign: true,
    ...answersOf("worker"),
    ...answersOf("local"),
    "a Blob": 1,
    "a stream": 1,
    "a failed download": "DOWNLOAD_FAILED cannot download http://127.0.0.1:9/x.csv: bad port",
  });
});
