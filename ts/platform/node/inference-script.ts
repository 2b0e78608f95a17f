/**
 * The script of the worker that only predicts, in Node. The literal: ../packaged-url.ts.
 */
import type { PackagedFile } from "../packaged-url.js";

export const inferenceScript: PackagedFile = {
  name: "inference-worker.js",
  literal: () => new URL("./inference-worker.js", import.meta.url),
};
