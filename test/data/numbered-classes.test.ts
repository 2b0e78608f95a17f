/** Classes that are called by numbers which are not their places: folders 0, 2 and 5. */
import { dataset } from "fashion-wasm";
import { describe, expect, it } from "vitest";

const withClasses = (classNames: readonly string[], labels: readonly number[]) =>
  dataset.fromArrays({ images: new Uint8Array(labels.length), labels, imageShape: [1, 1, 1], classNames });

describe("withClassNames of numbers with gaps", () => {
  it("takes a number for a name, never for a place", () => {
    const gaps = ["0", "2", "5"];
    expect([...withClasses(["2", "5"], [0, 1, 1]).withClassNames(gaps).labels]).toEqual([1, 2, 2]);
    const table = ["0", "1", "2", "3", "4", "5"];
    expect([...withClasses(table, [0, 5, 2]).withClassNames(gaps).labels]).toEqual([0, 2, 1]);
    for (const names of [["0", "1"], ["1"]]) {
      const last = names.length - 1;
      expect(() => withClasses(names, [last]).withClassNames(gaps)).toThrow(/the class "1" is unknown .*"0", "2", "5"/);
    }
  });

  it("takes a number for the place of a name", () => {
    expect([...withClasses(["1", "2"], [0, 1]).withClassNames(["bag", "coat", "dress"]).labels]).toEqual([1, 2]);
  });
});
