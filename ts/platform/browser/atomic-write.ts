/**
 * Writing files in a browser: there are none. The twin of node/atomic-write.ts.
 */
import { FashionWasmError } from "../../errors.js";
import { shownAddress } from "../address.js";

/** Rejects with IO: a page may not write to a path. */
export async function writeFileAtomic(
  path: string,
  _content: Uint8Array | string | AsyncIterable<Uint8Array>,
): Promise<void> {
  throw new FashionWasmError(
    "IO",
    `cannot write ${shownAddress(path)}: a page may not write files → offer the bytes as a download (Blob, URL.createObjectURL) or keep them in IndexedDB`,
  );
}
