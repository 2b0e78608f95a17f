/** From photos to customers: the tables that `fashion-wasm predict` writes, as they come, are catalogues. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { customerProfiles, fashionMnistClassNames, loadFashionMnist, readCatalogue } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { writePhotos } from "../cli/photos.js";
import { emptyFolder, runCli } from "../cli/run-cli.js";
import { linesOf, rowsOf, textOf } from "../cli/tables.js";
import { bytes, read } from "./order-tables.js";

const cwd = emptyFolder();
const predict = (...args: readonly string[]) => runCli(["predict", ...args], { cwd });

/** As Shopify's admin exports products: a row per photo, the title on the first one only; `error` is the shop's own. */
const PRODUCTS = [
  "URL handle,Title,SKU,Product image URL,error",
  "tee,Tee,T-1,0.png,own",
  "tee,,,1.png,",
  "bag,Bag,B-1,2.png,",
  "gone,Gone,G-1,nowhere.png,",
];

beforeAll(async () => {
  const { test: images } = await loadFashionMnist({ data: "sample" });
  await writePhotos(cwd, images, { "0.png": 0, "1.png": 1, "2.png": 2 });
  writeFileSync(join(cwd, "products.csv"), `${PRODUCTS.join("\n")}\n`);
  const objects = PRODUCTS.slice(1).map((row) => row.split(","));
  const lines = objects.map(([handle, title, sku, image]) => JSON.stringify({ handle, title, sku, image }));
  writeFileSync(join(cwd, "products.jsonl"), `${lines.join("\n")}\n`);
});

describe.each([
  ["CSV, with columns of its own names", "products.csv", "labelled.csv"],
  ["JSON Lines", "products.jsonl", "labelled.jsonl"],
])("%s", (_, products, out) => {
  it("is read, and orders find their items by handle, sku and name", async () => {
    const ended = await predict(products, "--out", out);
    expect(ended.code, ended.stderr).toBe(1); // one photo is not there
    const catalogue = await readCatalogue(join(cwd, out));
    expect(catalogue.classNames).toEqual([...fashionMnistClassNames]);
    expect([catalogue.labelled, catalogue.unlabelled]).toEqual([3, 1]);
    const text = textOf(join(cwd, out));
    const rows = (out.endsWith(".csv") ? rowsOf(text) : linesOf(text)) as Record<string, unknown>[];
    const label = (row: number) => rows[row]?.predicted_label ?? rows[row]?.label;
    for (const [i, { probabilities }] of catalogue.rows().entries()) {
      expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 3);
      expect(catalogue.classNames[probabilities.indexOf(Math.max(...probabilities))]).toBe(label(i));
    }
    const lines = ["1,2026-03-02,B-1,Bag - Blue", "2,2026-03-02,,Bag", "3,2026-03-02,G-1,Gone"];
    const orders = await read(bytes("customer_id,date,sku,product_name", ...lines), { catalogue });
    expect(orders.unlabelledItems()).toEqual([{ item: "G-1", lines: 1 }]);
    const profiles = await customerProfiles(orders);
    expect(profiles.get("1")?.topCategory).toBe(label(2));
    expect(profiles.get("1")?.affinity).toEqual(profiles.get("2")?.affinity);
    orders.dispose();
  });
});
