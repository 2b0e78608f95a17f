/**
 * Texts that are meant for an address and are none: every function that reads by one says which function, which text, and
 * what to give instead, and no password.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dataset, init, loadFashionMnist, loadModel, sequential } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startCli } from "../cli/run-cli.js";
import { garments, tiny } from "../model/garments.js";
import { csvOf } from "./csv-files.js";

const posix = process.platform !== "win32";

/** What is refused, and a part of what is said. */
const WRONG: readonly (readonly [text: string | URL, part: string])[] = [
  ["http://", '"http://" is not a URL → give one such as https://host/file'],
  ["https://[", "is not a URL"],
  ["http://a:99999/", "is not a URL"],
  ["http:/host/x.csv", '"http:/host/x.csv" lacks a slash → give http://host/x.csv; a file of this name is ./…'],
  ["https:host", "lacks a slash → give https://host"],
  ["data:", "is a data: URL without a comma"],
  ["data:x.csv", "a file of this name is ./…"],
  ["ftp://host/x", "is a URL of the protocol ftp: → give one of http:, https:, data:, blob: or file:, or bytes"],
  ["s3://bucket/x.csv", "protocol s3:"],
  ["hppts://host/x.csv", '"hppts://host/x.csv" is a URL of the protocol hppts:'],
  [new URL("ftp://host/x"), "protocol ftp:"],
  ["file:x.csv", "is a file: URL without an absolute path → give file:///folder/file, or a path"],
  ["file:///%2F", "is not the URL of a file of this machine"],
  ["file:///a%00b", "has a zero byte in it"],
  ["a\0b", String.raw`"a\u0000b" has a zero byte in it`],
  ...(posix ? ([["file://host/path.csv", "is not the URL of a file of this machine"]] as const) : []),
  ["https://me:secret@host/x.csv", '"https://…@host/x.csv" has a name or password in it, which fetch refuses'],
  [new URL("https://secret@host/x.csv"), "Authorization header"],
  ["https://me:top@secret@host/x.csv", '"https://…@host/x.csv" has a name or password in it'],
  [`http://[${"x".repeat(100_000)}`, "is not a URL"],
];

type Loader = (address: string | URL) => Promise<unknown>;
const LOADERS: readonly (readonly [where: string, Loader])[] = [
  ["loadModel", (address) => loadModel(address, { threads: 1 })],
  ["loadModel", (address) => inference.loadModel(address, { engine: "local" })],
  ["dataset.fromCsv", (csv) => dataset.fromCsv({ csv })],
  ["dataset.fromIdx", (images) => dataset.fromIdx({ images, labels: images })],
  ["dataset.fromImages", (image) => dataset.fromImages({ images: [image], labels: null })],
  ["dataset.fromFolder", (folder) => dataset.fromFolder({ folder })],
  ["loadFashionMnist", (data) => loadFashionMnist({ data })],
  ['init: option "wasmUrl"', (wasmUrl) => init({ wasmUrl })],
  ['init: option "wasmUrl"', (simd) => init({ wasmUrl: { simd } })],
  ['init: option "workerUrl"', (workerUrl) => init({ workerUrl })],
  ['init: option "dataWasm"', (dataWasm) => init({ dataWasm })],
  ['init: option "customersWasm"', (customersWasm) => init({ customersWasm })],
  ['init: option "wasmUrl"', (wasmUrl) => inference.init({ wasmUrl })],
  ['init: option "workerUrl"', (workerUrl) => inference.init({ workerUrl })],
];

async function refusalOf(work: Promise<unknown>): Promise<{ name: string; code: string; message: string }> {
  const error = await work.then(
    () => ({ name: "none", code: "", message: "" }),
    (thrown: { name: string; code: string; message: string }) => thrown,
  );
  const { name, code, message } = error;
  return { name, code, message };
}

describe.each(LOADERS)("%s", (where, load) => {
  it("refuses what is no address, and says which", async () => {
    for (const [text, part] of WRONG) {
      const { name, code, message } = await refusalOf(load(text));
      expect({ text, name, code }).toEqual({ text, name: "FashionWasmError", code: "INVALID_ARGUMENT" });
      expect(message.startsWith(`${where}: "`)).toBe(true);
      expect(message).toContain(part);
      expect(message).not.toContain("secret");
      expect(message.length).toBeLessThan(500);
    }
    const empty = await refusalOf(load(""));
    expect(empty).toMatchObject({ name: "FashionWasmError", code: "INVALID_ARGUMENT" });
    expect(empty.message.startsWith(where.split(":")[0] as string)).toBe(true);
  });
});

it("model.loadWeights does so, too", async () => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1 });
  for (const text of ["http://", "ftp://host/x", "https://me:secret@host/x"]) {
    const { code, message } = await refusalOf(model.loadWeights(text));
    expect(code).toBe("INVALID_ARGUMENT");
    expect(message).toMatch(/^loadWeights: "/);
    expect(message).not.toContain("secret");
  }
});

it("one file is no folder of Fashion-MNIST", async () => {
  const { code, message } = await refusalOf(loadFashionMnist({ data: `data:text/csv,${"1,".repeat(50_000)}` }));
  expect(code).toBe("INVALID_ARGUMENT");
  expect(message).toMatch(/^loadFashionMnist: "data:text.*….*" is the URL of one file → give that of a folder$/);
});

it.runIf(posix)("an address behind a blank is a path, which shows no password", async () => {
  const csv = " https://me:secret@host/x.csv";
  const { code, message } = await refusalOf(dataset.fromCsv({ csv }));
  expect(code).toBe("IO");
  expect(message).toMatch(/^cannot read .* https:\/…@host\/x\.csv: there is no such file/);
});

it("a model is not saved to an address", async () => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1 });
  for (const place of ["https://…@host", "file:///folder"]) {
    const { code, message } = await refusalOf(model.save(`${place.replace("…", "me:secret")}/x.safetensors`));
    expect(code).toBe("IO");
    expect(message).toBe(`cannot write ${place}/x.safetensors: it is a URL → name the path of a file`);
  }
});

describe("the environment variable FASHION_WASM_DATA", () => {
  afterEach(() => vi.unstubAllEnvs());
  it("is named where its text is none", async () => {
    vi.stubEnv("FASHION_WASM_DATA", "http://");
    await expect(loadFashionMnist()).rejects.toThrow(
      'loadFashionMnist (from the environment variable FASHION_WASM_DATA): "http://" is not a URL',
    );
  });
});

describe("a file whose name looks like an address", () => {
  let folder: string;
  const data = garments(3);
  const here = process.cwd();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fashion-wasm-addresses-"));
    process.chdir(folder);
  });
  afterAll(async () => {
    process.chdir(here);
    await rm(folder, { recursive: true });
  });

  it.runIf(posix)("is read by a path", async () => {
    const whole = await data.fingerprint();
    for (const name of [
      "data:x.csv",
      "http:x.csv",
      "T-shirt: new.csv",
      "2026-01-01T10:00.csv",
      "C:\\x.csv",
      "a b#c?d%20.csv",
    ]) {
      await writeFile(name, csvOf(data));
      const path = `./${name}`;
      for (const csv of [path, join(folder, name), pathToFileURL(name), pathToFileURL(name).href]) {
        expect(await (await dataset.fromCsv({ csv })).fingerprint()).toBe(whole);
      }
    }
    await mkdir("s3:");
    await writeFile("s3:/x.csv", csvOf(data));
    expect(await (await dataset.fromCsv({ csv: "./s3://x.csv" })).fingerprint()).toBe(whole);
  });

  it("and blob: and data: URLs are", async () => {
    const bytes = await readFile(new URL("../../data/pretrained/fashion-mnist.safetensors", import.meta.url));
    const url = URL.createObjectURL(new Blob([bytes]));
    const base64 = `DATA:application/octet-stream;base64,${bytes.toString("base64")}`;
    for (const source of [url, new URL(url), base64]) {
      const model = await inference.loadModel(source, { engine: "local" });
      expect(model.outputShape).toEqual([10]);
      await model.dispose();
    }
    URL.revokeObjectURL(url);
  });

  it("that is too long, or missing, is shortened in the message", async () => {
    for (const path of ["x".repeat(5000), `${"folder/".repeat(100)}x.csv`]) {
      const { code, message } = await refusalOf(dataset.fromCsv({ csv: path }));
      expect(code).toBe("IO");
      expect(message.length).toBeLessThan(400);
    }
  });
});

describe("the command line", () => {
  it.each(["http://", "https://me:secret@host/", "file:///%2F"])("--data %s is wrong use", async (data) => {
    const { code, stdout } = await startCli(["explore", "--data", data, "--json"]).ended;
    expect(code).toBe(2);
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(error.message).toMatch(/^"/);
    expect(stdout).not.toContain("secret");
  });
});
