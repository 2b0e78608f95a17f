/**
 * Finds Fashion-MNIST and reads both parts. Where it is looked for: fashion-mnist-places.ts; how its files are read:
 * fashion-mnist-parts.ts.
 */
import { FashionWasmError } from "../errors.js";
import { optionsObject, signalOption } from "../options/check.js";
import { isAddress } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { Reading } from "./arrays.js";
import type { LoadFashionMnistOptions } from "./fashion-mnist.js";
import { findFashionMnist } from "./fashion-mnist-places.js";

/** Both parts, and where they came from. */
export interface ReadFashionMnist {
  readonly train: Reading;
  readonly test: Reading;
  readonly origin: string;
}

/** Errors: those of `loadFashionMnist`. */
export async function readFashionMnist(options: LoadFashionMnistOptions): Promise<ReadFashionMnist> {
  const checked = optionsObject("loadFashionMnist", options, ["data", "signal", "onDownload"]);
  const { data, signal } = checked;
  if (data !== undefined && (!isAddress(data) || String(data).trim() === "")) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `loadFashionMnist: data is ${show(data)} → give a folder, a URL or "sample", or leave it out`,
    );
  }
  signalOption("loadFashionMnist", signal)?.throwIfAborted();
  const { origin, load } = await findFashionMnist(data, checked);
  const train = await load("train");
  const test = await load("test");
  return { train, test, origin };
}
