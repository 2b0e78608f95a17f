/**
 * The two hosts' files side by side: the same names, and what each answers.
 */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { writeFileAtomic } from "../../ts/platform/browser/atomic-write.js";
import * as browser from "../../ts/platform/browser/files.js";
import * as browserHash from "../../ts/platform/browser/sha256.js";
import * as node from "../../ts/platform/node/files.js";
import * as nodeHash from "../../ts/platform/node/sha256.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** What only one host has, for itself: code for both hosts may not import these; the command line is Node's. */
const OWN = [
  ...["host.ts", "origin.ts", "script-diagnosis.ts", "server-answer.ts", "trusted-script.ts"],
  ...[
    "cgroup-folders.ts",
    "cpu-quota.ts",
    "event-file.ts",
    "io-error.ts",
    "parallelism.ts",
    "system-file.ts",
    "write-target.ts",
  ],
];

test("both hosts have the same files, which export the same names", async () => {
  const folder = (host: string) => new URL(`../../ts/platform/${host}/`, import.meta.url);
  const filesOf = async (host: string) => (await readdir(folder(host))).filter((name) => !OWN.includes(name)).sort();
  const files = await filesOf("node");
  expect(await filesOf("browser")).toEqual(files);
  for (const file of files) {
    const [a, b] = await Promise.all(["node", "browser"].map((host) => import(new URL(file, folder(host)).href)));
    expect({ file, names: Object.keys(b).sort() }).toEqual({ file, names: Object.keys(a).sort() });
  }
});

describe.each([
  ["Node", node],
  ["a browser", browser],
])("%s", (_, { readBytes }) => {
  test("reads bytes, buffers, blobs and data URLs", async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(await readBytes(bytes)).toBe(bytes);
    expect(await readBytes(bytes.slice().buffer)).toEqual(bytes);
    expect(await readBytes(new Blob([bytes]))).toEqual(bytes);
    expect(await readBytes("data:application/octet-stream;base64,AQID")).toEqual(bytes);
  });

  test("hashes as the standard says", async () => {
    const known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const part = new TextEncoder().encode("-abc-").subarray(1, 4);
    for (const { sha256 } of [nodeHash, browserHash]) expect(await sha256(part)).toBe(known);
  });
});

describe("Node", () => {
  test("reads paths and file URLs as plain Uint8Arrays", async () => {
    const path = import.meta.filename ?? process.cwd();
    const bytes = await node.readBytes(path);
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    expect(await node.readBytes(pathToFileURL(path))).toEqual(bytes);
    await expect(node.readBytes(path, { maxBytes: 10 })).rejects.toMatchObject({ code: "IDX_TOO_LARGE" });
    await expect(node.readBytes("/nonexistent/x")).rejects.toThrow("cannot read /nonexistent/x: there is no such file");
    await expect(node.readBytes("/dev/zero")).rejects.toThrow("no ordinary file");
  });

  test("has a cache folder, which XDG_CACHE_HOME moves when it is absolute", () => {
    vi.stubEnv("XDG_CACHE_HOME", "relative");
    const folder = node.cacheFolder() as string;
    expect(isAbsolute(folder)).toBe(true);
    expect(folder).toMatch(/fashion-wasm$/);
    if (process.platform !== "linux") return;
    vi.stubEnv("XDG_CACHE_HOME", "/somewhere");
    expect(node.cacheFolder()).toBe("/somewhere/fashion-wasm");
  });
});

describe("making a folder in Node", () => {
  test("makes those above it too, and is content with what is there", async () => {
    const root = await mkdtemp(join(tmpdir(), "fashion-wasm-folder-"));
    try {
      const path = join(root, "a", "b", "c");
      await Promise.all([node.makeFolder(path), node.makeFolder(path)]);
      await node.makeFolder(path);
      expect((await node.pathInfo(path))?.kind).toBe("folder");
      await writeFile(join(root, "file"), "");
      await expect(node.makeFolder(join(root, "file", "below"))).rejects.toMatchObject({ code: "IO" });
    } finally {
      await rm(root, { recursive: true });
    }
  });

  test.runIf(process.platform === "linux")("ends where nothing can be made", async () => {
    await expect(node.makeFolder("/proc/fashion-wasm/cache")).rejects.toMatchObject({ code: "IO" });
  });
});

describe("a browser", () => {
  test("takes addresses relative to the page", () => {
    vi.stubGlobal("location", { href: "https://example.org/app/index.html" });
    expect(browser.locate("data/")).toEqual({ kind: "url", url: new URL("https://example.org/app/data/") });
  });

  test("says what to do instead of what it cannot", async () => {
    await expect(writeFileAtomic("/x", Uint8Array.of())).rejects.toThrow(/IndexedDB/);
    expect(() => browser.locate("http://[")).toThrow(/is not a URL/);
    expect(browser.cacheFolder()).toBeNull();
    expect(browser.environmentVariable("PATH")).toBeUndefined();
  });
});
