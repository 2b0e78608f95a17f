/**
 * A file in pieces, and all of them as one.
 */
import { FashionWasmError } from "../errors.js";

/** Pieces of a file in their order. A piece may be written over once the next is asked for. */
export type Chunks = AsyncIterable<Uint8Array>;

/** The error for what has more bytes than a reader takes. */
export function tooLarge(name: unknown, maxBytes: number): FashionWasmError {
  return new FashionWasmError("IDX_TOO_LARGE", `${name}: has more than ${maxBytes} bytes`);
}

/** All pieces as one. Errors: IDX_TOO_LARGE for more than `maxBytes`; `name` is what the message calls the file. */
export async function joined(
  name: unknown,
  chunks: Chunks,
  maxBytes: number,
  onProgress?: (received: number) => void,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of chunks) {
    received += chunk.length;
    if (received > maxBytes) throw tooLarge(name, maxBytes);
    parts.push(new Uint8Array(chunk)); // a copy; slice() of a Node Buffer would be a view
    onProgress?.(received);
  }
  const whole = new Uint8Array(received);
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
