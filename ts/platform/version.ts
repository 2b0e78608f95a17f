/**
 * The version of this package, which the build puts in: code and worker may lie in different folders, and be of two.
 */
declare const FASHION_WASM_VERSION: string | undefined;

/** E.g. `0.1.0`; "" in sources that were not built. */
export const VERSION = typeof FASHION_WASM_VERSION === "undefined" ? "" : FASHION_WASM_VERSION;
