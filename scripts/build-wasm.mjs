/**
 * Builds the wasm files, each with its glue, by wasm-pack: of crates/wasm engine-simd and engine-threads, which train, and
 * inference-simd, which predicts only; of crates/data data, which reads tables and images; of crates/customers customers.
 *
 * Output: crates/wasm/pkg-simd/, pkg-threads/ and pkg-inference/ (engine.js, engine.d.ts, engine_bg.wasm); crates/data/pkg-data/
 * and crates/customers/pkg-customers/ (and factory.js, which starts the file more than once), and functions.txt, which names functions by their
 * numbers.
 * Builds whose flags differ have target folders of their own; data and customers share one, and with it the standard library,
 * for which the one waits for the other. All run at once, because the last step of each uses one core only.
 * `node scripts/build-wasm.mjs` builds them without asking the manifest.
 */
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { functionNames, namesText } from "./setup/function-names.mjs";
import { orderFunctions } from "./setup/function-order.mjs";
import { GLUE_FACTORY_TYPES, glueFactory, PHOTO_GLUE, PHOTO_GLUE_TYPES } from "./setup/glue-factory.mjs";
import { inCi, root } from "./setup/paths.mjs";
import { duration, SetupError, step } from "./setup/report.mjs";
import { run } from "./setup/run.mjs";
import { ensureRust } from "./setup/rust.mjs";
import { numberImports, stripCustomSections } from "./setup/small-wasm.mjs";
import { ensureWasmTools } from "./setup/wasm-tools.mjs";

/** 4 GiB, all that a 32-bit memory can have; the loader picks the real limit when it makes the memory. */
const MAX_MEMORY = 65536 * 65536;

/** All builds import their memory, so that the loader decides on its maximum. */
const MEMORY_FLAGS = ["-C", "link-arg=--import-memory", "-C", `link-arg=--max-memory=${MAX_MEMORY}`];

/** What wasm-bindgen needs to give each thread its own stack and thread-local storage. */
const THREAD_EXPORTS = ["__heap_base", "__wasm_init_tls", "__tls_size", "__tls_align", "__tls_base"];

/**
 * LLVM's loop strength reduction gives every load an address of its own where V8 would take a constant offset in the
 * instruction: without it products of matrices are a tenth faster.
 */
const LOOP_FLAGS = ["-C", "llvm-args=-disable-lsr"];

/**
 * What models compute with is to be small: panics are traps without a text, which is a tenth of it. An error names the function
 * by its number, and scripts/wasm-function.mjs says which that is.
 */
const PANIC_FLAGS = ["-Z", "unstable-options", "-C", "panic=immediate-abort"];

/** Of the file that only predicts, also what is not arithmetic is made for size. */
const SMALL_CONFIG = ['package."*".opt-level="s"', 'package.fashion-engine.opt-level="z"'].flatMap((key) => [
  "--config",
  `profile.release.${key}`,
]);

const SIMD_FLAGS = ["-C", "target-feature=+simd128", ...MEMORY_FLAGS, ...LOOP_FLAGS];

/** The glue of a file that is started more than once; and the part of data's that preparing photos needs. */
const FACTORY = { name: "factory", types: GLUE_FACTORY_TYPES, wanted: undefined };
const PHOTOS = { name: "photos", types: PHOTO_GLUE_TYPES, wanted: PHOTO_GLUE };

const LATER_FLAGS = ["-C", "target-feature=+simd128"];

/**
 * The builds: the wasm `file` in dist/ of a `crate`, `flags` for rustc, `features` of the crate, `config` for cargo, `factories`
 * beside the glue.
 */
export const BUILDS = [
  {
    crate: "wasm",
    name: "simd",
    file: "engine-simd",
    flags: [...SIMD_FLAGS, ...PANIC_FLAGS],
    features: ["train"],
    config: [],
    factories: [],
  },
  {
    crate: "data",
    name: "data",
    file: "data",
    flags: LATER_FLAGS,
    features: [],
    config: [],
    factories: [FACTORY, PHOTOS],
  },
  {
    crate: "customers",
    name: "customers",
    file: "customers",
    flags: LATER_FLAGS,
    features: [],
    config: [],
    factories: [FACTORY],
  },
  {
    crate: "wasm",
    name: "inference",
    file: "inference-simd",
    flags: [...SIMD_FLAGS, ...PANIC_FLAGS],
    features: [],
    config: SMALL_CONFIG,
    factories: [],
  },
  {
    crate: "wasm",
    name: "threads",
    file: "engine-threads",
    flags: [
      "-C",
      "target-feature=+simd128,+atomics,+bulk-memory,+mutable-globals",
      "-C",
      "link-arg=--shared-memory",
      ...MEMORY_FLAGS,
      ...LOOP_FLAGS,
      ...PANIC_FLAGS,
      ...THREAD_EXPORTS.flatMap((symbol) => ["-C", `link-arg=--export=${symbol}`]),
    ],
    features: ["threads"],
    config: [],
    factories: [],
  },
];

/** Names of a file's functions by number. */
export const FUNCTIONS = "functions.txt";

/** Files that exist when all builds are whole. */
export const WASM_OUTPUTS = BUILDS.flatMap(({ crate, name, factories }) =>
  ["engine.js", "engine.d.ts", "engine_bg.wasm", FUNCTIONS]
    .concat(factories.flatMap((factory) => [`${factory.name}.js`, `${factory.name}.d.ts`]))
    .map((file) => join(root, "crates", crate, `pkg-${name}`, file)),
);

/** Builds all files; needs nothing but what set-up finds or installs. */
export async function buildWasm() {
  const rust = await ensureRust();
  const tools = await ensureWasmTools(rust);
  const title = `wasm files: ${BUILDS.map(({ file }) => file).join(", ")} with ${rust.name}`;
  await step(title, () => Promise.all(BUILDS.map((build) => wasmPack(build, rust, tools))));
}

/**
 * @param {typeof BUILDS[number]} build
 * @param {import("./setup/rust.mjs").Rust} rust
 * @param {string[]} tools
 */
async function wasmPack({ crate, name, file, flags, features, config, factories }, rust, tools) {
  const cargoHome = process.env.CARGO_HOME || join(homedir(), ".cargo");
  // Panic messages hold file names: not those of the machine that built.
  const remap = [`${cargoHome}/registry/src=crates.io`, `${rust.source}=rust`, `${realpathSync(rust.source)}=rust`];
  const rustflags = [...flags, ...remap.map((pair) => `--remap-path-prefix=${pair}`)];
  const target = join(root, `target-${flags === LATER_FLAGS ? "data" : name}`);
  mkdirSync(target, { recursive: true });
  const env = {
    ...rust.env,
    PATH: [...tools, rust.env.PATH].join(delimiter),
    RUSTC_BOOTSTRAP: "1", // -Z build-std on a stable rustc
    CARGO_ENCODED_RUSTFLAGS: rustflags.join("\x1f"),
    CARGO_TARGET_DIR: target,
  };
  const output = await run(
    join(/** @type {string} */ (tools.at(-1)), "wasm-pack"),
    ["build", join(root, "crates", crate), "--target", "web", "--release", "--mode", "force", "--no-opt"]
      .concat(["--no-pack", "--no-gitignore", "--out-dir", `pkg-${name}`, "--out-name", "engine", "--"])
      .concat(["-Z", "build-std=panic_abort,std", "--locked", ...config])
      .concat(features.flatMap((one) => ["--features", one])),
    { env, name: file, advice: "the message above is rustc's or wasm-bindgen's" },
  );
  const made = (/** @type {string} */ file) => join(root, "crates", crate, `pkg-${name}`, file);
  const named = readFileSync(made("engine_bg.wasm"));
  const ordered = orderFunctions(stripCustomSections(named));
  writeFileSync(made(FUNCTIONS), namesText(functionNames(named), ordered.numbers));
  const { wasm, glue } = numberImports(ordered.wasm, readFileSync(made("engine.js"), "utf8"));
  writeFileSync(made("engine_bg.wasm"), wasm);
  writeFileSync(made("engine.js"), glue);
  for (const { name: factory, types, wanted } of factories) {
    writeFileSync(made(`${factory}.js`), glueFactory(glue, wanted));
    writeFileSync(made(`${factory}.d.ts`), types);
  }
  const warnings = output.split("\n\n").filter((part) => /^warning: (?!`)/m.test(part) && part.includes("-->"));
  if (warnings.length === 0) return;
  if (inCi) throw new SetupError(`${warnings.join("\n\n")}\n  ${file}: no warnings are accepted in CI`);
  console.error(warnings.join("\n\n"));
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(new URL(import.meta.url).pathname)) {
  const started = performance.now();
  try {
    await buildWasm();
    console.error(`wasm files built in ${duration(performance.now() - started)}`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
