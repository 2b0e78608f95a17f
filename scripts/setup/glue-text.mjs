/**
 * Makes wasm-bindgen's glue take TextDecoder and TextEncoder when it first needs them, not when it is loaded.
 *
 * Loading the package must not fail where there are none, in the sandboxes of test runners with jsdom: what is called there
 * says what is wrong.
 */
import { SetupError } from "./report.mjs";

/**
 * What wasm-bindgen writes, and what stands in its place; without a decoder, the first text asks for a new one. The glue of
 * threads keeps its encoder, which is made only where there is one, and writes to shared memory as TextEncoder's own does not.
 */
const PLACES = /** @type {const} */ ([
  [
    /^let cachedTextDecoder = .*\n(if \(cachedTextDecoder\) )?cachedTextDecoder\.decode\(\);\n/m,
    "let cachedTextDecoder;\n",
  ],
  [/^let numBytesDecoded = 0;$/m, "let numBytesDecoded = MAX_SAFARI_DECODE_BYTES;"],
  [
    /^const cachedTextEncoder = new TextEncoder\(\);\n+if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n.*?^\}\n/ms,
    `const cachedTextEncoder = {
    encode: (text) => new TextEncoder().encode(text),
    encodeInto: (text, view) => new TextEncoder().encodeInto(text, view),
};
`,
  ],
]);
const GUARDED_ENCODER = /^const cachedTextEncoder = \(typeof TextEncoder !== 'undefined' \?/m;

/**
 * @param {string} glue text that wasm-bindgen wrote for `--target web`, or a factory made of it
 * @returns {string} the same, lazy
 */
export function lazyGlueText(glue) {
  let text = glue;
  for (const [written, lazy] of GUARDED_ENCODER.test(glue) ? PLACES.slice(0, 2) : PLACES) {
    if (!written.test(text)) {
      throw new SetupError("the glue that wasm-bindgen writes has another form → mend scripts/setup/glue-text.mjs");
    }
    text = text.replace(written, lazy);
  }
  return text;
}
