/**
 * Takes out of a wasm file, after wasm-bindgen, what tools need and hosts do not.
 *
 * Custom sections: function names, a quarter of the download, and who made the file. It is not done by `-C strip=symbols`,
 * which takes the section `target_features` as well, by which wasm-bindgen knows what the module may use.
 *
 * Names of imports: wasm-bindgen's are long and end in a hash that gzip cannot make smaller, in the wasm file, in the page's
 * script and in the worker's. Here they are numbered.
 */
import { SetupError } from "./report.mjs";

const HEADER = 8;
const CUSTOM_SECTION = 0;
const IMPORT_SECTION = 2;

/** A function in the glue's table of imports. */
const IMPORTED = /^( {8})(__wb\w+)(?=: function)/gm;

/**
 * @param {Uint8Array} wasm
 * @returns {Uint8Array} the same module without custom sections
 */
export function stripCustomSections(wasm) {
  const kept = [...sections(wasm)].filter(({ id }) => id !== CUSTOM_SECTION);
  return Buffer.concat([wasm.subarray(0, HEADER), ...kept.map(({ start, end }) => wasm.subarray(start, end))]);
}

/**
 * @param {Uint8Array} wasm
 * @param {string} glue text that wasm-bindgen wrote for `--target web`
 * @returns {{ wasm: Uint8Array, glue: string }} both with numbers for the names of the functions that the one imports from the other
 */
export function numberImports(wasm, glue) {
  const section = [...sections(wasm)].find(({ id }) => id === IMPORT_SECTION);
  if (section === undefined) return { wasm, glue };
  let content = Buffer.from(wasm.subarray(section.content, section.end)).toString("latin1");
  let count = 0;
  const numbered = glue.replace(IMPORTED, (_, indent, name) => {
    const number = `i${count++}`;
    const parts = content.split(withLength(name));
    if (parts.length !== 2) {
      throw new SetupError(`the wasm file does not import ${name} once → mend scripts/setup/small-wasm.mjs`);
    }
    content = parts.join(withLength(number));
    return indent + number;
  });
  const bytes = Buffer.from(content, "latin1");
  return {
    wasm: Buffer.concat([
      wasm.subarray(0, section.start),
      Uint8Array.of(IMPORT_SECTION, ...toLeb128(bytes.length)),
      bytes,
      wasm.subarray(section.end),
    ]),
    glue: numbered,
  };
}

/** @param {string} name */
function withLength(name) {
  return String.fromCharCode(...toLeb128(name.length)) + name;
}

/** @param {Uint8Array} wasm */
function* sections(wasm) {
  for (let start = HEADER; start < wasm.length; ) {
    const size = leb128(wasm, start + 1);
    const end = size.next + size.value;
    yield { id: wasm[start], start, content: size.next, end };
    start = end;
  }
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

/** @param {number} value */
function toLeb128(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest & 127) | 128);
  }
}
