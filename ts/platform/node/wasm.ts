/**
 * How Node reads and compiles a wasm file. Where the packaged ones lie: ../packaged.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Reads the wasm file at `address`, a URL, and compiles it. */
export async function compileFrom(address: string): Promise<WebAssembly.Module> {
  const bytes = await read(address);
  return WebAssembly.compile(bytes);
}

async function read(address: string): Promise<Uint8Array<ArrayBuffer>> {
  if (address.startsWith("file:")) return new Uint8Array(await readFile(fileURLToPath(address)));
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
