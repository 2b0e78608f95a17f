/**
 * Products whose labels are the packaged classifier's own: what it says of 2,000 test images of Fashion-MNIST
 * (scripts/golden/shops/make.mjs), with their true classes.
 */
import { readFileSync } from "node:fs";
import { fashionMnistClassNames } from "fashion-wasm";

/** A garment of the shop. */
export interface Product {
  readonly sku: string;
  /** The true class. */
  readonly truth: number;
  /** The three most probable classes, by the classifier, with their probabilities. */
  readonly top: readonly (readonly [label: number, probability: number])[];
}

const file = new URL("../../golden/fixtures/shop-products.txt", import.meta.url);

/** All products. */
export const products: readonly Product[] = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line, place) => {
    const [truth, ...top] = line.split(" ");
    const pairs = top.map((one) => {
      const [label, tenThousandths] = one.split(":").map(Number);
      return [label ?? 0, (tenThousandths ?? 0) / 10_000] as const;
    });
    return { sku: `P${place}`, truth: Number(truth), top: pairs };
  });

/** Products by their true class. */
export const ofClass: readonly (readonly Product[])[] = fashionMnistClassNames.map((_, k) =>
  products.filter(({ truth }) => truth === k),
);

/** The catalogue as `predict` writes it: labels with their probabilities, or the first label alone. */
export function catalogueCsv(what: "probabilities" | "labels"): Uint8Array {
  const count = what === "labels" ? 1 : 3;
  const head = ["label", "probability", "label2", "probability2", "label3", "probability3"].slice(0, 2 * count);
  const names = what === "labels" ? ["label"] : head;
  const rows = products.map(({ sku, top }) => {
    const cells = top
      .slice(0, count)
      .flatMap(([label, probability]) => [fashionMnistClassNames[label] ?? "", probability.toFixed(4)]);
    return [sku, ...cells.slice(0, names.length)].join(",");
  });
  return new TextEncoder().encode([["sku", ...names].join(","), ...rows, ""].join("\n"));
}

/** What the classifier says of each class: the rest of the first three is spread evenly. */
export function probabilitiesOf({ top }: Product): number[] {
  const rest = Math.max(0, 1 - top.reduce((sum, [, probability]) => sum + probability, 0)) / 7;
  const all = new Array<number>(fashionMnistClassNames.length).fill(rest);
  for (const [label, probability] of top) all[label] = probability;
  return all;
}
