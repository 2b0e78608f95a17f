/**
 * Tables in CSV from every source, plain and in gzip: the same data as the IDX files they were written from.
 */
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { type ByteSource, type Dataset, dataset, fashionMnistClassNames, loadFashionMnist } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusal } from "../model/refusal.js";
import { csvOf, webStream } from "./csv-files.js";
import { concat, gz, sameBytes } from "./idx-files.js";
import { pieces } from "./streams.js";

let folder: string;
let origin: string;
let server: Server;
let sample: Dataset;
let fingerprint: string;
const tables = { plain: new Uint8Array(), gzip: new Uint8Array() };
type Kind = keyof typeof tables;

beforeAll(async () => {
  sample = (await loadFashionMnist({ data: "sample" })).train;
  fingerprint = await sample.fingerprint();
  tables.plain = Uint8Array.from(csvOf(sample));
  tables.gzip = Uint8Array.from(gz(tables.plain, 6));
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-csv-"));
  await writeFile(join(folder, "plain"), tables.plain);
  await writeFile(join(folder, "gzip"), tables.gzip);
  server = createServer(({ url = "" }, response) => {
    const path = url.slice(1);
    if (path === "plain" || path === "gzip") response.end(tables[path]);
    else if (path === "encoded") response.writeHead(200, { "content-encoding": "gzip" }).end(tables.gzip);
    else if (path === "page") response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
    else if (path === "cut") {
      response.writeHead(200, { "content-length": tables.plain.length }).write(tables.plain.subarray(0, 300_000));
      setTimeout(() => response.destroy(), 50);
    } else response.writeHead(path === "broken" ? 500 : 404).end("no");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const SOURCES: [name: string, of: (kind: Kind) => ByteSource][] = [
  ["a path", (kind) => join(folder, kind)],
  ["a relative path", (kind) => relative(process.cwd(), join(folder, kind))],
  ["a file: URL", (kind) => pathToFileURL(join(folder, kind))],
  ["a file: URL as text", (kind) => pathToFileURL(join(folder, kind)).href],
  ["an http URL", (kind) => `${origin}/${kind}`],
  ["a URL object", (kind) => new URL(`${origin}/${kind}`)],
  ["a data: URL", (kind) => `data:text/csv;base64,${Buffer.from(tables[kind]).toString("base64")}`],
  ["a Uint8Array", (kind) => tables[kind]],
  [
    "a Uint8Array in a larger buffer",
    (kind) => concat(Uint8Array.of(7), tables[kind], Uint8Array.of(7)).subarray(1, -1),
  ],
  ["an ArrayBuffer", (kind) => tables[kind].buffer],
  ["a Blob", (kind) => new Blob([tables[kind]])],
  ["a File", (kind) => new File([tables[kind]], "garments.csv")],
  ["a web stream in odd pieces", (kind) => webStream(tables[kind])],
  ["the body of an answer", (kind) => new Response(tables[kind]).body as ReadableStream<Uint8Array>],
  ["a stream of Node", (kind) => createReadStream(join(folder, kind), { highWaterMark: 777 })],
  ["an async generator in odd pieces", (kind) => pieces(tables[kind])],
];

describe.each(["plain", "gzip"] as const)("a table, %s,", (kind) => {
  it.each(SOURCES)("is read from %s as the IDX files are", async (_, of) => {
    const before = tables[kind].slice();
    const read = await dataset.fromCsv({ csv: of(kind), classNames: fashionMnistClassNames });
    expect(read.shape).toEqual([500, 28, 28, 1]);
    expect(read.classNames).toEqual(sample.classNames);
    expect(sameBytes(read.images, sample.images)).toBe(true);
    expect(read.labels).toEqual(sample.labels);
    expect(await read.fingerprint()).toBe(fingerprint);
    expect(sameBytes(tables[kind], before)).toBe(true);
  });
});

describe("over HTTP", () => {
  it("a table that the server compresses is read", async () => {
    expect(await (await dataset.fromCsv({ csv: `${origin}/encoded` })).fingerprint()).toBe(fingerprint);
  });

  it.each([
    ["404", "missing", "there is no such file"],
    ["a web page in its place", "page", "there is no such file"],
    ["500", "broken", "the server answered 500"],
    ["a connection that breaks", "cut", "cannot download"],
  ])("%s is a download that failed", async (_, path, reason) => {
    const error = await refusal(() => dataset.fromCsv({ csv: `${origin}/${path}` }));
    expect(error.code).toBe("DOWNLOAD_FAILED");
    expect(error.message).toContain(`${origin}/${path}`);
    expect(error.message).toContain(reason);
  });

  it("nobody there is a download that failed", async () => {
    const error = await refusal(() => dataset.fromCsv({ csv: "http://127.0.0.1:9/data.csv" }));
    expect(error.code).toBe("DOWNLOAD_FAILED");
  });
});

it.each([
  ["is not there", "nothing.csv", "there is no such file"],
  ["is a folder", ".", "it is a folder"],
])("a path that %s is named", async (_, name, reason) => {
  const error = await refusal(() => dataset.fromCsv({ csv: join(folder, name) }));
  expect([error.code, error.message]).toEqual(["IO", `cannot read ${join(folder, name)}: ${reason}`]);
});
