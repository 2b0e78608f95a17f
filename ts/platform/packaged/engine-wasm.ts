/**
 * The wasm files of the engine that trains. The literals: ../packaged-url.ts.
 */
import type { Build } from "../build.js";
import type { PackagedFile } from "../packaged-url.js";

/** By the build. */
export const engineWasm: Readonly<Record<Build, PackagedFile>> = {
  simd: { name: "engine-simd.wasm", literal: () => new URL("../engine-simd.wasm", import.meta.url) },
  threads: { name: "engine-threads.wasm", literal: () => new URL("../engine-threads.wasm", import.meta.url) },
};
