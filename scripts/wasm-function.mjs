/**
 * Says which function of a wasm file an error means: errors of the engines that are no refusals end in such as
 * `wasm-function[812]`. The checkout must be that of the package that threw it, after set-up.
 *
 * `node scripts/wasm-function.mjs engine-threads 812`; without a number all of the file.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUILDS, FUNCTIONS } from "./build-wasm.mjs";
import { root } from "./setup/paths.mjs";

const [file, number] = process.argv.slice(2);
const build = BUILDS.find((one) => one.file === file);
if (build === undefined) {
  console.error(`which file? → one of ${BUILDS.map((one) => one.file).join(", ")}, and the number of a function`);
  process.exit(2);
}
const lines = readFileSync(join(root, "crates", build.crate, `pkg-${build.name}`, FUNCTIONS), "utf8").split("\n");
const found = number === undefined ? lines : lines.filter((line) => line.startsWith(`${number} `));
if (found.length === 0) {
  console.error(`${file} has no function ${number}`);
  process.exit(1);
}
console.log(found.join("\n"));
