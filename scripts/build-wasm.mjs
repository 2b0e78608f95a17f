/**
 * Builds the wasm files, each with its glue, by wasm-pack: of crates/wasm engine-simd and engine-threads, which train, and
 * inference-simd, which predicts only; of crates/data data, which reads tables and images; of crates/customers customers.
 *
 * Output: crates/wasm/pkg-simd/, pkg-threads/ and pkg-inference/ (engine.js, engine.d.ts, engine_bg.wasm); crates/data/pkg-data/
 * and crates/customers/pkg-customers/ (and factory.js, which starts the file more than once), and functions.txt, which names
 * functions by their numbers.
 * The four files that run on one thread have the same flags, and so one target folder and one standard library.
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
import { run, together } from "./setup/run.mjs";
import { ensureRust } from "./setup/rust.mjs";
import { numberImports, stripCustomSections } from "./setup/small-wasm.mjs";
import { ensureWasmTools } from "./setup/wasm-tools.mjs";

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

/** Of the file that only predicts, also the engine and the allocator are made for size. */
const SMALL_CONFIG = ['fashion-engine.opt-level="z"', 'lol_alloc.opt-level="s"'].flatMap((setting) => [
  "--config",
  `profile.release.package.${setting}`,
]);

/** The glue of a file that is started more than once; and the part of data's that preparing photos needs. */
const FACTORY = { name: "factory", types: GLUE_FACTORY_TYPES, wanted: undefined };
const PHOTOS = { name: "photos", types: PHOTO_GLUE_TYPES, wanted: PHOTO_GLUE };

/** Flags for rustc, of all files that run on one thread: what these decide is built once for all of them. */
const SINGLE = { target: "target-single", flags: ["-C", "target-feature=+simd128", ...LOOP_FLAGS, ...PANIC_FLAGS] };

const THREADS = {
  target: "target-threads",
  flags: ["-C", "target-feature=+simd128,+atomics,+bulk-memory,+mutable-globals", ...LOOP_FLAGS, ...PANIC_FLAGS],
};

/**
 * The builds: the wasm `file` in dist/ of a `crate`, `flags` for rustc, `features` of the crate, `config` for cargo, `factories`
 * beside the glue.
 */
export const BUILDS = [
  {
    crate: "wasm",
    name: "simd",
    file: "engine-simd",
    ...SINGLE,
    features: ["train"],
    config: [],
    factories: [],
  },
  {
    crate: "data",
    name: "data",
    file: "data",
    ...SINGLE,
    features: [],
    config: [],
    factories: [FACTORY, PHOTOS],
  },
  {
    crate: "customers",
    name: "customers",
    file: "customers",
    ...SINGLE,
    features: [],
    config: [],
    factories: [FACTORY],
  },
  {
    crate: "wasm",
    name: "inference",
    file: "inference-simd",
    ...SINGLE,
    features: [],
    config: SMALL_CONFIG,
    factories: [],
  },
  {
    crate: "wasm",
    name: "threads",
    file: "engine-threads",
    ...THREADS,
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
  const title = `wasm files: ${BUILDS.map(({ file }) => file).join(", ")} with ${rust.name}`;
  await step(title, async () => {
    // The tools come in last, so they are made meanwhile: a compiler's last step uses one core only.
    const tools = ensureWasmTools(rust);
    await together([tools, ...[SINGLE, THREADS].map((group) => buildGroup(group, rust, tools))]);
  });
}

/**
 * The files of one target folder, one after the other: cargo allows no more, and two of them have the same name there.
 * @param {typeof SINGLE} group
 * @param {import("./setup/rust.mjs").Rust} rust
 * @param {Promise<string[]>} tools
 */
async function buildGroup({ target }, rust, tools) {
  const builds = BUILDS.filter((build) => build.target === target);
  for (const build of builds) await compile(build, rust);
  for (const build of builds) await wasmPack(build, rust, await tools);
}

/** @param {typeof BUILDS[number]} build */
function cargoArguments({ features, config }) {
  return ["-Z", "build-std=panic_abort,std", "-Z", "build-std-features=", "--locked", ...config].concat(
    features.flatMap((one) => ["--features", one]),
  );
}

/**
 * @param {typeof BUILDS[number]} build
 * @param {import("./setup/rust.mjs").Rust} rust
 * @returns {NodeJS.ProcessEnv}
 */
function cargoEnvironment({ flags, target }, rust) {
  const cargoHome = process.env.CARGO_HOME || join(homedir(), ".cargo");
  // Panic messages hold file names: not those of the machine that built.
  const remap = [`${cargoHome}/registry/src=crates.io`, `${rust.source}=rust`, `${realpathSync(rust.source)}=rust`];
  const rustflags = [...flags, ...remap.map((pair) => `--remap-path-prefix=${pair}`)];
  return {
    ...rust.env,
    RUSTC_BOOTSTRAP: "1", // -Z build-std on a stable rustc
    CARGO_ENCODED_RUSTFLAGS: rustflags.join("\x1f"),
    CARGO_TARGET_DIR: join(root, target),
  };
}

/**
 * What wasm-pack asks of cargo, so that it finds it done.
 * @param {typeof BUILDS[number]} build
 * @param {import("./setup/rust.mjs").Rust} rust
 */
async function compile(build, rust) {
  mkdirSync(join(root, build.target), { recursive: true });
  await run("cargo", ["build", "--lib", "--release", "--target", "wasm32-unknown-unknown", ...cargoArguments(build)], {
    cwd: join(root, "crates", build.crate),
    env: cargoEnvironment(build, rust),
    name: build.file,
    advice: "the message above is rustc's",
  });
}

/**
 * @param {typeof BUILDS[number]} build
 * @param {import("./setup/rust.mjs").Rust} rust
 * @param {string[]} tools
 */
async function wasmPack(build, rust, tools) {
  const { crate, name, file, factories } = build;
  const env = { ...cargoEnvironment(build, rust), PATH: [...tools, rust.env.PATH].join(delimiter) };
  const output = await run(
    join(/** @type {string} */ (tools.at(-1)), "wasm-pack"),
    ["build", join(root, "crates", crate), "--target", "web", "--release", "--mode", "force", "--no-opt"]
      .concat(["--no-pack", "--no-gitignore", "--out-dir", `pkg-${name}`, "--out-name", "engine", "--"])
      .concat(cargoArguments(build)),
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
