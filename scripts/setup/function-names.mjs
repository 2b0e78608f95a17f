/**
 * Names of the functions of a wasm file: hosts do not need them, whoever looks into a fault does, whose error has only a number.
 *
 * Source: WebAssembly Core Specification 2.0, appendix "Name Section".
 */
import { leb128, SECTION, sections } from "./wasm-format.mjs";

/** The part of the section that names functions. */
const FUNCTIONS = 1;

/**
 * @param {Uint8Array} wasm
 * @returns {Map<number, string>} names by number; empty where the file has none
 */
export function functionNames(wasm) {
  /** @type {Map<number, string>} */
  const names = new Map();
  for (const { id, content, end } of sections(wasm)) {
    if (id !== SECTION.custom) continue;
    const title = text(wasm, content);
    if (title.value !== "name") continue;
    for (let place = title.next; place < end; ) {
      const size = leb128(wasm, place + 1);
      if (wasm[place] === FUNCTIONS) readNames(wasm, size.next, names);
      place = size.next + size.value;
    }
  }
  return names;
}

/**
 * @param {Uint8Array} wasm
 * @param {number} place
 * @param {Map<number, string>} names
 */
function readNames(wasm, place, names) {
  let { value: count, next } = leb128(wasm, place);
  for (; count > 0; count--) {
    const number = leb128(wasm, next);
    const name = text(wasm, number.next);
    names.set(number.value, name.value);
    next = name.next;
  }
}

/**
 * @param {Uint8Array} wasm
 * @param {number} place
 */
function text(wasm, place) {
  const { value: length, next } = leb128(wasm, place);
  return { value: Buffer.from(wasm.subarray(next, next + length)).toString("utf8"), next: next + length };
}

/**
 * The names as a file that people read: a number and a name a line.
 * @param {ReadonlyMap<number, string>} names
 * @param {ReadonlyMap<number, number>} numbers new numbers by those of `names`, of functions that have one
 */
export function namesText(names, numbers) {
  const lines = [...names].map(([old, name]) => /** @type {const} */ ([numbers.get(old) ?? old, name]));
  return lines
    .sort(([a], [b]) => a - b)
    .map(([number, name]) => `${number} ${name}\n`)
    .join("");
}

/**
 * The names by number that `namesText` has written.
 * @param {string} text
 */
export function namesOf(text) {
  const lines = text.trimEnd().split("\n");
  return new Map(
    lines.map((line) => {
      const space = line.indexOf(" ");
      return [Number(line.slice(0, space)), line.slice(space + 1)];
    }),
  );
}
