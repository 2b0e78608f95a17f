/**
 * Takes the section of function names out of a wasm file: a quarter of the download, of use to debuggers only.
 *
 * It is done after wasm-bindgen and not by `-C strip=symbols`, which takes the section `target_features` as well, by
 * which wasm-bindgen knows what the module may use.
 */

const HEADER = 8;
const CUSTOM_SECTION = 0;

/**
 * @param {Uint8Array} wasm
 * @returns {Uint8Array} the same module without its custom section "name"
 */
export function stripNames(wasm) {
  const kept = [wasm.subarray(0, HEADER)];
  for (let place = HEADER; place < wasm.length; ) {
    const size = leb128(wasm, place + 1);
    const end = size.next + size.value;
    const label = leb128(wasm, size.next);
    const name = new TextDecoder().decode(wasm.subarray(label.next, label.next + label.value));
    if (wasm[place] !== CUSTOM_SECTION || name !== "name") kept.push(wasm.subarray(place, end));
    place = end;
  }
  return Buffer.concat(kept);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} place
 */
function leb128(bytes, place) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[place++] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, next: place };
  }
}
