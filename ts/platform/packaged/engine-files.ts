/**
 * The wasm files of the engine that trains, and the scripts of its workers. The literals: ../packaged-url.ts.
 */
import type { Build } from "../build.js";
import type { PackagedFile } from "../packaged-url.js";

/** By the build. */
export const engineWasm: Readonly<Record<Build, PackagedFile>> = {
  simd: { name: "engine-simd.wasm", literal: () => new URL("../engine-simd.wasm", import.meta.url) },
  threads: { name: "engine-threads.wasm", literal: () => new URL("../engine-threads.wasm", import.meta.url) },
};

/** By the build; that of the threads build is the script of each thread, too. */
export const engineScripts: Readonly<Record<Build, PackagedFile>> = {
  simd: { name: "engine-worker-simd.js", literal: () => new URL("../engine-worker-simd.js", import.meta.url) },
  threads: {
    name: "engine-worker-threads.js",
    literal: () => new URL("../engine-worker-threads.js", import.meta.url),
  },
};
