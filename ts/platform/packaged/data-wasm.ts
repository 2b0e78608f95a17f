/**
 * The wasm file that reads tables and images. The literal: ../packaged-url.ts.
 */
import type { PackagedFile } from "../packaged-url.js";

export const dataWasmFile: PackagedFile = {
  name: "data.wasm",
  literal: () => new URL("../data.wasm", import.meta.url),
};
