/**
 * Makes test/golden/fixtures/shop-products.txt: what the packaged classifier says of the first 2,000 test images of
 * Fashion-MNIST. It writes their pixels as a table, runs
 *
 *     fashion-wasm predict images.csv --top-k 3 --out labels.csv
 *
 * and keeps of each image the true class and the three most probable ones, with four digits. After `npm run build`:
 *
 *     node scripts/golden/shops/make.mjs
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fashionMnistClassNames, loadFashionMnist } from "../../../dist/node/index.js";
import { root } from "../../setup/paths.mjs";

const COUNT = 2000;
const PIXELS = 784;

const folder = mkdtempSync(join(tmpdir(), "shop-products-"));
try {
  const { test } = await loadFashionMnist();
  const names = Array.from({ length: PIXELS }, (_, i) => `pixel${i + 1}`);
  const rows = Array.from({ length: COUNT }, (_, i) => {
    return `${i},${test.labels[i]},${test.images.slice(i * PIXELS, (i + 1) * PIXELS).join(",")}`;
  });
  const [images, labels] = [join(folder, "images.csv"), join(folder, "labels.csv")];
  writeFileSync(images, `${["id", "truth", ...names].join(",")}\n${rows.join("\n")}\n`);
  const cli = join(root, "dist", "node", "cli.js");
  execFileSync(process.execPath, [cli, "predict", images, "--top-k", "3", "--out", labels], { stdio: "inherit" });

  const [head, ...answers] = readFileSync(labels, "utf8").trim().split(/\r?\n/);
  const columns = (head ?? "").split(",");
  const products = answers.map((answer) => {
    const cells = answer.split(",");
    const cell = (/** @type {string} */ name) => cells[columns.indexOf(name)] ?? "";
    const top = ["", "2", "3"].map((place) => {
      const label = fashionMnistClassNames.indexOf(cell(`label${place}`));
      return `${label}:${Math.round(10_000 * Number(cell(`probability${place}`)))}`;
    });
    return `${cell("truth")} ${top.join(" ")}`;
  });
  if (products.length !== COUNT) throw new Error(`${products.length} answers for ${COUNT} images`);
  const about = "# What the classifier says of test images: true class, and three labels with their 1/10,000. Made by";
  const text = [`${about} scripts/golden/shops/make.mjs.`, ...products, ""].join("\n");
  writeFileSync(join(root, "test/golden/fixtures/shop-products.txt"), text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
