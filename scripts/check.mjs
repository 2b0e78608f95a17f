/**
 * `npm run check`: formatting, lint and types of TypeScript and Rust, sizes of what browsers download. Runs all of it, then says what failed.
 *
 * Rust is linted natively, with all features: the wasm build turns the same code's warnings into errors in CI.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";
import { duration } from "./setup/report.mjs";

/** @param {string[]} path below node_modules */
const tool = (...path) => join(root, "node_modules", ...path);

/** @type {[name: string, program: string, args: string[]][]} */
const CHECKS = [
  ["biome", process.execPath, [tool("@biomejs", "biome", "bin", "biome"), "ci", "--error-on-warnings", "."]],
  ["tsc", process.execPath, [tool("typescript", "bin", "tsc"), "--noEmit"]],
  ["tsc, scripts", process.execPath, [tool("typescript", "bin", "tsc"), "--noEmit", "--project", "scripts"]],
  ["tsc, bench", process.execPath, [tool("typescript", "bin", "tsc"), "--noEmit", "--project", "bench"]],
  ["circles of files in Rust", process.execPath, [join(root, "scripts", "circles.mjs")]],
  ["arrows between rooms", process.execPath, [join(root, "scripts", "arrows.mjs")]],
  ["sizes", process.execPath, [join(root, "scripts", "sizes.mjs")]],
  ["cargo fmt", "cargo", ["fmt", "--all", "--check"]],
  ["cargo fmt, bindgen", "cargo", ["fmt", "--manifest-path", "scripts/setup/bindgen/Cargo.toml", "--check"]],
  ["cargo clippy", "cargo", ["clippy", "--workspace", "--locked", "--all-targets", "--", "-D", "warnings"]],
  [
    "cargo clippy, all features",
    "cargo",
    ["clippy", "--workspace", "--locked", "--all-targets", "--all-features", "--", "-D", "warnings"],
  ],
];

const failed = CHECKS.filter(([name, program, args]) => {
  const started = performance.now();
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: "inherit" });
  const outcome = status === 0 ? "good" : (error?.message ?? "FAILED");
  console.error(`check: ${name}: ${outcome} (${duration(performance.now() - started)})`);
  return status !== 0;
});
if (failed.length > 0) {
  console.error(`check: ${failed.map(([name]) => name).join(", ")} failed → \`npm run format\` mends formatting`);
  process.exitCode = 1;
}
