/**
 * A fingerprint of data: equal exactly when shape, pixels and labels are.
 */
import { sha256 } from "#platform/sha256";
import { TextEncoder } from "#platform/web-globals";

/** Images and labels in their order. */
export interface Fingerprinted {
  readonly shape: readonly number[];
  readonly images: Uint8Array | Float32Array;
  readonly labels: Uint32Array | null;
}

/**
 * SHA-256 of three SHA-256s in hex, joined by line breaks: of the pixels (bytes, or little-endian floats), of the labels as
 * little-endian 32-bit numbers (of nothing where there are none), and of the text `uint8 60000x28x28x1`.
 */
export async function fingerprint({ shape, images, labels }: Fingerprinted): Promise<string> {
  const text = (value: string) => sha256(new TextEncoder().encode(value));
  const kind = images instanceof Uint8Array ? "uint8" : "float32";
  const parts = [
    await sha256(bytesOf(images)),
    await sha256(labels === null ? new Uint8Array(0) : bytesOf(labels)),
    await text(`${kind} ${shape.join("x")}`),
  ];
  return text(parts.join("\n"));
}

/** Every machine that runs WebAssembly is little-endian. */
function bytesOf(array: Uint8Array | Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
