/**
 * The wasm files against what the loader counts on: they import a memory it can give them, and are the builds they say.
 */
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { INITIAL_PAGES } from "../../ts/engine/instance.js";

/** Limits of the memory that a wasm file imports, from its import section (id 2; core specification 5.5.5). */
function importedMemory(bytes: Uint8Array): { initial: number; maximum: number | undefined; shared: boolean } {
  let at = 8;
  const number = () => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = bytes[at++] ?? 0;
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte > 127);
    return value;
  };
  const skip = () => {
    const length = number();
    at += length;
  };
  while (bytes[at++] !== 2) skip();
  number();
  for (let left = number(); left > 0; left--) {
    skip(); // module
    skip(); // name
    const kind = bytes[at++];
    if (kind === 0) number();
    else if (kind === 3) at += 2;
    else {
      if (kind === 1) at++;
      const flags = number();
      const limits = { initial: number(), maximum: flags & 1 ? number() : undefined, shared: (flags & 2) !== 0 };
      if (kind === 2) return limits;
    }
  }
  throw new Error("the file imports no memory");
}

describe.each(["engine-simd", "engine-threads", "inference-simd"])("%s.wasm", (name) => {
  it("imports a memory that the loader can make", async () => {
    const bytes = await readFile(new URL(`../../dist/${name}.wasm`, import.meta.url));
    const { initial, maximum, shared } = importedMemory(bytes);
    expect(initial).toBeLessThanOrEqual(INITIAL_PAGES);
    expect(maximum ?? 65536).toBe(65536);
    expect(shared).toBe(name === "engine-threads");
  });
});
