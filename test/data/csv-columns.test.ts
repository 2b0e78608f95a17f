/**
 * Which column of a table is the label: found by its name, said by options, and never guessed against the evidence.
 */
import { type CsvDatasetOptions, type Dataset, dataset, fashionMnistClassNames, loadFashionMnist } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { expectRefusal, refusal } from "../model/refusal.js";
import { csvOf, csvOfRows } from "./csv-files.js";
import { noise } from "./idx-files.js";

type Row = (number | string)[];
type Options = Omit<CsvDatasetOptions, "csv">;
const PIXELS = Array.from({ length: 784 }, (_, i) => `pixel${i + 1}`);
const count = (length: number, from = 0) => Array.from({ length }, (_, i) => i + from);
const INDEX = ["CSV_LABEL", "looks like an index", "index=False", 'labelColumn: "first"'] as const;
const LAST = ["CSV_LABEL", 'labelColumn: "last"', 'labelColumn: "first"'] as const;

let source: Dataset;
/** Label and pixels of the sample's images, label by label in the second. */
let images: [label: number, pixels: number[]][];
let sorted: typeof images;
beforeAll(async () => {
  source = (await loadFashionMnist({ data: "sample" })).train;
  images = Array.from({ length: source.length }, (_, i) => [source.label(i), [...source.image(i)]]);
  sorted = images.toSorted(([a], [b]) => a - b);
});

const read = (rows: Row[], header?: string[], options: Options = {}) =>
  dataset.fromCsv({ csv: csvOfRows(rows, header), ...options });
const first = (some = images): Row[] => some.map(([label, pixels]) => [label, ...pixels]);
const last = (some = images): Row[] => some.map(([label, pixels]) => [...pixels, label]);
const only = (label: number) => images.filter(([own]) => own === label);
const refused = (
  reading: Promise<Dataset>,
  [code, ...named]: readonly [(typeof INDEX | typeof LAST)[0], ...string[]],
) => expectRefusal(() => reading, code, named);

describe("a table without header", () => {
  it("whose label is first is read, whole, in part, sorted by class, and of one class", async () => {
    const parts = [1, 2, 5, 100, 500].flatMap((rows) => [images.slice(0, rows), sorted.slice(0, rows)]);
    for (const part of [...parts, sorted.slice(10, 70), ...count(10).map(only)]) {
      expect([...(await read(first(part))).labels]).toEqual(part.map(([label]) => label));
    }
  });

  it("that begins with 0, 1, 2, as Kaggle's test table, is read", async () => {
    const three = [0, 1, 2].map((label) => only(label)[0] as (typeof images)[0]);
    for (const part of [three, [...three, ...only(2)]]) {
      expect((await read(first(part))).labels.slice(0, 3)).toEqual(Uint32Array.of(0, 1, 2));
    }
  });

  it("without labels is read", async () => {
    for (const rows of [1, 5, 100, 500]) {
      const read500 = await read(images.slice(0, rows).map(([, pixels]) => pixels));
      expect([read500.length, read500.labelled]).toEqual([rows, false]);
    }
  });

  it("whose label is last is refused, and read where that is said", async () => {
    const one = count(9, 1).map((label) => only(label));
    for (const part of [images, images.slice(0, 5), sorted, only(0).concat(only(1)), ...one]) {
      await refused(read(last(part)), LAST);
      const labels = part.map(([label]) => label);
      for (const labelColumn of ["last", 784] as const) {
        const found = await read(last(part), undefined, { labelColumn });
        expect([...found.labels]).toEqual(labels);
        expect([...found.image(0)]).toEqual(part[0]?.[1]);
      }
    }
    expect((await read(last(), undefined, { labelColumn: "first" })).labels[0]).toBe(images[0]?.[1][0]);
  });

  it("of photographs, whose pixels have all values, is known as well", async () => {
    const random = noise(400 * 17);
    const photo = (i: number) => count(16).map((p) => Math.min(255, (random[i * 17] as number) / 2 + p * 7) | 0);
    const photos = count(400).map((i): (typeof images)[0] => [(random[i * 17 + 1] as number) % 10, photo(i)]);
    expect([...(await read(first(photos))).labels]).toEqual(photos.map(([label]) => label));
    await refused(read(last(photos)), LAST);
    const named = read(last(photos), undefined, { classNames: fashionMnistClassNames });
    await refused(named, ["CSV_LABEL", "if it is not the label", "labelColumn"]);
  });

  it("of one class whose last column may be the label as well is refused until it is said", async () => {
    const doubtful = count(50).map((i): Row => [4, ...count(15).map((p) => (i * p) % 7), i % 8]);
    await refused(read(doubtful), LAST);
    expect((await read(doubtful, undefined, { labelColumn: "first" })).labels).toEqual(new Uint32Array(50).fill(4));
  });

  it.each([
    ["0, 1, 2, …", (i: number) => i, 500],
    ["1, 2, 3, …", (i: number) => i + 1, 4],
    ["0, 1, 2, … twice", (i: number) => i % 300, 500],
    ["numbers in any order", (i: number) => (i * 7919) % 60_013, 20],
  ])("with an index, %s, is refused, and read where it is said to be the label", async (_, id, rows) => {
    const table = images.slice(0, rows).map(([, pixels], i): Row => [id(i), ...pixels]);
    await refused(read(table), INDEX);
    expect((await read(table, undefined, { labelColumn: "first" })).label(1)).toBe(id(1));
  });

  it("with an index too large for the classes is told so", async () => {
    const table = images.slice(0, 30).map(([, pixels], i): Row => [i, ...pixels]);
    const reading = read(table, undefined, { classNames: fashionMnistClassNames });
    await refused(reading, ["CSV_LABEL", "row 11", 'is "10"', "looks like an index"]);
  });

  it("with an index and labels, or a column per class, is refused for its columns", async () => {
    const indexed = images.slice(0, 5).map(([label, pixels], i): Row => [i, label, ...pixels]);
    await expectRefusal(() => read(indexed), "CSV_COLUMNS", ["786 columns", "2 columns are more", "index=False"]);
    const hot = images.slice(0, 5).map(([label, pixels]): Row => [...pixels, ...count(10).map((i) => +(i === label))]);
    await expectRefusal(() => read(hot), "CSV_COLUMNS", ["10 columns are more", "one column of class numbers"]);
  });
});

describe("a header of numbers", () => {
  const small = count(9).map((i): Row => [(i * 7) % 10, ...count(9).map((p) => 20 * p + i)]);
  const labels = Uint32Array.from(small, ([label]) => label as number);
  const doubt = ["the first row counts", "header: true", "header: false"];
  it.each([
    ["0, 1, …", count(10)],
    ["1, 2, …", count(10, 1)],
  ])("%s is refused, and read where it is said what it is", async (_, numbers) => {
    const header = numbers.map(String);
    await expectRefusal(() => read(small, header), "CSV_HEADER", doubt);
    expect((await read(small, header, { header: true })).labels).toEqual(labels);
    expect((await read(small, header, { labelColumn: numbers[0] === 0 ? "0" : "1" })).labels).toEqual(labels);
    expect((await read(small, header, { header: true, labelColumn: "last" })).labels[0]).toBe(160);
    expect((await read(small, header, { header: false })).length).toBe(10);
    const unlabelled = small.map((row) => row.slice(1));
    await expectRefusal(() => read(unlabelled, header.slice(0, 9)), "CSV_HEADER", doubt);
    const pixels = await read(unlabelled, header.slice(0, 9), { header: true });
    expect([pixels.length, pixels.labelled]).toEqual([9, false]);
  });

  it("beside a label's name is a header; beside another word it may be either", async () => {
    expect((await read(small, ["label", ...count(9).map(String)])).labels).toEqual(labels);
    const header = ["garment", ...count(9).map(String)];
    await expectRefusal(() => read(small, header), "CSV_HEADER", ['"garment"', "header: true"]);
    expect((await read(small, header, { labelColumn: "garment" })).labels).toEqual(labels);
  });

  it("after an index without a name is refused", async () => {
    const reading = read(small, ["", ...count(9).map(String)]);
    await expectRefusal(() => reading, "CSV_HEADER", ["column 1", "looks like an index"]);
  });

  it("of more than 256 columns is no wrong pixel", async () => {
    const reading = read(first(images.slice(0, 3)), count(785).map(String));
    await expectRefusal(() => reading, "CSV_HEADER", doubt);
  });
});

describe("a header of words", () => {
  it.each(["label", "Label", "LABELS", "class", "class_id", "Target", "y", "category"])(
    "names the label %s",
    async (name) => {
      const few = images.slice(0, 5);
      const labels = few.map(([label]) => label);
      expect([...(await read(first(few), [name, ...PIXELS])).labels]).toEqual(labels);
      expect([...(await read(last(few), [...PIXELS, name])).labels]).toEqual(labels);
      const middle = few.map(([label, pixels]): Row => pixels.toSpliced(300, 0, label));
      expect([...(await read(middle, PIXELS.toSpliced(300, 0, name))).labels]).toEqual(labels);
    },
  );

  it("may call the label and the pixels anything where labelColumn says which is the label", async () => {
    const few = images.slice(0, 5);
    const labels = few.map(([label]) => label);
    const named = ["garment", ...PIXELS];
    await expectRefusal(() => read(first(few), named), "CSV_HEADER", ['"garment"', "labelColumn"]);
    for (const labelColumn of ["garment", "Garment", "first", 0]) {
      expect([...(await read(first(few), named, { labelColumn })).labels]).toEqual(labels);
    }
    const odd = ["garment", ...count(784).map((i) => `p${i}`)];
    expect([...(await read(first(few), odd, { labelColumn: "garment" })).labels]).toEqual(labels);
    const swapped = ["garment", "pixel2", "pixel1", ...PIXELS.slice(2)];
    const error = await refusal(() => read(first(few), swapped, { labelColumn: "garment" }));
    expect([error.code, error.message]).toEqual([
      "CSV_HEADER",
      'CSV data: header, column 2: is "pixel2", expected pixel0 or pixel1',
    ]);
    const missing = () => read(first(few), named, { labelColumn: "label" });
    await expectRefusal(missing, "CSV_HEADER", ['labelColumn is "label"', '"garment", "pixel1"']);
  });

  it.each(["", "Unnamed: 0", "id", "index"])("with an index called %o is refused", async (name) => {
    const few = images.slice(0, 5);
    const both = few.map(([label, pixels], i): Row => [i, label, ...pixels]);
    const pixels = few.map(([, pixels], i): Row => [i, ...pixels]);
    for (const reading of [read(both, [name, "label", ...PIXELS]), read(pixels, [name, ...PIXELS])]) {
      await expectRefusal(() => reading, "CSV_HEADER", ["column 1", "looks like an index", "index=False"]);
    }
  });

  it("with a column per class is refused", async () => {
    const header = [...PIXELS, ...count(10).map((i) => `label_${i}`)];
    const reading = read([[...count(794).fill(0)]], header);
    await expectRefusal(() => reading, "CSV_HEADER", ["column 785", "not a column per class"]);
  });
});

describe("labels that are names", () => {
  const rows = () => images.slice(0, 20).map(([label, pixels]): Row => [source.classNames[label] as string, ...pixels]);
  it("are the classes of classNames, with a header and without", async () => {
    for (const header of [undefined, ["label", ...PIXELS]]) {
      const found = await read(rows(), header, { classNames: fashionMnistClassNames });
      expect(found.labels).toEqual(source.take(20).labels);
      await expectRefusal(() => read(rows(), header), "CSV_LABEL", ['column 1 (label): is "', "give classNames"]);
      const classNames = fashionMnistClassNames.map((name) => name.toUpperCase());
      const reading = read(rows(), header, { classNames });
      await expectRefusal(() => reading, "CSV_LABEL", ["or a name of classNames"]);
    }
  });
});

describe("values with a point", () => {
  const HEAD = ["label", "pixel1", "pixel2", "pixel3", "pixel4"];
  it.each(["0.5", "12.0", "1e2", "-0.1"])("%s is refused with what to do", async (value) => {
    const reading = read([[1, 2, value, 3, 4]], HEAD);
    await expectRefusal(() => reading, "CSV_VALUE", [`is "${value}"`, "multiply values from 0 to 1 by 255"]);
    await expectRefusal(() => read([[value, 2, 3, 4, 5]], HEAD), "CSV_LABEL", ["without a point"]);
  });
});

it.each<[Options, string]>([
  [{ labelColumn: -1 }, "labelColumn"],
  [{ labelColumn: 0.5 }, "labelColumn"],
  [{ labelColumn: "" }, "labelColumn"],
  [{ labelColumn: "label", header: false }, "labelColumn"],
  [{ labelColumn: true as unknown as string }, "labelColumn"],
  [{ header: "no" as unknown as boolean }, "header"],
])("%o is refused", (options, named) =>
  expectRefusal(() => read([[1, 2, 3, 4, 5]], undefined, options), "INVALID_ARGUMENT", [named]),
);

it("labelColumn: null says that there are none", async () => {
  const unlabelled = csvOf(source.take(5), { header: false, labels: false });
  expect((await dataset.fromCsv({ csv: unlabelled, labelColumn: null })).labelled).toBe(false);
  const labelled = csvOf(source.take(5), { header: false });
  const reading = () => dataset.fromCsv({ csv: labelled, labelColumn: null });
  await expectRefusal(reading, "CSV_COLUMNS", ["785 columns"]);
});
