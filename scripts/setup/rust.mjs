/**
 * A Rust that can build wasm32 together with its standard library (`-Z build-std`).
 *
 * The threads build needs a standard library with atomics, which nobody ships, so all builds compile their
 * own: that takes a rustc, its source (rust-src) and rust-lld. In this order: what is there, on PATH (rustup) or as
 * Debian's rustc-web packages; these packages by apt as root, which leave the user's own toolchain as it is; rustup's
 * component rust-src; one sentence on what to type.
 */
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { aptInstall, aptLine, mayUseApt } from "./apt.mjs";
import { root } from "./paths.mjs";
import { SetupError, step } from "./report.mjs";
import { ask, run } from "./run.mjs";

/** `rust-lld` of rust-web-llvm is a link into lld-22 and dangles without that package. */
const DEBIAN_PACKAGES = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
const DEBIAN_BIN = "/usr/bin";
const RUSTUP_TIMEOUT_MS = 300_000;

/**
 * @typedef {object} Rust
 * @property {string} name for people, e.g. `rustc 1.96.0`
 * @property {string} source folder of the standard library's source, for path remapping
 * @property {NodeJS.ProcessEnv} env environment in which `cargo` and `rustc` are this Rust's
 */

/**
 * Finds a Rust that can build wasm32, installing what is missing where that is allowed.
 * @returns {Promise<Rust>}
 * @throws {SetupError} with the line to type
 */
export async function ensureRust() {
  const found = (await onPath()) ?? (await debians());
  if (found) return found;
  /** @type {string[]} */
  const refusals = [];
  for (const way of [installDebianPackages, addRustSource]) {
    try {
      const rust = await way();
      if (rust) return rust;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      refusals.push(error.message);
      console.error("  this way is closed here; looking for another");
    }
  }
  throw new SetupError(
    [
      ...refusals,
      `  Rust ${minimumVersion()} or newer with its source, which is needed to build wasm32, was not found → type ` +
        "`rustup component add rust-src` (https://rustup.rs), or on Debian " +
        `\`${aptLine(DEBIAN_PACKAGES)}\`, and start again`,
    ].join("\n"),
  );
}

/** The rustc on PATH: rustup's active toolchain, or a distribution's. */
function onPath() {
  return examine(process.env);
}

/** Debian's rustc-web in /usr/bin, also when a rustup stands before it on PATH. */
async function debians() {
  if (!existsSync(join(DEBIAN_BIN, "rustc"))) return null;
  return examine({ ...process.env, PATH: [DEBIAN_BIN, process.env.PATH].join(delimiter) });
}

/** rustup's component rust-src for the active toolchain; it goes into the user's own folder. */
async function addRustSource() {
  if ((await ask("rustup", ["--version"])) === null) return null;
  await step("Rust for wasm32: rustup component add rust-src", () =>
    run("rustup", ["component", "add", "rust-src"], { timeoutMs: RUSTUP_TIMEOUT_MS }),
  );
  return onPath();
}

/** Debian's packages, as root. */
async function installDebianPackages() {
  if (!mayUseApt()) return null;
  await step(`Rust for wasm32: apt-get install ${DEBIAN_PACKAGES.join(" ")}`, () => aptInstall(DEBIAN_PACKAGES));
  return debians();
}

/**
 * The Rust that `env` leads to, or null when it cannot build its own standard library for wasm32.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Rust | null>}
 */
async function examine(env) {
  const about = await ask("rustc", ["-vV"], { env });
  const sysroot = await ask("rustc", ["--print", "sysroot"], { env });
  const version = about?.match(/^release: (\S+)/m)?.[1];
  const host = about?.match(/^host: (\S+)/m)?.[1];
  if (!sysroot || !version || !host || isOlder(version, minimumVersion())) return null;
  const source = join(sysroot, "lib", "rustlib", "src", "rust", "library");
  const linkers = [join(sysroot, "lib", "rustlib", host, "bin", "rust-lld"), join(sysroot, "bin", "rust-lld")];
  if (!existsSync(join(source, "Cargo.lock")) || !linkers.some((path) => existsSync(path))) return null;
  if ((await ask("cargo", ["--version"], { env })) === null) return null;
  return { name: `rustc ${version}`, source: dirname(source), env };
}

/** `rust-version` of the workspace. */
function minimumVersion() {
  return readFileSync(join(root, "Cargo.toml"), "utf8").match(/^rust-version = "([\d.]+)"/m)?.[1] ?? "1.86";
}

/**
 * Compares two versions, looking at numbers only (`1.97.0-nightly` counts as 1.97.0).
 * @param {string} version
 * @param {string} minimum
 */
export function isOlder(version, minimum) {
  const [a, b] = [version, minimum].map((text) => text.split(/[.-]/).map(Number));
  for (const place of [0, 1, 2]) {
    const [left, right] = [a?.[place] || 0, b?.[place] || 0];
    if (left !== right) return left < right;
  }
  return false;
}
