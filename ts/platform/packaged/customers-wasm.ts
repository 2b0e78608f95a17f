/**
 * The wasm file that computes profiles of customers. The literal: ../packaged-url.ts.
 */
import type { PackagedFile } from "../packaged-url.js";

export const customersWasmFile: PackagedFile = {
  name: "customers.wasm",
  literal: () => new URL("../customers.wasm", import.meta.url),
};
