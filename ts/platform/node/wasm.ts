/**
 * How Node reads and compiles a wasm file. Where the packaged ones lie: engine-wasm.ts and inference-wasm.ts.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Returns `address`, a path or URL, as an absolute URL. */
export function absoluteUrl(address: string | URL): string {
  const text = String(address);
  return /^(file|https?|data):/.test(text) ? text : pathToFileURL(text).href;
}

/** Reads the wasm file at `address` (a file: or http: URL) and compiles it. */
export async function compileFrom(address: string): Promise<WebAssembly.Module> {
  const bytes = await read(address);
  return WebAssembly.compile(bytes);
}

async function read(address: string): Promise<Uint8Array<ArrayBuffer>> {
  if (/^https?:/.test(address)) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
  return new Uint8Array(await readFile(fileURLToPath(address)));
}
