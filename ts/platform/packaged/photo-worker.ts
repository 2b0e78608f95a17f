/**
 * The script of the workers that prepare photos. The literal: ../packaged-url.ts.
 */
import type { PackagedFile } from "../packaged-url.js";

export const photoWorkerScript: PackagedFile = {
  name: "photo-worker.js",
  literal: () => new URL("../photo-worker.js", import.meta.url),
};
