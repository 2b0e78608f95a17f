/**
 * The files of this package that are fetched while it runs: which there are, which entry needs them, where they lie.
 *
 * Two folders below the package's root, in the sources as in the package.
 */
import { fileURLToPath } from "node:url";

/** What an app imports: `fashion-wasm`, or `fashion-wasm/inference`. */
export const ENTRIES = ["fashion-wasm", "inference"] as const;
export type Entry = (typeof ENTRIES)[number];

/** Names as `init({ baseUrl })` looks for them, in the folder or one below. */
const FILES: Readonly<Record<Entry, readonly string[]>> = {
  "fashion-wasm": [
    "data.wasm",
    "engine-simd.wasm",
    "engine-threads.wasm",
    "engine-worker-simd.js",
    "engine-worker-threads.js",
    "pretrained/fashion-mnist.safetensors",
    "sample/t10k-images-idx3-ubyte.gz",
    "sample/t10k-labels-idx1-ubyte.gz",
    "sample/train-images-idx3-ubyte.gz",
    "sample/train-labels-idx1-ubyte.gz",
  ],
  inference: ["inference-simd.wasm", "inference-worker.js", "pretrained/fashion-mnist.safetensors"],
};

/** The names of the files that `entry` needs, sorted; of all where none is named. */
export function assetNames(entry?: Entry): string[] {
  return [...new Set(entry === undefined ? Object.values(FILES).flat() : FILES[entry])].sort();
}

/** The path of a file in the package. */
export function assetSource(name: string): string {
  return fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
}
