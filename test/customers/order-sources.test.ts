/** Where orders can come from: one file or several, plain or in gzip, whole or in pieces of any length. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { readOrders } from "fashion-wasm";
import { afterAll, describe, expect, it } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";
import { bytes, read, sums } from "./order-tables.js";

const HEADER = "customer_id,order_id,date,sku,quantity,amount";
const ROWS = ["7,A1,2026-03-02,SHIRT,2,40", '8,A2,2026-03-05,"BAG, ""small""",1,5', "7,A3,2026-03-09,BOOT,1,89"];
const file = bytes(HEADER, ...ROWS);
const expected = { customers: 2, orders: 3, lines: 3, items: 3 };
const summary = async (source: Parameters<typeof readOrders>[0]) => (await sums(source)).all;

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-orders-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "orders.csv");
writeFileSync(path, file);

async function* pieces(all: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < all.length; at += length) yield all.subarray(at, at + length);
}

it.each<[string, () => Parameters<typeof readOrders>[0]]>([
  ["a path", () => path],
  ["an address", () => pathToFileURL(path)],
  ["bytes", () => file],
  ["an ArrayBuffer", () => file.buffer as ArrayBuffer],
  ["a Blob", () => new Blob([file])],
  ["a File", () => new File([file], "orders.csv")],
  ["a stream of the web", () => new Blob([file]).stream()],
  ["an iterable of single bytes", () => pieces(file, 1)],
  ["gzip", () => gzipSync(file)],
  ["gzip in single bytes", () => pieces(gzipSync(file), 1)],
  [
    "gzip of several members",
    () =>
      Buffer.concat([0, 20, 60, file.length].slice(1).map((end, i) => gzipSync(file.subarray([0, 20, 60][i], end)))),
  ],
  ["a mark of UTF-8 in single bytes", () => pieces(Buffer.concat([Buffer.from("\ufeff"), file]), 1)],
  ["several", () => [bytes(HEADER, ROWS[0] as string), bytes(HEADER, ...ROWS.slice(1))]],
])("from %s", async (_, source) => {
  expect(await summary(source())).toMatchObject(expected);
});

it("from a web server", async () => {
  const server = createServer((_, response) => response.end(gzipSync(file))).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders.csv.gz`;
  expect(await summary(url)).toMatchObject(expected);
  server.close();
});

describe("refuses", () => {
  it("gzip that is cut short, at any byte, or damaged", async () => {
    const packed = gzipSync(file);
    for (const end of [12, 40, packed.length - 9, packed.length - 1]) {
      const cut = new File([packed.subarray(0, end)], "cut.csv.gz");
      await expectRefusal(() => read(cut), "GZIP_TRUNCATED", ["cut.csv.gz", "cut short"]);
    }
    const damaged = Uint8Array.from(packed, (byte, i) => (i === packed.length - 6 ? byte ^ 1 : byte));
    await expectRefusal(() => read(new File([damaged], "x.gz")), "GZIP_INVALID", ["x.gz", "damaged"]);
    const second = Buffer.concat([packed, packed.subarray(0, 20)]);
    await expectRefusal(() => read(second), "GZIP_TRUNCATED", ["cut short"]);
  });

  it("a stream that has to be read twice, and says why", async () => {
    const back = bytes(HEADER, ...ROWS, "7,A1,2026-03-12,SHIRT,-1,-20");
    expect((await summary(back)).returned).toBe(1);
    await expectRefusal(() => read(new Blob([back]).stream()), "IO", ["goods came back", "a stream can be read once"]);
    const packed = bytes(
      "order_id,order_date,status,billing_email,line_items",
      "1,2026-03-02,completed,a@example.com,name:A|sku:A|quantity:1|total:5",
    );
    expect(await summary(packed)).toMatchObject({ lines: 1, files: [{ lines: 1, rows: 1 }] });
    await expectRefusal(() => read(pieces(packed, 9)), "IO", [
      "its rows hold whole orders",
      "give a file, a Blob or bytes",
    ]);
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "sources is missing"],
    ["an empty list", [], "sources is an empty list"],
    ["a number", 7, "sources is 7"],
    ["a list with nothing in it", [null], "sources[0] is null"],
    ["a list in a list", [[file]], "sources[0]"],
    ["a blank path", " ", 'sources is " "'],
  ])("%s", async (_, source, says) => {
    await expectRefusal(() => read(source as never), "INVALID_ARGUMENT", ["readOrders", says]);
  });

  it.each<[string, string, string, readonly string[]]>([
    ["a list in JSON", '[{"customer_id": 7, "date": "2026-03-02", "sku": "BAG"}]', "CSV_HEADER", ["JSON", "line"]],
    ["JSON of several lines", '{\n  "customer_id": 7,\n  "date": "2026-03-02"\n}', "CSV_HEADER", ["object a line"]],
    ["a web page", "<!doctype html><title>x</title>", "CSV_HEADER", ["web page"]],
    ["a spreadsheet", "PK\u0003\u0004something", "CSV_HEADER", ["spreadsheet", "CSV"]],
    ["nothing but blanks", "\n \n", "CSV_EMPTY", ["no row"]],
    ["an empty file", "", "CSV_EMPTY", ["no row"]],
  ])("%s", async (_, text, code, says) => {
    const { message, ...error } = await refusal(() => read(new File([text], "x")));
    for (const part of ["x", ...says]) expect(message).toContain(part);
    expect(error.code).toBe(code);
  });
});

it("a file that is missing leaves nothing behind: another can be read", async () => {
  await expect(read([file, join(folder, "nowhere.csv")])).rejects.toThrow("nowhere.csv");
  expect(await summary(file)).toMatchObject(expected);
});

it("tells its progress, of every file, to the end", async () => {
  const told: { file: string; read: number; rows: number }[] = [];
  await read(
    [
      new File([file], "1.csv"),
      new File([JSON.stringify({ customer_id: 9, date: "2026-03-02", sku: "S" })], "2.jsonl"),
    ],
    {
      onProgress: (progress) => told.push({ ...progress }),
    },
  );
  const last = (name: string) => told.findLast((each) => each.file === name);
  expect(last("1.csv")).toMatchObject({ read: file.length, rows: 3 });
  expect(last("2.jsonl")?.rows).toBe(4);
});

it("is ended by its signal, before and while it reads", async () => {
  const reason = new Error("enough");
  await expect(read(file, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield bytes(HEADER);
    for (let i = 0; ; i++) {
      if (i === 50) controller.abort(reason);
      yield bytes(`7,A${i},2026-03-02,SHIRT,2,40`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  await expect(read(endless(), { signal: controller.signal })).rejects.toBe(reason);
});
