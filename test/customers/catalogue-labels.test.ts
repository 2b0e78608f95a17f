/** Catalogues of labels without probabilities: certain, or worth what a confusion says. */
import { readCatalogue } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { said } from "./catalogue-said.js";
import { bytes, named } from "./order-tables.js";

describe("labels alone", () => {
  const labels = bytes("sku,label,reviewed_label", "A,Bag,", "B,Shirt,Bag");
  const confusion = {
    classNames: ["Bag", "Shirt"],
    confusionMatrix: [
      [90, 10],
      [30, 70],
    ],
  };

  it("are certain without a confusion", async () => {
    const catalogue = await readCatalogue(labels);
    expect(catalogue.rows().map(({ given }) => given)).toEqual([true, true]);
    expect(said(catalogue)).toMatchObject({ Bag: 1, Shirt: 0 });
  });

  it("are worth what the confusion says; what a person said stays certain", async () => {
    const catalogue = await readCatalogue(labels, { confusion });
    const [bag, shirt] = [90.5 / 101, 30.5 / 101];
    expect(said(catalogue).Bag).toBeCloseTo(bag / (bag + shirt), 12);
    expect(said(catalogue, 1)).toEqual({ Bag: 1, Shirt: 0 });
  });

  it.each<[string, unknown]>([
    ["no matrix", { classNames: ["Bag", "Shirt"] }],
    ["too few rows", { classNames: ["Bag", "Shirt"], confusionMatrix: [[1, 2]] }],
    ["ragged rows", { classNames: ["Bag", "Shirt"], confusionMatrix: [[1, 2], [3]] }],
    [
      "negative counts",
      {
        classNames: ["Bag", "Shirt"],
        confusionMatrix: [
          [1, -2],
          [3, 4],
        ],
      },
    ],
    [
      "a count that is none",
      {
        classNames: ["Bag", "Shirt"],
        confusionMatrix: [
          [1, "x"],
          [3, 4],
        ],
      },
    ],
    [
      "infinitely many",
      {
        classNames: ["Bag", "Shirt"],
        confusionMatrix: [
          [1, Number.POSITIVE_INFINITY],
          [3, 4],
        ],
      },
    ],
    [
      "a class twice",
      {
        classNames: ["Bag", "Bag"],
        confusionMatrix: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    ["null", null],
  ])("with a confusion that is none: %s", async (_, wrong) => {
    await expectRefusal(() => readCatalogue(labels, { confusion: wrong as never }), "INVALID_ARGUMENT", ["confusion"]);
  });

  it("of other classes than the confusion's are refused", async () => {
    const call = () => readCatalogue(named("c.csv", "sku,label", "A,Hat"), { confusion });
    await expectRefusal(call, "CSV_LABEL", ["c.csv", '"Hat"', "Bag, Shirt"]);
  });
});
