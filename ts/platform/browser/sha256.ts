/**
 * SHA-256 by the Web Crypto of the browser. The twin of node/sha256.ts.
 */
import { FashionWasmError } from "../../errors.js";

/** The SHA-256 of `bytes` in lower-case hex. Errors: IO where a page is not served securely (https or localhost). */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new FashionWasmError("IO", "sha256: this page has no crypto.subtle → serve it over https or from localhost");
  }
  const digest = await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
