/**
 * wasm-bindgen, of exactly the crate's version, and wasm-pack, which calls it: built once by cargo into the cache.
 *
 * wasm-bindgen's command line is our own, bindgen/, on its library: the field's takes three times as long to compile. Glue and
 * crate must agree to the digit, so its version is that of Cargo.lock. A tool is installed into a folder beside its place
 * and renamed when whole: a folder of its name is always a finished install.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hashInputs } from "./manifest.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { SetupError, step } from "./report.mjs";
import { run } from "./run.mjs";

const WASM_PACK_VERSION = "0.15.1";

/** Of wasm-bindgen's command line, below the root. */
const BINDGEN = join("scripts", "setup", "bindgen");

/** The tools run for less than a second: compiled unoptimised they are there three times as soon. */
const QUICK_COMPILE = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
  CARGO_PROFILE_RELEASE_DEBUG: "0",
  CARGO_PROFILE_RELEASE_STRIP: "symbols",
};

/**
 * @typedef {object} Tool
 * @property {string} crate
 * @property {string} program
 * @property {string} version of the crate, and of its source where that is ours
 * @property {string[]} from where cargo finds it
 */

/** The tools in the versions this repository needs. */
export function wasmTools() {
  const version = packageVersion("Cargo.lock", "wasm-bindgen");
  const ours = packageVersion(join(BINDGEN, "Cargo.lock"), "fashion-bindgen");
  if (ours !== version) {
    throw new SetupError(`  ${BINDGEN}: version ${ours} → it is to be that of wasm-bindgen in Cargo.lock, ${version}`);
  }
  const source = hashInputs(root, { paths: [BINDGEN] }).slice(0, 8);
  return [
    {
      crate: "fashion-bindgen",
      program: "wasm-bindgen",
      version: `${version}-${source}`,
      from: ["--path", join(root, BINDGEN)],
    },
    {
      crate: "wasm-pack",
      program: "wasm-pack",
      version: WASM_PACK_VERSION,
      from: ["wasm-pack", "--version", WASM_PACK_VERSION],
    },
  ];
}

/**
 * @param {string} file
 * @param {string} name
 */
function packageVersion(file, name) {
  const lock = readFileSync(join(root, file), "utf8");
  const version = lock.match(new RegExp(`name = "${name}"\nversion = "([^"]+)"`))?.[1];
  if (!version) throw new SetupError(`  ${file}: no package ${name} → restore it from version control`);
  return version;
}

/** @param {Tool} tool */
function folderOf({ crate, version }) {
  return join(cacheFolder(), "tools", `${crate}-${version}`);
}

/**
 * Folders to put first on PATH; installs what is missing.
 * @param {import("./rust.mjs").Rust} rust compiles the tools
 * @returns {Promise<string[]>}
 */
export async function ensureWasmTools(rust) {
  const tools = wasmTools();
  const missing = tools.filter((tool) => !existsSync(join(folderOf(tool), "bin", tool.program)));
  if (missing.length > 0) sweep(join(cacheFolder(), "tools"));
  // One target folder for both: what they have in common is compiled once.
  const target = join(cacheFolder(), "tools", `build-${process.pid}`);
  try {
    for (const tool of missing) await install(tool, rust, target);
  } finally {
    if (missing.length > 0) rmSync(target, { recursive: true, force: true });
  }
  return tools.map((tool) => join(folderOf(tool), "bin"));
}

/**
 * Removes what interrupted set-ups have left: folders named after a process that is no more.
 * @param {string} folder
 */
function sweep(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = name.match(/(?:unfinished|build)-(\d+)$/)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * @param {Tool} tool
 * @param {import("./rust.mjs").Rust} rust
 * @param {string} target
 */
async function install(tool, rust, target) {
  const { program, version, from } = tool;
  const folder = folderOf(tool);
  const unfinished = `${folder}.unfinished-${process.pid}`;
  const args = ["install", ...from, "--locked", "--bin", program, "--root", unfinished];
  await step(`${program} ${version}: cargo install (once)`, async () => {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    try {
      await run("cargo", args, {
        env: { ...rust.env, ...QUICK_COMPILE, CARGO_TARGET_DIR: target },
        name: program,
        advice: "cargo needs crates.io and a C compiler (on Debian: gcc)",
      });
      rmSync(folder, { recursive: true, force: true });
      renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  });
}
