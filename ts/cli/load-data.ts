/**
 * The images of a command: those that `--data` names, or that are found, or downloaded while a person is told.
 */
import { type FashionMnist, loadFashionMnist } from "../index.js";
import { sayUnlessSoon } from "./patience.js";
import { say } from "./say.js";

/** Loads both parts; `data` is the value of `--data`, if it was given. */
export async function loadData(data: string | undefined, signal: AbortSignal): Promise<FashionMnist> {
  let downloading = "";
  const done = sayUnlessSoon(`reading ${data ?? (process.env.FASHION_WASM_DATA || "Fashion-MNIST")}`);
  return loadFashionMnist({
    signal,
    ...(data !== undefined && { data }),
    onDownload({ file, total }) {
      done();
      if (file !== downloading) say(`downloading ${file} (${(total / 1e6).toFixed(1)} MB)`);
      downloading = file;
    },
  }).finally(done);
}
