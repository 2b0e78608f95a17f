/**
 * Streams of CSV that do not simply end: slow ones that are given up, ones that fail, ones that give no bytes.
 */
import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { type ByteSource, dataset } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";
import { ascii, gz } from "./idx-files.js";
import { type Stalled, stalledIterable, stalledStream } from "./streams.js";

const table = ascii(`${"1,10,20,30,40\n".repeat(50)}`);
const reason = new Error("the user left the page");

describe("an abort", () => {
  it("before the start is all that happens: the source is not touched", async () => {
    const source = {
      [Symbol.asyncIterator]: () => expect.unreachable("the source was opened"),
    } as AsyncIterable<Uint8Array>;
    const signal = AbortSignal.abort(reason);
    await expect(dataset.fromCsv({ csv: source, signal })).rejects.toBe(reason);
    await expect(dataset.fromCsv({ csv: "/nowhere.csv", signal })).rejects.toBe(reason);
    await expect(dataset.fromCsv({ csv: table, signal })).rejects.toBe(reason);
  });

  const STALLED: [name: string, make: () => Stalled<ByteSource>, how: unknown][] = [
    ["an iterable", () => stalledIterable(table), "return"],
    ["an iterable of gzip", () => stalledIterable(gz(table).subarray(0, 30)), "return"],
    ["an iterable of one byte", () => stalledIterable(table.subarray(0, 1)), "return"],
    ["a web stream", () => stalledStream(table), reason],
    ["a web stream of gzip", () => stalledStream(gz(table).subarray(0, 30)), reason],
  ];
  it.each(STALLED)("while %s keeps us waiting rejects with its reason and ends the source", async (_, make, how) => {
    const { source, reached, ended } = make();
    const stop = new AbortController();
    const reading = dataset.fromCsv({ csv: source, signal: stop.signal });
    await reached;
    stop.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(await ended).toEqual(how);
  });

  it("while a generator sleeps is not kept waiting, and the generator cleans up when it wakes", async () => {
    const events: string[] = [];
    async function* slow() {
      try {
        for (;;) {
          yield table;
          await sleep(300);
          events.push("woke");
        }
      } finally {
        events.push("cleaned up");
      }
    }
    const signal = AbortSignal.timeout(50);
    const before = performance.now();
    await expect(dataset.fromCsv({ csv: slow(), signal })).rejects.toMatchObject({ name: "TimeoutError" });
    expect(performance.now() - before).toBeLessThan(250);
    await expect.poll(() => events).toEqual(["woke", "cleaned up"]);
  });

  it("is heard in the middle of a table that never ends and never pauses", async () => {
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield new Uint8Array(1 << 20).fill(10); // line breaks
      } finally {
        ended = true;
      }
    }
    await expect(dataset.fromCsv({ csv: endless(), signal: AbortSignal.timeout(80) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    expect(ended).toBe(true);
  });
});

describe("a wrong table ends its source at once", () => {
  it("by return()", async () => {
    const { source, ended } = stalledIterable(ascii("1,2,3,4,5\n1,2,3,4,256\n"));
    expect((await refusal(() => dataset.fromCsv({ csv: source }))).code).toBe("CSV_VALUE");
    expect(await ended).toBe("return");
  });

  it("by cancel()", async () => {
    const { source, ended } = stalledStream(ascii("1,2,3,4,5\n1,2,3,4,256\n"));
    expect((await refusal(() => dataset.fromCsv({ csv: source }))).code).toBe("CSV_VALUE");
    expect(await ended).toBeUndefined();
  });

  it("by destroy(), a stream of Node", async () => {
    const source = new PassThrough();
    source.write("1,2,3,4,5\n1,2,3,4,256\n");
    expect((await refusal(() => dataset.fromCsv({ csv: source }))).code).toBe("CSV_VALUE");
    expect(source.destroyed).toBe(true);
  });
});

describe("a stream that fails", () => {
  const failure = new Error("the disk was pulled out");
  it.each([0, 1, 40, 700])("after %i bytes gives its own error", async (length) => {
    async function* failing() {
      if (length > 0) yield table.subarray(0, length);
      throw failure;
    }
    await expect(dataset.fromCsv({ csv: failing() })).rejects.toBe(failure);
    const web = new ReadableStream({ start: (controller) => controller.error(failure) });
    await expect(dataset.fromCsv({ csv: web })).rejects.toBe(failure);
  });

  it("by giving text instead of bytes is told so", async () => {
    const csv = PassThrough.from(["1,2,3,4,5\n"]) as AsyncIterable<unknown> as AsyncIterable<Uint8Array>;
    await expectRefusal(() => dataset.fromCsv({ csv }), "INVALID_ARGUMENT", ['"1,2,3,4,5', "Uint8Array"]);
  });

  it("by being read already is told so", async () => {
    const csv = new ReadableStream<Uint8Array>();
    csv.getReader();
    await expectRefusal(() => dataset.fromCsv({ csv }), "INVALID_ARGUMENT", ["stream"]);
  });

  it("by ending at once is an empty table", async () => {
    const { code } = await refusal(() => dataset.fromCsv({ csv: new Blob([]) }));
    expect(code).toBe("CSV_EMPTY");
  });
});
