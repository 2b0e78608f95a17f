/**
 * What is no source: arrays where one file is taken, nothing, paths that are empty or that only a shell expands. The message
 * names the option, and an empty path is not the current folder.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataset, dense, loadFashionMnist, loadModel, type Model, sequential } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";

let folder: string;
let model: Model;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fashion-wasm-sources-"));
  model = await sequential([dense({ units: 2 })], { inputShape: [4] });
});
afterAll(() => Promise.all([model.dispose(), rm(folder, { recursive: true })]));

/** Every function that takes a source, and what its message calls it. */
const any = (value: unknown) => value as never;
const TAKES: [name: string, call: (source: unknown) => unknown, called: string][] = [
  ["loadModel", (source) => loadModel(any(source)), "loadModel: the source is"],
  ["loadModel of inference", (source) => inference.loadModel(any(source)), "loadModel: the source is"],
  ["loadWeights", (source) => model.loadWeights(any(source)), "loadWeights: the source is"],
  ["fromCsv", (source) => dataset.fromCsv({ csv: any(source) }), "dataset.fromCsv: csv is"],
  ["fromIdx, images", (source) => dataset.fromIdx({ images: any(source), labels: "l" }), "dataset.fromIdx: images is"],
  ["fromIdx, labels", (source) => dataset.fromIdx({ images: "i", labels: any(source) }), "dataset.fromIdx: labels is"],
  [
    "fromImages",
    (source) => dataset.fromImages({ images: ["a.png", any(source)], labels: null }),
    "dataset.fromImages: images[1] is",
  ],
];
const WRONG = [["a.csv", "b.csv"], null, undefined, "", "  ", 3, true];

describe("what is no source is refused by the name of its option:", () => {
  it.each(TAKES)("%s", async (_, call, called) => {
    for (const source of WRONG) await expectRefusal(() => call(source), "INVALID_ARGUMENT", [called]);
    expect((await refusal(() => call(["a.csv", "b.csv"]))).message).toMatch(/"a\.csv", "b\.csv".*→.* one /);
  });

  it("fromFolder, which takes one path, and loadFashionMnist", async () => {
    const fromFolder = (value: unknown) => () => dataset.fromFolder({ folder: any(value) });
    for (const value of ["", " ", null, 3])
      await expectRefusal(fromFolder(value), "INVALID_ARGUMENT", ["fromFolder: folder is"]);
    await expectRefusal(fromFolder(["a", "b"]), "INVALID_ARGUMENT", ['an array with "a"', "give one path"]);
    for (const data of ["", " ", ["a"], null]) {
      await expectRefusal(() => loadFashionMnist({ data: any(data) }), "INVALID_ARGUMENT", [
        "loadFashionMnist: data is",
      ]);
    }
    const images = "photos";
    await expectRefusal(() => dataset.fromImages({ images: any(images), labels: null }), "INVALID_ARGUMENT", [
      "a folder goes to dataset.fromFolder",
    ]);
  });
});

it("a stream that cannot be read is refused by the function that reads it", async () => {
  const locked = new Blob(["a"]).stream();
  locked.getReader();
  const texts = new ReadableStream({ start: (controller) => controller.enqueue("a,b") });
  async function* lines() {
    yield "a,b";
  }
  for (const [stream, said] of [
    [locked, "the stream is read by someone else"],
    [texts, 'the stream gave "a,b"'],
    [lines(), 'the stream gave "a,b"'],
  ] as const) {
    const csv = any(stream);
    await expectRefusal(() => dataset.fromCsv({ csv }), "INVALID_ARGUMENT", [`dataset.fromCsv: ${said}`]);
  }
});

describe("a path at which nothing lies says why that may be:", () => {
  const HINTS: [path: string, hint: string][] = [
    ["~/photos", '"~" is expanded by a shell alone'],
    ["photos/*.png", "patterns are not expanded here"],
    ["photos/[ab]?.png", "patterns are not expanded here"],
    ["a.csv ", "the path begins or ends with a blank"],
    ['photos"', "the path ends with a quotation mark"],
    ...(process.platform === "win32"
      ? []
      : ([["C:\\Users\\me", "folders are separated by / on this system"]] as [string, string][])),
  ];
  it.each(HINTS)("%s", async (path, hint) => {
    const nothing = join(folder, path);
    await expectRefusal(() => dataset.fromFolder({ folder: nothing }), "DATA_NOT_FOUND", [`does not exist; ${hint}`]);
    await expectRefusal(() => loadFashionMnist({ data: nothing }), "DATA_NOT_FOUND", [`does not exist; ${hint}`]);
    await expectRefusal(() => loadModel(nothing), "IO", [`there is no such file; ${hint}`]);
    for (const read of [
      () => dataset.fromCsv({ csv: nothing }),
      () => dataset.fromImages({ images: [nothing], labels: null }),
    ]) {
      expect((await refusal(read)).message).toContain(`there is no such file; ${hint}`);
    }
  });

  it("and says nothing where it knows nothing", async () => {
    expect((await refusal(() => dataset.fromCsv({ csv: join(folder, "a.csv") }))).message).toMatch(
      /there is no such file$/,
    );
  });
});

describe("a folder without images", () => {
  it("says what it holds", async () => {
    const [empty, hollow, other] = ["empty", "hollow", "other"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [empty, join(hollow, "a"), join(hollow, "b"), other]) await mkdir(path, { recursive: true });
    await writeFile(join(other, "notes.txt"), "no image");
    const read = (path: string) => () => dataset.fromFolder({ folder: path });
    await expectRefusal(read(empty), "DATA_NOT_FOUND", ["empty holds no image: nothing is in it →"]);
    await expectRefusal(read(`${hollow}/`), "DATA_NOT_FOUND", [
      'hollow/ holds no image: its folders "a", "b" are empty →',
    ]);
    await expectRefusal(read(other), "DATA_NOT_FOUND", ["other holds no image in a folder of its class →"]);
    await expectRefusal(read(join(other, "notes.txt")), "DATA_NOT_FOUND", ["notes.txt is not a folder →"]);
  });
});
