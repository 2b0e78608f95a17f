/** Options of preparePhoto: what each changes, what the result tells of them, what is refused, and how work is ended. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PreparePhotoOptions, preparePhoto } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { photoOf, pngOf, tonesOf } from "./photo-files.js";

let file: Uint8Array;
beforeAll(async () => {
  file = await pngOf(photoOf(tonesOf(0))); // 288 × 288, the garment at 64, 32, 168 wide and 224 high
});

const DEFAULTS = {
  preparation: "auto",
  orientation: null,
  turn: 0,
  tones: "auto",
  background: "auto",
  box: null,
  sharpening: 0.66,
  stretch: true,
  steps: false,
};

describe("settings", () => {
  it("are told with their defaults, or as they were given", async () => {
    expect((await preparePhoto(file)).settings).toEqual(DEFAULTS);
    const given = {
      preparation: "photo",
      orientation: 3,
      turn: -20,
      tones: "positive",
      background: "plain",
      box: { left: 40, top: 20, width: 300, height: 300 },
      sharpening: 0,
      stretch: false,
      steps: true,
    } as const;
    const { settings } = await preparePhoto(file, { ...given, maxBytes: 1e6, signal: new AbortController().signal });
    expect(settings).toEqual(given);
  });

  it("that are undefined are left out", async () => {
    const none = Object.fromEntries([...Object.keys(DEFAULTS), "maxBytes", "signal"].map((name) => [name, undefined]));
    expect(await preparePhoto(file, none)).toEqual(await preparePhoto(file));
  });
});

describe("steps", () => {
  it("are pictures in their order, the last the image itself", async () => {
    const { steps, pixels } = await preparePhoto(file, { steps: true });
    expect(steps.map(({ name, image: { width, height, channels } }) => [name, width, height, channels])).toEqual([
      ["photo", 144, 144, 3],
      ["background", 144, 144, 3],
      ["difference", 144, 144, 1],
      ["mask", 144, 144, 1],
      ["garment", 144, 144, 3],
      ["reduced", 28, 28, 1],
      ["sharpened", 28, 28, 1],
      ["prepared", 28, 28, 1],
    ]);
    for (const { image } of steps) expect(image.data).toHaveLength(image.width * image.height * image.channels);
    expect(steps.at(-1)?.image.data).toEqual(pixels);
    const mask = steps.find(({ name }) => name === "mask")?.image.data ?? [];
    expect([...new Set(mask)].sort()).toEqual([0, 255]);
  });

  it("end with the mask where nothing is found, and are none where nothing was prepared", async () => {
    const blank = await pngOf({ width: 50, height: 40, channels: 1, data: new Uint8Array(2000).fill(200) });
    const { steps } = await preparePhoto(blank, { steps: true });
    expect(steps.map(({ name }) => name)).toEqual(["photo", "background", "difference", "mask"]);
    const own = await pngOf({ width: 28, height: 28, channels: 1, data: tonesOf(0) });
    expect((await preparePhoto(own, { steps: true })).steps).toEqual([]);
  });
});

describe("what an option changes", () => {
  const change = async (options: PreparePhotoOptions) => preparePhoto(file, options);

  it("turn", async () => {
    const plain = await change({});
    expect((await change({ turn: 360 })).pixels).toEqual(plain.pixels);
    const [left, right] = [await change({ turn: -90 }), await change({ turn: 90 })];
    // 288 × 288 turned to the right: what was at the bottom is at the left.
    expect(right.box).toEqual({ left: 32, top: 64, width: 224, height: 168 });
    expect(left.pixels).toEqual(right.pixels.toReversed());
    const tilted = await change({ turn: 45 });
    expect(Number(tilted.box?.left) + Number(tilted.box?.width)).toBeGreaterThan(288); // it holds all of the photo
    expect(tilted).toMatchObject({ width: 288, height: 288 });
  });

  it("sharpening and stretch", async () => {
    const sum = async (options: PreparePhotoOptions) => (await change(options)).pixels.reduce((a, b) => a + b, 0);
    expect((await change({ sharpening: 0 })).pixels).not.toEqual((await change({})).pixels);
    expect(Math.max(...(await change({ stretch: false, sharpening: 0 })).pixels)).toBeLessThan(255);
    expect(Math.max(...(await change({ sharpening: 0 })).pixels)).toBe(255);
    expect(await sum({ sharpening: 4 })).toBeLessThan(await sum({ sharpening: 0 }));
  });

  it("box", async () => {
    const box = { left: 100, top: 100, width: 50.5, height: 20.25 };
    expect(await change({ box })).toMatchObject({ objects: 1, box });
    const wide = { left: -50, top: -50, width: 500, height: 500 };
    expect(await change({ box: wide })).toMatchObject({ objects: 1, box: wide });
    expect(await change({ box: { left: 0, top: 0, width: 20, height: 20 } })).toMatchObject({ objects: 0, box: null });
  });
});

describe("is refused:", () => {
  it.each<[object, string[]]>([
    [{ preparation: "foto" }, ['"preparation" is "foto"', '"photo"']],
    [{ preparation: null }, ['"preparation" is null']],
    [{ orientation: 0 }, ['"orientation" is 0', "≥ 1 and ≤ 8"]],
    [{ orientation: 9 }, ['"orientation" is 9']],
    [{ orientation: "6" }, ['"orientation" is "6"']],
    [{ orientation: 1.5 }, ['"orientation" is 1.5']],
    [{ turn: 361 }, ['"turn" is 361', "≤ 360"]],
    [{ turn: Number.NaN }, ['"turn" is NaN']],
    [{ tones: "negativ" }, ['"tones" is "negativ"', 'did you mean "negative"?']],
    [{ background: "white" }, ['"background" is "white"', '"plain"']],
    [{ sharpening: -1 }, ['"sharpening" is -1', "≥ 0 and ≤ 4"]],
    [{ sharpening: 5 }, ['"sharpening" is 5']],
    [{ stretch: 1 }, ['"stretch" is 1', "true or false"]],
    [{ steps: "yes" }, ['"steps" is "yes"']],
    [{ maxBytes: 0 }, ['"maxBytes" is 0']],
    [{ maxBytes: 1e300 }, ['"maxBytes" is 1e+300']],
    [{ signal: {} }, ['"signal" is {}', "AbortSignal"]],
    [{ signals: 1 }, ['unknown option "signals"', 'did you mean "signal"?']],
    [{ topK: 1 }, ['unknown option "topK"']],
    [{ box: 3 }, ['option "box": received 3']],
    [{ box: null }, ['option "box": received null']],
    [{ box: [0, 0, 9, 9] }, ['option "box": received [0, 0, 9, 9]', "left, top, width, height"]],
    [{ box: { x: 0, y: 0, width: 9, height: 9 } }, ['option "box": unknown option "x"']],
    [{ box: { left: 0, top: 0, width: 9 } }, ['"box" is { left: 0, top: 0, width: 9 }', "width, height"]],
    [{ box: { left: 0, top: 0, width: 0, height: 9 } }, ["width: 0", "at least 1"]],
    [{ box: { left: 0, top: 0, width: "9", height: 9 } }, ['width: "9"']],
    [{ box: { left: 0, top: Number.NaN, width: 9, height: 9 } }, ["top: NaN"]],
    [{ box: { left: 288, top: 0, width: 9, height: 9 } }, ["left: 288", "in the turned photo of 288×288"]],
    [{ box: { left: 0, top: -9, width: 9, height: 9 } }, ["top: -9", "in the turned photo"]],
    [{ box: { left: 1e300, top: 0, width: 1, height: 1 } }, ["1e+300", "in the turned photo"]],
    [{ turn: 45, box: { left: 408, top: 0, width: 9, height: 9 } }, ["in the turned photo of 408×408"]],
  ])("%j", async (options, named) => {
    await expectRefusal(() => preparePhoto(file, options), "INVALID_ARGUMENT", ["preparePhoto", ...named]);
  });

  it.each([null, 3, [], "photo"])("options that are %j", async (options) => {
    await expectRefusal(() => preparePhoto(file, options as never), "INVALID_ARGUMENT", [
      "preparePhoto: received",
      "preparation, orientation",
    ]);
  });

  it("before anything is read", async () => {
    await expectRefusal(() => preparePhoto("none.jpg", { turn: 999 }), "INVALID_ARGUMENT", ["turn"]);
  });
});

describe("maxBytes", () => {
  it("is the size that is taken, of bytes, Blobs and files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fashion-wasm-photo-"));
    const place = join(folder, "photo.png");
    await writeFile(place, file);
    const plain = await preparePhoto(file, { maxBytes: file.length });
    for (const source of [() => file, () => new Blob([Uint8Array.from(file)]), () => place]) {
      expect(await preparePhoto(source(), { maxBytes: file.length })).toEqual(plain);
      const call = () => preparePhoto(source(), { maxBytes: file.length - 1 });
      await expect(call()).rejects.toMatchObject({
        code: "IMAGE_TOO_LARGE",
        message: expect.stringMatching(/\d+ bytes.*\(option maxBytes\)/),
      });
    }
    await rm(folder, { recursive: true });
  });
});

describe("a signal", () => {
  it("that was aborted before ends the call with its reason, before anything is read", async () => {
    const reason = new Error("enough");
    await expect(preparePhoto("none.jpg", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(preparePhoto(file, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
  });

  it("that is aborted while bytes are at work ends the call", async () => {
    const abort = new AbortController();
    const call = preparePhoto(file, { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
    expect((await preparePhoto(file)).objects).toBe(1);
  });

  it("that is aborted while a file is on its way ends the download", async () => {
    let [gone, asked] = [() => {}, () => {}];
    const [closed, reached] = [new Promise<void>((pass) => (gone = pass)), new Promise<void>((pass) => (asked = pass))];
    const server = createServer((_, response) => {
      response.on("close", gone).writeHead(200).write(file.subarray(0, 100), asked); // and then nothing
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    try {
      const abort = new AbortController();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/photo.png`;
      const call = preparePhoto(url, { signal: abort.signal });
      await reached;
      abort.abort(new Error("enough"));
      await expect(call).rejects.toThrow("enough");
      await closed;
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
