/**
 * The folder of Fashion-MNIST that every contestant reads: the places where the package looks, files as published.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../scripts/setup/paths.mjs";
import { BenchError } from "../options.mjs";

const FILES = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"];

export function dataFolder() {
  const named = process.env.FASHION_WASM_DATA;
  const places = named ? [named] : ["/usr/share/datasets/fashion-mnist", join(cacheFolder(), "fashion-mnist")];
  const found = places.find((folder) => FILES.every((name) => existsSync(join(folder, `${name}-ubyte.gz`))));
  if (found !== undefined) return found;
  throw new BenchError(
    `Fashion-MNIST: ${places.join(" and ")} lack one of ${FILES.map((name) => `${name}-ubyte.gz`).join(", ")} → ` +
      "run `npm run build`, which brings it, or set FASHION_WASM_DATA to a folder with the four files",
  );
}
