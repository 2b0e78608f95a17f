/**
 * Makes of wasm-bindgen's glue, a module with one instance for ever, a function that gives a new one each time.
 *
 * The memory of an instance never shrinks, and one that has trapped is spent; so data.wasm and customers.wasm are started again. Objects of an
 * older instance stay its own: all that the glue remembers is inside of the function.
 */
import { SetupError } from "./report.mjs";

/**
 * @param {string} glue text that wasm-bindgen wrote for `--target web`
 * @param {readonly string[]} [wanted] what the glue is to return, of functions; default: all, and classes
 * @returns {string} a module that exports `createGlue`, without what fetches the wasm file
 */
export function glueFactory(glue, wanted) {
  /** @type {string[]} */
  const names = [];
  const body = glue
    .replace(/^async function __wbg_(load|init)\(.*?^}\n/gms, "")
    .replace(/^export \{ initSync, __wbg_init as default \};\n/m, () => {
      names.push("initSync");
      return "";
    })
    .replace(/^export (class|function) (\w+)/gm, (_, kind, name) => {
      names.push(name);
      return `${kind} ${name}`;
    });
  if (!names.includes("initSync") || /^\s*(export|import)\b|\bimport\.meta\b|__wbg_(load|init)\b/m.test(body)) {
    throw new SetupError("the glue that wasm-bindgen writes has another form → mend scripts/setup/glue-factory.mjs");
  }
  if (wanted === undefined) return module(body, names);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new SetupError(`the glue has no ${missing.join(", ")} → name what crates/data exports`);
  return module(withoutClasses(body), wanted);
}

/**
 * @param {string} body
 * @param {readonly string[]} names
 */
function module(body, names) {
  return `export function createGlue() {\n${body}\nreturn { ${names.join(", ")} };\n}\n`;
}

/**
 * Minifiers drop functions that nobody calls; classes they keep.
 * @param {string} body
 */
function withoutClasses(body) {
  return body
    .replace(/^class \w+ \{.*?^}\n/gms, "")
    .replace(/^if \(Symbol\.dispose\) .*\n/gm, "")
    .replace(/^const \w+Finalization = .*?;\n/gms, "");
}

/** What preparing photos needs. */
export const PHOTO_GLUE = ["initSync", "judgePhotos", "overBudget", "preparePhoto"];

/** The declaration of that module, beside the glue's own. */
export const PHOTO_GLUE_TYPES = `export function createGlue(): Pick<typeof import("./engine.js"), ${PHOTO_GLUE.map((name) => `"${name}"`).join(" | ")}>;\n`;

/** The declaration of the module of all. */
export const GLUE_FACTORY_TYPES = 'export function createGlue(): Omit<typeof import("./engine.js"), "default">;\n';
