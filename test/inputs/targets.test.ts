/** Labels in every form, for every loss: what the engine gets, and what is refused. */
import { describe, expect, it } from "vitest";
import { type TargetsWanted, targetsOf } from "../../ts/inputs/targets.js";

const wanted = (kind: TargetsWanted["kind"], units: number, count = 2): TargetsWanted => ({ count, units, kind });
const of = (received: unknown, ...options: Parameters<typeof wanted>) => targetsOf("fit", received, wanted(...options));
const floats = (...values: number[]) => ({ targets: new Float32Array(values) });
const classes = (...values: number[]) => ({ labels: new Uint32Array(values) });
const detached = () => {
  const array = new Float32Array(2);
  structuredClone(array, { transfer: [array.buffer] });
  return array;
};

describe("labels", () => {
  it.each([
    ["class numbers", of([1, 2], "classes", 3), classes(1, 2)],
    ["class numbers as bytes", of(new Uint8Array([1, 2]), "classes", 3), classes(1, 2)],
    ["class numbers as floats", of(new Float64Array([1, 2]), "classes", 3), classes(1, 2)],
    ["class numbers of 64 bits", of(new BigInt64Array([1n, 2n]), "distribution", 3), classes(1, 2)],
    ["class numbers for rows of shares", of([0, 2], "distribution", 3), classes(0, 2)],
    ["class numbers for several questions", of([0, 2], "share", 3), classes(0, 2)],
    ["class numbers for numbers", of([0, 2], "number", 3), classes(0, 2)],
    ["class numbers for anything", of([0, 2], "any", 3), classes(0, 2)],
    [
      "rows",
      of(
        [
          [0, 1],
          [0.5, 0.5],
        ],
        "distribution",
        2,
      ),
      floats(0, 1, 0.5, 0.5),
    ],
    [
      "rows as typed arrays",
      of([new Float32Array([0, 1]), new Uint8Array([1, 0])], "distribution", 2),
      floats(0, 1, 1, 0),
    ],
    ["rows in one list", of([0, 1, 1, 0], "distribution", 2), floats(0, 1, 1, 0)],
    ["rows in one typed array", of(new Float64Array([0, 1, 1, 0]), "share", 2), floats(0, 1, 1, 0)],
    [
      "shares that nearly sum to 1",
      of(
        [
          [0.3334, 0.3334, 0.3334],
          [1, 0, 0],
        ],
        "distribution",
        3,
      ),
      floats(0.3334, 0.3334, 0.3334, 1, 0, 0),
    ],
    [
      "several classes at once",
      of(
        [
          [1, 1],
          [0, 0],
        ],
        "share",
        2,
      ),
      floats(1, 1, 0, 0),
    ],
    [
      "any numbers",
      of(
        [
          [-5, 1e9],
          [0, 0.5],
        ],
        "number",
        2,
      ),
      floats(-5, 1e9, 0, 0.5),
    ],
    ["one number an image", of([0.25, -3], "number", 1), floats(0.25, -3)],
    ["one number an image, each in a row", of([[0.25], [-3]], "number", 1), floats(0.25, -3)],
    ["two classes", of([0, 1], "share", 1), floats(0, 1)],
    ["two classes of 64 bits", of(new BigUint64Array([0n, 1n]), "share", 1), floats(0, 1)],
    ["shares of two classes", of([0.1, 1], "share", 1), floats(0.1, 1)],
    ["one number for anything", of([3, 4], "any", 1), floats(3, 4)],
    ["one class", of([0, 0], "classes", 1), classes(0, 0)],
  ])("%s", (_, made, expected) => {
    expect(made).toEqual(expected);
  });

  it("are a copy", () => {
    const received = new Float32Array([0.25, 0.75]);
    expect(of(received, "number", 1).targets).not.toBe(received);
  });

  const WRONG: [what: string, received: unknown, options: Parameters<typeof wanted>, code: string, named: string[]][] =
    [
      ["nothing", undefined, ["classes", 3], "INVALID_ARGUMENT", ["the labels are undefined", "class numbers"]],
      ["nothing for numbers", null, ["number", 1], "INVALID_ARGUMENT", ["the labels are null", "one number an image"]],
      ["a word", "labels", ["number", 1], "INVALID_ARGUMENT", ['"labels"', "in an array"]],
      ["an object", { 0: 1, length: 2 }, ["share", 1], "INVALID_ARGUMENT", ["length: 2"]],
      ["an array that was handed over", detached(), ["number", 1], "INVALID_ARGUMENT", ["handed over"]],
      ["too few", [1], ["classes", 3], "DATA_MISMATCH", ["1 labels for 2 images"]],
      ["too few numbers", [0.5], ["number", 1], "DATA_MISMATCH", ["1 labels for 2 images", "one number an image"]],
      [
        "too many rows",
        [
          [1, 0],
          [1, 0],
          [1, 0],
        ],
        ["number", 2],
        "DATA_MISMATCH",
        ["3 rows for 2 images"],
      ],
      ["a class that is none", [0, 3], ["classes", 3], "DATA_MISMATCH", ["label 3 (image 1)", "3 outputs", "4 units"]],
      ["a class that is none, for shares", [0, 3], ["distribution", 3], "DATA_MISMATCH", ["label 3", "3 outputs"]],
      [
        "a second class of one output",
        [0, 1],
        ["classes", 1],
        "DATA_MISMATCH",
        ["label 1 (image 1)", "1 output,", "2 units"],
      ],
      ["a negative class", [0, -1], ["distribution", 3], "DATA_MISMATCH", ["label 1 is -1"]],
      ["half a class", [0, 0.5], ["classes", 3], "DATA_MISMATCH", ["label 1 is 0.5", "class numbers"]],
      ["half a class for numbers", [0, 0.5], ["number", 3], "DATA_MISMATCH", ["label 1 is 0.5", "rows of 3 numbers"]],
      ["NaN as a class", [0, Number.NaN], ["share", 3], "DATA_MISMATCH", ["label 1 is NaN", "rows of 3 numbers"]],
      ["names", ["Bag", "Coat"], ["classes", 3], "DATA_MISMATCH", ['"Bag"', "classNames.indexOf(name)"]],
      [
        "names for two classes",
        ["Bag", "Coat"],
        ["share", 1],
        "DATA_MISMATCH",
        ['label 0 is "Bag"', "classNames.indexOf(name)"],
      ],
      [
        "rows for class numbers",
        [
          [0, 1],
          [1, 0],
        ],
        ["classes", 2],
        "DATA_MISMATCH",
        ["are rows", '"categoricalCrossentropy"', "indexOf(1)"],
      ],
      [
        "soft rows for class numbers",
        [
          [0.5, 0.5],
          [1, 0],
        ],
        ["classes", 2],
        "DATA_MISMATCH",
        ['"categoricalCrossentropy"'],
      ],
      [
        "soft rows in one list for class numbers",
        [0.5, 0.5, 1, 0],
        ["classes", 2],
        "DATA_MISMATCH",
        ['"categoricalCrossentropy"'],
      ],
      ["a column of class numbers", [[1], [0]], ["classes", 2], "DATA_MISMATCH", ["rows.flat()"]],
      [
        "rows of too few",
        [[0, 1], [1]],
        ["distribution", 2],
        "DATA_MISMATCH",
        ["label 1 is [1]", "2 outputs", "a row of 2 numbers"],
      ],
      [
        "rows of too many",
        [
          [0, 1, 0],
          [1, 0, 0],
        ],
        ["share", 2],
        "DATA_MISMATCH",
        ["label 0 is [0, 1, 0]", "2 outputs"],
      ],
      [
        "rows for one output",
        [
          [0, 1],
          [1, 0],
        ],
        ["share", 1],
        "DATA_MISMATCH",
        ["label 0 is [0, 1]", "1 output,"],
      ],
      ["a number among rows", [[0, 1], 1], ["share", 2], "DATA_MISMATCH", ["label 1 is 1", "a row of 2 numbers"]],
      ["a row among numbers", [1, [0, 1]], ["number", 1], "DATA_MISMATCH", ["label 1 is [0, 1]", "finite numbers"]],
      [
        "rows that sum to 2",
        [
          [1, 1],
          [1, 0],
        ],
        ["distribution", 2],
        "DATA_MISMATCH",
        ["label 0 sums to 2", '"binaryCrossentropy"'],
      ],
      [
        "rows that sum to 0",
        [
          [1, 0],
          [0, 0],
        ],
        ["distribution", 2],
        "DATA_MISMATCH",
        ["label 1 sums to 0"],
      ],
      [
        "rows that miss 1",
        [
          [1, 0],
          [0.5, 0.51],
        ],
        ["distribution", 2],
        "DATA_MISMATCH",
        ["label 1 sums to 1.01"],
      ],
      [
        "a share below 0",
        [
          [1.5, -0.5],
          [1, 0],
        ],
        ["distribution", 2],
        "DATA_MISMATCH",
        ["label 0 for output 1 is -0.5", "≥ 0"],
      ],
      ["shares of one output", [1, 1], ["distribution", 1], "DATA_MISMATCH", ["one output", '"binaryCrossentropy"']],
      [
        "three classes of one output",
        [1, 2],
        ["share", 1],
        "DATA_MISMATCH",
        ["label 1 is 2", "0 or 1", '"sparseCategoricalCrossentropy"'],
      ],
      ["labels of −1 and 1", [-1, 1], ["share", 1], "DATA_MISMATCH", ["label 0 is -1", "0 or 1"]],
      [
        "answers above 1",
        [
          [0, 2],
          [1, 0],
        ],
        ["share", 2],
        "DATA_MISMATCH",
        ["label 0 for output 1 is 2", "between 0 and 1"],
      ],
      ["true and false", [true, false], ["share", 1], "DATA_MISMATCH", ["label 0 is true", "Number(value)"]],
      ["NaN", [1, Number.NaN], ["number", 1], "DATA_MISMATCH", ["label 1 is NaN", "finite numbers of 32 bits"]],
      ["a number past 32 bits", [1e300, 1], ["number", 1], "DATA_MISMATCH", ["label 0 is 1e+300", "32 bits"]],
      [
        "infinity in a row",
        [
          [0, 1],
          [Number.POSITIVE_INFINITY, 0],
        ],
        ["any", 2],
        "DATA_MISMATCH",
        ["label 1 for output 0 is Infinity"],
      ],
      ["a hole", new Array(2), ["number", 1], "DATA_MISMATCH", ["label 0 is undefined"]],
    ];

  it.each(WRONG)("%s are refused", (_, received, options, code, named) => {
    let caught: { code?: string; message?: string } = {};
    try {
      of(received, ...options);
    } catch (error) {
      caught = error as Error;
    }
    expect(caught).toHaveProperty("code", code);
    expect(caught.message).toMatch(/^fit: .*→ \S/);
    for (const part of named) expect(caught.message).toContain(part);
  });
});
