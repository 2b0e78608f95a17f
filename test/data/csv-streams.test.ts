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

describe("a source that", () => {
  it("never ends when it is told to does not keep an error waiting", async () => {
    const wrong = ascii("1,10,20,30,999\n");
    const source: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: wrong }),
        return: () => new Promise(() => undefined),
      }),
    };
    await expect(dataset.fromCsv({ csv: source })).rejects.toMatchObject({ code: "CSV_VALUE" });
  });

  it("gives much text leaves none of it in memory, with a signal and without", async () => {
    const rows = ascii("1,10,20,30,40\n".repeat(1000));
    const megabytes = 200;
    async function* blank() {
      yield rows;
      const empty = new Uint8Array(2 ** 20);
      for (let i = 0; i < megabytes; i++) yield new Uint8Array(empty.fill(10));
    }
    for (const options of [{}, { signal: new AbortController().signal }]) {
      const before = process.memoryUsage().arrayBuffers;
      let most = 0;
      const watched = (async function* () {
        for await (const piece of blank()) {
          most = Math.max(most, process.memoryUsage().arrayBuffers - before);
          yield piece;
        }
      })();
      expect((await dataset.fromCsv({ csv: watched, ...options })).length).toBe(1000);
      expect(most / 2 ** 20).toBeLessThan(megabytes * 0.75);
    }
  });

  it("is larger than maxBytes is refused before it is read, whatever it is", async () => {
    const bytes = new Uint8Array(2000);
    for (const image of [bytes, bytes.buffer, new Blob([bytes]), new Blob([bytes]).stream()]) {
      const read = dataset.fromImages({ images: [image], labels: null, maxBytes: 1000 });
      await expect(read).rejects.toMatchObject({ code: "IMAGE_TOO_LARGE", message: expect.stringContaining("1000") });
    }
  });
});

describe("image files", () => {
  it("that are read ahead of one that is refused are let go", async () => {
    let cancelled = 0;
    const waiting = () => new ReadableStream<Uint8Array>({ cancel: () => void cancelled++ });
    const images = [new Uint8Array(3), waiting(), waiting(), waiting()];
    await expect(dataset.fromImages({ images, labels: null })).rejects.toMatchObject({ code: "IMAGE_FORMAT" });
    await expect.poll(() => cancelled).toBe(3);
  });

  it("are not read where labels or names do not fit", async () => {
    const source = { [Symbol.asyncIterator]: () => expect.unreachable("the file was opened") };
    const images = [source as unknown as AsyncIterable<Uint8Array>];
    const read = (options: object) => () => dataset.fromImages({ images, labels: null, ...options });
    await expectRefusal(read({ labels: [1, 2] }), "DATA_MISMATCH", ["2 labels for 1 images"]);
    await expectRefusal(read({ labels: [2], classNames: ["a"] }), "DATA_MISMATCH", ["label 0 is 2"]);
    await expectRefusal(read({ names: "a" }), "INVALID_ARGUMENT", ['"names"', "1 strings"]);
    await expectRefusal(read({ signal: {} }), "INVALID_ARGUMENT", ['"signal"', "AbortSignal"]);
    await expectRefusal(read({ imageShape: [2 ** 32, 1, 1] }), "INVALID_ARGUMENT", ["imageShape"]);
  });
});
