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
import { HEADER, SECTION, section, sections, toLeb128 } from "./wasm-format.mjs";

/** A function in the glue's table of imports. */
const IMPORTED = /^( {8})(__wb\w+)(?=: function)/gm;

/**
 * @param {Uint8Array} wasm
 * @returns {Uint8Array} the same module without custom sections
 */
export function stripCustomSections(wasm) {
  const kept = [...sections(wasm)].filter(({ id }) => id !== SECTION.custom);
  return Buffer.concat([wasm.subarray(0, HEADER), ...kept.map(({ start, end }) => wasm.subarray(start, end))]);
}

/**
 * @param {Uint8Array} wasm
 * @param {string} glue text that wasm-bindgen wrote for `--target web`
 * @returns {{ wasm: Uint8Array, glue: string }} both with numbers for the names of the functions that the one imports from the other
 */
export function numberImports(wasm, glue) {
  const imports = [...sections(wasm)].find(({ id }) => id === SECTION.import);
  if (imports === undefined) return { wasm, glue };
  let content = Buffer.from(wasm.subarray(imports.content, imports.end)).toString("latin1");
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
  const written = section(SECTION.import, Buffer.from(content, "latin1"));
  return {
    wasm: Buffer.concat([wasm.subarray(0, imports.start), written, wasm.subarray(imports.end)]),
    glue: numbered,
  };
}

/** @param {string} name */
function withLength(name) {
  return String.fromCharCode(...toLeb128(name.length)) + name;
}
