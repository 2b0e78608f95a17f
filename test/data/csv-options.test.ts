/**
 * What may be said about a table, what the errors call it, tables without labels, and gzip that is not as it should be.
 */
import { gzipSync } from "node:zlib";
import { type CsvDatasetOptions, dataset, sequential } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { garments, tiny } from "../model/garments.js";
import { expectRefusal, refusal } from "../model/refusal.js";
import { csvOf } from "./csv-files.js";
import { ascii, concat, gz } from "./idx-files.js";

const source = garments(20);
const two = ascii("label,pixel1,pixel2,pixel3,pixel4\n9,0,1,2,255\n0,10,20,30,40\n");
const read = (options: Partial<CsvDatasetOptions> = {}) => dataset.fromCsv({ csv: two, ...options });
const fails = (options: object) => refusal(() => read(options));

describe.each([true, false])("a table without labels (header: %s)", (header) => {
  it("can be looked at and predicted, and refuses what needs labels", async () => {
    const unlabelled = await read({ csv: csvOf(source, { header, labels: false }) });
    expect(unlabelled.labelled).toBe(false);
    expect(unlabelled.images).toEqual(source.images);
    expect(unlabelled.classNames).toEqual([]);
    expect(unlabelled.className(0)).toBeNull();
    expect(unlabelled.head(3).images).toEqual(source.head(3).images);
    expect(unlabelled.sample(1)).toMatchObject({ label: null, className: null });
    for (const call of [
      () => unlabelled.labels,
      () => unlabelled.label(0),
      () => unlabelled.classCounts(),
      () => unlabelled.split(0.5, { stratify: true }),
    ]) {
      await expectRefusal(call, "DATA_MISMATCH", ["no labels"]);
    }
    const model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1 });
    model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
    const outputs = await model.predict(unlabelled);
    expect(outputs).toEqual(await model.predict(source));
    for (const call of [
      () => model.fit(unlabelled, { epochs: 1 }),
      () => model.evaluate(unlabelled),
      () => model.fit(source, { epochs: 1, validationData: unlabelled }),
    ]) {
      expect((await refusal(call)).code).toBe("DATA_MISMATCH");
    }
    await model.dispose();
  });
});

describe("options", () => {
  it("classNames name the classes and bound the labels", async () => {
    const names = Array.from({ length: 10 }, (_, i) => `class ${i}`);
    expect((await read({ classNames: names })).classNames).toEqual(names);
    expect((await read()).classNames).toHaveLength(10);
    const error = await fails({ classNames: names.slice(1) });
    expect([error.code, error.message]).toEqual([
      "CSV_LABEL",
      'CSV data: row 1 (line 2), column 1 (label): is "9", expected a whole number from 0 to 8',
    ]);
  });

  it("imageShape says how the pixels of a row lie", async () => {
    expect((await read()).imageShape).toEqual([2, 2, 1]);
    expect((await read({ imageShape: [1, 4, 1] })).shape).toEqual([2, 1, 4, 1]);
    expect((await read({ imageShape: [1, 1, 4] })).image(1)).toEqual(Uint8Array.of(10, 20, 30, 40));
    const error = await fails({ imageShape: [2, 2, 3] });
    expect(error.code).toBe("CSV_COLUMNS");
    expect(error.message).toContain("5 columns, one of them the label; images of 2×2×3 have 12 pixels");
  });

  it("maxBytes bounds the pixels, and a gzip file", async () => {
    expect((await read({ maxBytes: 8 })).length).toBe(2);
    const error = await fails({ maxBytes: 7 });
    expect(error.code).toBe("CSV_TOO_LARGE");
    expect(error.message).toContain("row 2 (line 3): more than 7 pixels, which is the limit (option maxBytes)");
    const packed = gz(two);
    expect((await read({ csv: packed, maxBytes: packed.length })).length).toBe(2);
    const larger = await fails({ csv: packed, maxBytes: packed.length - 1 });
    expect(larger.code).toBe("CSV_TOO_LARGE");
    expect(larger.message).toContain("(option maxBytes)");
  });

  it("name is what the errors call the table; else it is its address or the file's name", async () => {
    const wrong = Uint8Array.from(ascii("1,2,3,4,-5\n"));
    const message = async (options: object) => (await fails({ csv: wrong, ...options })).message;
    expect(await message({})).toMatch(/^CSV data: row 1/);
    expect(await message({ name: "shop.csv" })).toMatch(/^shop\.csv: row 1/);
    expect(await message({ csv: new File([wrong], "chosen.csv") })).toMatch(/^chosen\.csv: row 1/);
    expect(await message({ csv: "data:,1,2,3,4,-5" })).toMatch(/^data:,1,2,3,4,-5: row 1/);
    expect((await message({ csv: `data:,1,2,3,4,-5${"%20".repeat(1e5)}` })).length).toBeLessThan(300);
  });

  const WRONG: [object, string[]][] = [
    [{ csv: undefined }, ["csv is missing"]],
    [{ csv: null }, ["null"]],
    [{ csv: 5 }, ["csv is 5"]],
    [{ csv: ["1,2"] }, ["give one file, not an array: a path or URL"]],
    [{ csv: {} }, ["give a path or URL"]],
    [{ imageShape: [28, 28] }, ["imageShape"]],
    [{ imageShape: [2, 2, 0] }, ["imageShape"]],
    [{ classNames: [] }, ["classNames", "one name per class"]],
    [{ classNames: "abc" }, ["classNames"]],
    [{ classNames: ["a", "a"] }, ["twice"]],
    [{ maxBytes: 0 }, ["maxBytes"]],
    [{ maxBytes: "1 MB" }, ["maxBytes"]],
    [{ maxbytes: 1 }, ['did you mean "maxBytes"']],
    [{ separator: ";" }, ['unknown option "separator"']],
  ];
  it.each(WRONG)("%o is refused", (options, named) =>
    expectRefusal(() => read(options as CsvDatasetOptions), "INVALID_ARGUMENT", named),
  );
});

describe("gzip", () => {
  const packed = gz(two);
  const last = packed.length - 1;
  const damaged = packed.map((byte, i) => (i === last - 5 ? byte ^ 1 : byte));
  const DAMAGED: [name: string, file: Uint8Array, code: string][] = [
    ["of 50 MB of zeros", gzipSync(new Uint8Array(50e6)), "GZIP_BOMB"],
    ["of 30 MB of good rows, 1000 times its size", gzipSync("1,2,3,4,5\n".repeat(3e6)), "GZIP_BOMB"],
    ["cut in its header", packed.subarray(0, 5), "GZIP_TRUNCATED"],
    ["cut in its data", packed.subarray(0, 40), "GZIP_TRUNCATED"],
    ["cut in its checksum", packed.subarray(0, -3), "GZIP_TRUNCATED"],
    ["of another checksum", damaged, "GZIP_CRC"],
    ["with bytes behind it", concat(packed, Uint8Array.of(0)), "GZIP_TRAILING"],
    ["with a second member", concat(packed, packed), "GZIP_TRAILING"],
    ["of nothing", gz(new Uint8Array()), "CSV_EMPTY"],
    ["in gzip", gz(packed), "CSV_HEADER"],
  ];
  it.each(DAMAGED)("%s is refused", async (_, file, code) => {
    const error = await fails({ csv: new File([Uint8Array.from(file)], "t.csv.gz") });
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(/^t\.csv\.gz: /)]);
  });

  it("may hold a name and much of the same", async () => {
    const zeros = csvOf(
      dataset.fromArrays({ images: new Uint8Array(784 * 500), labels: null, imageShape: [28, 28, 1] }),
      {
        labels: false,
      },
    );
    expect(zeros.length / gz(zeros).length).toBeGreaterThan(100);
    expect((await read({ csv: gz(zeros) })).length).toBe(500); // below a mebibyte the ratio does not matter
  });
});
