/**
 * The download of Fashion-MNIST with the network and the system's folder replaced: only verified files reach the cache.
 *
 * The served files are the published ones, made again from the installed ones (Debian's differ in the gzip header
 * only), so that the pinned SHA-256 values themselves are tested.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadFashionMnist } from "fashion-wasm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ascii, concat } from "./idx-files.js";

const installed = "/usr/share/datasets/fashion-mnist";
/** When the published files were packed, in seconds since 1970: part of their gzip headers. */
const packed = { train: 1504176606, t10k: 1504176627 };

function published(name: string): Uint8Array {
  const file = new Uint8Array(readFileSync(join(installed, name)));
  const header = new DataView(new ArrayBuffer(10));
  header.setUint32(0, 0x1f8b0808);
  header.setUint32(4, packed[name.startsWith("train") ? "train" : "t10k"], true);
  header.setUint16(8, 0x0003);
  return concat(new Uint8Array(header.buffer), ascii(name.replace(".gz", "\0")), file.subarray(10));
}

describe.runIf(existsSync(installed))("the download", () => {
  const files = new Map<string, Uint8Array>();
  const { stat } = fs;
  let home = "";
  let cache = "";
  let asked: string[] = [];
  /** What the network does; by default it serves the published files. */
  let respond: (url: string, signal: AbortSignal) => Response | Promise<Response>;

  beforeAll(() => {
    for (const name of readdirSync(installed)) files.set(name, published(name));
    fs.stat = (async (path: string) => {
      if (String(path).startsWith(installed)) throw Object.assign(new Error("gone"), { code: "ENOENT" });
      return stat(path);
    }) as typeof fs.stat;
    syncBuiltinESMExports();
  });
  afterAll(() => {
    fs.stat = stat;
    syncBuiltinESMExports();
  });
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "fashion-wasm-cache-"));
    cache = join(home, "fashion-wasm", "fashion-mnist");
    vi.stubEnv("XDG_CACHE_HOME", home);
    vi.stubEnv("FASHION_WASM_DATA", "");
    asked = [];
    respond = serve;
    vi.stubGlobal("fetch", async (url: string | URL, { signal }: { signal: AbortSignal }) => {
      asked.push(String(url));
      return respond(String(url), signal);
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
    rmSync(home, { recursive: true });
  });

  const nameOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);
  const serve = (url: string) => new Response(files.get(nameOf(url)) as Uint8Array<ArrayBuffer>);

  test("brings the published files into the cache, once", async () => {
    const heard: string[] = [];
    const {
      train,
      test: tested,
      origin,
    } = await loadFashionMnist({
      onDownload: ({ file, received, total }) => received === total && heard.push(file),
    });
    expect([train.length, tested.length]).toEqual([60000, 10000]);
    expect(origin).toBe(cache);
    expect(heard).toEqual(asked.map(nameOf));
    expect(asked).toHaveLength(4);
    expect(readdirSync(cache)).toHaveLength(4);
    const md5 = createHash("md5")
      .update(readFileSync(join(cache, "train-images-idx3-ubyte.gz")))
      .digest("hex");
    expect(md5).toBe("8d4fb7e6c68d591d4c3dfef9ec88bf0d");
    await loadFashionMnist();
    expect(asked).toHaveLength(4);
  });

  test("goes on with what is missing after an interruption", async () => {
    const stop = new AbortController();
    respond = (url) => {
      if (url.includes("t10k-images")) stop.abort(new Error("enough"));
      return serve(url);
    };
    await expect(loadFashionMnist({ signal: stop.signal })).rejects.toThrow("enough");
    expect(readdirSync(cache).sort()).toEqual(["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]);
    asked = [];
    respond = serve;
    await loadFashionMnist();
    expect(asked.map(nameOf)).toEqual(["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]);
  });

  test("takes another mirror when the first serves something else", async () => {
    respond = (url) => (url.startsWith("https://storage") ? damaged(url) : serve(url));
    await loadFashionMnist();
    expect(asked).toHaveLength(8);
  });

  const damaged = (url: string) => {
    const file = files.get(nameOf(url)) as Uint8Array;
    return new Response(file.map((byte, i) => (i === 1000 ? byte ^ 1 : byte)) as Uint8Array<ArrayBuffer>);
  };

  test.each<[string, typeof respond, RegExp]>([
    ["another file", damaged, /not the published one/],
    ["a file cut short", (url) => new Response(files.get(nameOf(url))?.slice(0, 9999)), /not the published one/],
    ["more than there should be", () => new Response(new Uint8Array(30e6)), /more than 26421880 bytes/],
    ["a web page", () => new Response("<html>", { headers: { "content-type": "text/html" } }), /no such file/],
    ["an error", () => new Response(null, { status: 503, statusText: "Down" }), /the server answered 503 Down/],
    [
      "nothing",
      () => Promise.reject(new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") })),
      /ENOTFOUND/,
    ],
  ])("of %s is refused everywhere, and leaves nothing behind", async (_, answer, reason) => {
    respond = answer;
    const error = await loadFashionMnist().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "DOWNLOAD_FAILED", message: expect.stringMatching(reason) });
    expect((error as Error).message).toMatch(/train-images-idx3-ubyte\.gz cannot be downloaded.*dataset-fashion-mnist/);
    expect(new Set(asked).size).toBe(3);
    expect(readdirSync(cache)).toEqual([]);
  });

  test("ends when no byte comes for half a minute", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      respond = (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      let ended = false;
      const loading = loadFashionMnist().catch((thrown: unknown) => thrown);
      loading.finally(() => {
        ended = true;
      });
      while (!ended) {
        await new Promise((turn) => setImmediate(turn));
        await vi.advanceTimersByTimeAsync(1000);
      }
      expect(await loading).toMatchObject({
        code: "DOWNLOAD_FAILED",
        message: expect.stringContaining("no byte for 30 s"),
      });
    } finally {
      vi.useRealTimers();
    }
  });

  test("refuses what is no file in the place of one, before anything is fetched", async () => {
    mkdirSync(join(cache, "train-images-idx3-ubyte.gz"), { recursive: true });
    await expect(loadFashionMnist()).rejects.toMatchObject({
      code: "IO",
      message: expect.stringMatching(
        /^cannot write .*train-images-idx3-ubyte\.gz: it is no ordinary file → remove it$/,
      ),
    });
    expect(asked).toEqual([]);
  });

  test("keeps nothing of a file that the disk has no room for", async () => {
    const { open } = fs;
    fs.open = async (...place) => {
      const file = await open(...place);
      const write = file.write.bind(file) as (bytes: Uint8Array) => Promise<unknown>;
      file.write = (async (bytes: Uint8Array) => {
        await write(bytes.subarray(0, 1000));
        throw Object.assign(new Error("injected"), { code: "ENOSPC" });
      }) as unknown as typeof file.write;
      return file;
    };
    syncBuiltinESMExports();
    try {
      await expect(loadFashionMnist()).rejects.toMatchObject({
        code: "IO",
        message: expect.stringMatching(/no space left on the device$/),
      });
    } finally {
      fs.open = open;
      syncBuiltinESMExports();
    }
    expect(readdirSync(cache)).toEqual([]);
  });

  test("says so when the cache cannot be written", async () => {
    vi.stubEnv("XDG_CACHE_HOME", "/dev/null");
    await expect(loadFashionMnist()).rejects.toMatchObject({
      code: "IO",
      message: expect.stringContaining("/dev/null"),
    });
    expect(asked).toEqual([]);
  });
});
