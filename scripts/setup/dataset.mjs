/**
 * The real data set: Debian's package, or the published files in the user's cache.
 *
 * Where it is looked for, and the download with its pinned hashes, are the package's own (ts/data/); this only
 * makes sure that training need not begin with a download. It runs after the TypeScript build for that reason.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { aptInstall, aptLine, mayUseApt } from "./apt.mjs";
import { reportMissing } from "./missing.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { SetupError, step } from "./report.mjs";

const DEBIAN_PACKAGE = "dataset-fashion-mnist";
const DEBIAN_FOLDER = "/usr/share/datasets/fashion-mnist";
const FILES = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"];

/** @param {string} folder */
function isThere(folder) {
  return FILES.every((name) => existsSync(join(folder, `${name}-ubyte.gz`)));
}

/** True when training on the real data can start at once; a place the user named is left to the package to check. */
function dataIsThere() {
  return (
    Boolean(process.env.FASHION_WASM_DATA) || isThere(DEBIAN_FOLDER) || isThere(join(cacheFolder(), "fashion-mnist"))
  );
}

/** Puts Fashion-MNIST on this machine. */
export async function ensureDataset() {
  if (dataIsThere()) return;
  if (mayUseApt()) {
    try {
      await step(`Fashion-MNIST: apt-get install ${DEBIAN_PACKAGE}`, () => aptInstall([DEBIAN_PACKAGE]));
      return;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      console.error(error.message);
    }
  }
  try {
    await step("Fashion-MNIST: download (31 MB, once)", async () => {
      const { loadFashionMnist } = await import(pathToFileURL(join(root, "dist", "node", "index.js")).href);
      await loadFashionMnist();
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const advice = `connect to the internet, type \`${aptLine([DEBIAN_PACKAGE])}\`, or set FASHION_WASM_DATA`;
    reportMissing(`Fashion-MNIST (${reason})`, "only `--data sample` and your own data can be trained on", advice);
  }
}
