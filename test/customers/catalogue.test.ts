/** Catalogues as `predict` writes them, in CSV and JSON Lines: which items have which classes, and how sure. */
import { gzipSync } from "node:zlib";
import { fashionMnistClassNames, readCatalogue } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { said } from "./catalogue-said.js";
import { bytes, named } from "./order-tables.js";

const TOP3 = "label,probability,label2,probability2,label3,probability3,review,reason,error";

describe("what predict wrote", () => {
  it("in CSV: the first classes as they are, the rest spread over the others", async () => {
    const catalogue = await readCatalogue(bytes(`sku,${TOP3}`, "A,Shirt,0.7000,Coat,0.2000,Dress,0.0300,false,,"));
    expect(catalogue.classNames).toEqual([...fashionMnistClassNames]);
    const { Shirt, Coat, Dress, ...others } = said(catalogue);
    expect([Shirt, Coat, Dress]).toEqual([0.7, 0.2, 0.03]);
    expect(Object.values(others)).toHaveLength(7);
    for (const other of Object.values(others)) expect(other).toBeCloseTo(0.01, 12);
    expect(catalogue.rows()[0]).toMatchObject({ names: [["sku", "A"]], given: false });
  });

  it("in JSON Lines: all of topK", async () => {
    const topK = [
      ["Bag", 0.6],
      ["Shirt", 0.4],
    ].map(([label, probability]) => ({ label, probability }));
    const line = (more: object) =>
      JSON.stringify({ sku: 12, label: "Bag", probability: 0.6, topK, error: null, ...more });
    const catalogue = await readCatalogue(bytes(line({}), line({ sku: null, handle: "bag" })));
    expect(said(catalogue)).toMatchObject({ Bag: 0.6, Shirt: 0.4, Coat: 0 });
    expect(catalogue.rows().map(({ names }) => names)).toEqual([[["sku", "12"]], [["handle", "bag"]]]);
  });

  it.each<[string, readonly string[]]>([
    ["CSV", [`sku,label,error,predicted_label,predicted_probability,predicted_error`, "A,my label,x,Bag,1.0000,"]],
    [
      "JSON Lines",
      [
        JSON.stringify({
          sku: "A",
          label: "my label",
          predicted_label: "Bag",
          predicted_probability: 1,
          predicted_topK: [{ label: "Bag", probability: 1 }],
        }),
      ],
    ],
  ])("beside columns of the same names, in %s", async (_, lines) => {
    const catalogue = await readCatalogue(bytes(...lines));
    expect(catalogue.classNames).toEqual([...fashionMnistClassNames]);
    expect(said(catalogue)).toMatchObject({ Bag: 1, Shirt: 0 });
  });

  it("failed rows and those of no garment have no label; nor has a row without a name", async () => {
    const rows = [
      "A,Bag,0.9,Shirt,0.1,,,false,,",
      "B,,,,,,,,,no such file",
      "C,no garment,0.8,Bag,0.1,,,true,,",
      ",Bag,0.9,,,,,,,",
    ];
    const catalogue = await readCatalogue(bytes(`sku,${TOP3}`, ...rows));
    expect([catalogue.labelled, catalogue.unlabelled]).toEqual([1, 3]);
    const json = await readCatalogue(
      bytes(
        JSON.stringify({ sku: "B", label: null, probability: null, topK: [], error: "no such file" }),
        JSON.stringify({
          sku: "A",
          label: "Bag",
          probability: 0.9,
          topK: [{ label: "Bag", probability: 0.9 }],
          error: null,
        }),
      ),
    );
    expect([json.labelled, json.unlabelled]).toEqual([1, 1]);
  });

  it("no garment in second place is no class: its part is spread with the rest", async () => {
    const catalogue = await readCatalogue(bytes(`sku,${TOP3}`, "A,Bag,0.8,no garment,0.11,Shirt,0.01,true,,"));
    expect(catalogue.classNames).toEqual([...fashionMnistClassNames]);
    const { Bag, Shirt, Coat } = said(catalogue);
    expect([Bag, Shirt]).toEqual([0.8, 0.01]);
    expect(Coat).toBeCloseTo(0.19 / 8, 12);
  });

  it("reviewed_label is certain, whatever the classifier said, also of another class", async () => {
    const rows = [
      "A,Bag,0.9,Shirt,0.1,,,false,,,Skirt",
      "B,Bag,0.9,Shirt,0.1,,,false,,,",
      "C,Bag,0.9,,,,,,,,no garment",
    ];
    const catalogue = await readCatalogue(bytes(`sku,${TOP3},reviewed_label`, ...rows));
    expect(catalogue.classNames).toEqual(["Bag", "Shirt", "Skirt"]);
    expect(said(catalogue)).toEqual({ Bag: 0, Shirt: 0, Skirt: 1 });
    expect(catalogue.rows().map(({ given }) => given)).toEqual([true, false]);
    expect(catalogue.unlabelled).toBe(1);
  });

  it("of other classes: those that stand in it, in the order of their names", async () => {
    const catalogue = await readCatalogue(bytes("sku,label,probability", "A,sofa,0.9", "B,lamp,0.5"));
    expect(catalogue.classNames).toEqual(["lamp", "sofa"]);
    expect(said(catalogue, 1)).toEqual({ lamp: 0.5, sofa: 0.5 });
  });

  it("in gzip, between semicolons or tabs, with a mark", async () => {
    for (const sign of [",", ";", "\t"]) {
      const text = `\ufeffsku,label,probability\r\nA,Bag,0.9\r\n`.replaceAll(",", sign);
      const catalogue = await readCatalogue(gzipSync(text));
      expect(catalogue.rows()).toMatchObject([{ names: [["sku", "A"]] }]);
      expect(said(catalogue)).toMatchObject({ Bag: 0.9 });
    }
  });
});

it.each<[string, readonly string[], string, readonly string[]]>([
  ["without labels", ["sku,price", "A,5"], "CSV_HEADER", ["label", "sku, price", "predict"]],
  ["without names of items", ["label,probability", "Bag,1"], "CSV_HEADER", ["sku, handle, name"]],
  ["with a probability beyond 1", ["sku,label,probability", "A,Bag,90"], "TABLE_ROW", ["line 2", "Bag", "90"]],
  ["with one that is none", ["sku,label,probability", "A,Bag,high"], "TABLE_ROW", ["line 2", "high"]],
  ["with too much of all", [`sku,${TOP3}`, "A,Bag,0.9,Shirt,0.9,,,,,"], "TABLE_ROW", ["line 2", "1.800"]],
  ["with a ragged row", ["sku,label", "A,Bag,x"], "TABLE_ROW", ["line 2", "columns"]],
])("a table %s is refused", async (_, lines, code, says) => {
  await expectRefusal(() => readCatalogue(named("c.csv", ...lines)), code as "CSV_HEADER", ["c.csv", ...says]);
});

it("an empty table, what is no table, and options that there are not", async () => {
  await expectRefusal(() => readCatalogue(new Uint8Array()), "CSV_EMPTY", ["the catalogue"]);
  await expectRefusal(() => readCatalogue(undefined as never), "INVALID_ARGUMENT", [
    "readCatalogue: source is missing",
  ]);
  await expectRefusal(() => readCatalogue(bytes("x"), { confusions: 1 } as never), "INVALID_ARGUMENT", ["confusion"]);
  await expect(readCatalogue(bytes("x"), { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
});
