/**
 * Why a browser refuses a wasm memory: it does not tell. The twin of node/memory-limit.ts.
 */

/** Always null. */
export function memoryLimit(): string | null {
  return null;
}
