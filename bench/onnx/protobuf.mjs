/**
 * Protocol buffers, as much of the wire format as an ONNX file needs: a message is a list of fields, each a tag and a
 * value. https://protobuf.dev/programming-guides/encoding
 */

/** @typedef {Buffer} Field an encoded field; a message is fields behind each other */

/** @param {number} value a whole number ≥ 0 */
function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

/**
 * @param {number} field its number in the .proto file
 * @param {number} value
 */
export function integer(field, value) {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

/**
 * @param {number} field
 * @param {number} value
 */
export function float(field, value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([varint(field * 8 + 5), bytes]);
}

/**
 * @param {number} field
 * @param {string | Uint8Array} value
 */
export function bytes(field, value) {
  const content = typeof value === "string" ? Buffer.from(value) : value;
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

/**
 * @param {number} field
 * @param {Field[]} fields of the message
 */
export function message(field, fields) {
  return bytes(field, Buffer.concat(fields));
}
