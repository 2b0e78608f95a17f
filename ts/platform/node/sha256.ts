/**
 * SHA-256 by Node. The twin of browser/sha256.ts, without the second copy of the bytes that Web Crypto makes: 47 MB for the
 * training images.
 */
import { createHash } from "node:crypto";

/** The SHA-256 of `bytes` in lower-case hex. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  return createHash("sha256").update(bytes).digest("hex");
}
