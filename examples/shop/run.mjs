// From photos of products to audiences: a small shop whose customers' tastes are known, every figure beside the truth.
//   node examples/shop/run.mjs [folder] [--small] [--data path] [--seed n] [--json]
// folder: where the shop goes, default ./shop. --small: a third of it. --data: as for loadFashionMnist; "sample" takes the
// 100 test images in the package.
import { parseArgs } from "node:util";
import { Report } from "./report.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    small: { type: "boolean", default: false },
    data: { type: "string" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const [folder = "shop"] = positionals;
const seed = Number(values.seed);
if (!Number.isInteger(seed) || seed < 0) throw new Error(`--seed takes a whole number, received ${values.seed}`);
const size = values.small
  ? { products: 84, customers: 200, audience: 0.6 }
  : { products: 257, customers: 500, audience: 0.6 };

// Imported here, so that a package that is not built can be told in a sentence.
const { runShop } = await import("./shop.mjs").catch((error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  console.error(`the package is not built: ${error.message}\n→ node scripts/setup.mjs`);
  process.exit(1);
});
const started = performance.now();
const write = values.json ? () => {} : console.log;
const report = new Report(write);
try {
  await runShop(folder, report, { data: values.data, seed, size });
} catch (error) {
  if (!["DATA_NOT_FOUND", "DOWNLOAD_FAILED"].includes(error.code)) throw error;
  console.error(`${error.message}\nThe garments are Fashion-MNIST's → --data FOLDER, or --data sample with --small`);
  process.exit(1);
}
const seconds = (performance.now() - started) / 1000;
const page = `${folder}/customers/customers.html`;
if (values.json) console.log(JSON.stringify({ folder, page, seed, seconds, steps: report.json() }));
else console.log(`\n${seconds.toFixed(1)} s in all; look at ${page} and ${folder}/photos`);
