/**
 * Reads Fashion-MNIST's IDX files for the JavaScript peers, in Node and in a browser. (fashion-wasm reads them
 * itself, through `loadFashionMnist`.)
 */

/** @typedef {(name: string) => Promise<Uint8Array>} ReadFile gives the bytes of `<name>.gz` in the data's folder */

/**
 * The pixels, 784 bytes an image.
 * @param {ReadFile} read
 * @param {"train" | "t10k"} part
 */
export async function readImages(read, part) {
  return content(read, `${part}-images-idx3-ubyte`, 0x803);
}

/**
 * @param {ReadFile} read
 * @param {"train" | "t10k"} part
 */
export async function readLabels(read, part) {
  return content(read, `${part}-labels-idx1-ubyte`, 0x801);
}

/**
 * @param {ReadFile} read
 * @param {string} name
 * @param {number} expected the magic number; its last byte is the number of axes
 */
async function content(read, name, expected) {
  const packed = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (await read(name))]);
  const plain = packed.stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(plain).arrayBuffer());
  const magic = new DataView(bytes.buffer).getUint32(0);
  if (magic !== expected) throw new Error(`${name}: begins with ${magic}, expected ${expected}`);
  return bytes.subarray(4 + 4 * (expected & 255));
}
