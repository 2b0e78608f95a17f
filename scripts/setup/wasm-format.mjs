/**
 * The wasm format as far as rewriting a file takes: sections, numbers, and where an instruction names a function.
 *
 * Source: WebAssembly Core Specification 2.0, chapter 5, and the threads proposal.
 */
import { SetupError } from "./report.mjs";

/** Bytes before the first section. */
export const HEADER = 8;

/** Numbers of sections. */
export const SECTION = { custom: 0, import: 2, function: 3, global: 6, export: 7, start: 8, element: 9, code: 10 };

/** The instruction that ends a body or a constant expression. */
export const END = 0x0b;

/** Instructions whose operand is a function: `call`, `return_call`, `ref.func`. */
const FUNCTION_OPERAND = new Set([0x10, 0x12, 0xd2]);

/** Numbers after an opcode of one byte; of all others there are none, or `skipOperands` knows them. */
const NUMBERS = new Map([
  ...[0x02, 0x03, 0x04, 0x0c, 0x0d, 0x10, 0x12, ...range(0x20, 0x26), 0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2].map(
    (opcode) => /** @type {[number, number]} */ ([opcode, 1]),
  ),
  ...[0x11, 0x13, ...range(0x28, 0x3e)].map((opcode) => /** @type {[number, number]} */ ([opcode, 2])),
]);

/** Opcodes of one byte without operands. */
const PLAIN = new Set([0x00, 0x01, 0x05, END, 0x0f, 0x1a, 0x1b, ...range(0x45, 0xc4), 0xd1]);

/**
 * @param {number} first
 * @param {number} last
 */
function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/**
 * The sections of a file: `content` is after number and size.
 * @param {Uint8Array} wasm
 */
export function* sections(wasm) {
  for (let start = HEADER; start < wasm.length; ) {
    const size = leb128(wasm, start + 1);
    const end = size.next + size.value;
    yield { id: wasm[start] ?? 0, start, content: size.next, end };
    start = end;
  }
}

/**
 * A section, whole.
 * @param {number} id
 * @param {Uint8Array} content
 */
export function section(id, content) {
  return Buffer.concat([Uint8Array.of(id, ...toLeb128(content.length)), content]);
}

/**
 * An unsigned number at a place, and the place after it.
 * @param {Uint8Array} bytes
 * @param {number} place
 */
export function leb128(bytes, place) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[place++] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, next: place };
  }
}

/** @param {number} value */
export function toLeb128(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}

/**
 * The instruction at a place: its opcode, the place after it, and whether its operand is a function.
 * @param {Uint8Array} bytes
 * @param {number} place
 */
export function instruction(bytes, place) {
  const opcode = bytes[place] ?? 0;
  return { opcode, next: skipOperands(bytes, opcode, place + 1), namesFunction: FUNCTION_OPERAND.has(opcode) };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} opcode
 * @param {number} place after the opcode
 */
function skipOperands(bytes, opcode, place) {
  if (PLAIN.has(opcode)) return place;
  const numbers = NUMBERS.get(opcode);
  if (numbers !== undefined) return skipNumbers(bytes, place, numbers);
  const { value, next } = leb128(bytes, place);
  switch (opcode) {
    case 0x0e: // br_table
      return skipNumbers(bytes, next, value + 1);
    case 0x1c: // select with types
      return next + value;
    case 0x43: // f32.const
      return place + 4;
    case 0x44: // f64.const
      return place + 8;
    case 0xfc: // conversions; memories and tables in bulk
      if (value < 8) return next;
      if (value < 18) return skipNumbers(bytes, next, [8, 10, 12, 14].includes(value) ? 2 : 1);
      break;
    case 0xfd: // SIMD
      if (value < 12 || value === 92 || value === 93) return skipNumbers(bytes, next, 2);
      if (value < 14) return next + 16;
      if (value > 20 && value < 35) return next + 1;
      if (value > 83 && value < 92) return skipNumbers(bytes, next, 2) + 1;
      if (value < 276) return next;
      break;
    case 0xfe: // atomics, of which the fence has one byte
      return value === 3 ? next + 1 : skipNumbers(bytes, next, 2);
  }
  throw new SetupError(
    `the wasm file has an unknown instruction 0x${opcode.toString(16)} ${value} → scripts/setup/wasm-format.mjs`,
  );
}

/**
 * @param {Uint8Array} bytes
 * @param {number} place
 * @param {number} count
 */
function skipNumbers(bytes, place, count) {
  for (let i = 0; i < count; i++) while ((bytes[place++] ?? 0) > 127);
  return place;
}
