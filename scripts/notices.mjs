/**
 * Writes THIRD-PARTY-NOTICES.md: the licences of what is bundled into dist/, as their authors wrote them.
 *
 * JavaScript: the libraries that tsup finds, named below with what they bring. Rust: every crate that the wasm files
 * link, asked of cargo. Run it when a dependency changes: `node scripts/notices.mjs`.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./setup/paths.mjs";

/** Bundled libraries; string-width is what cli-progress brings, with its own. */
const LIBRARIES = ["@fastify/busboy", "cli-progress", "commander", "pako", "picocolors"];
const BROUGHT = ["ansi-regex", "emoji-regex", "is-fullwidth-code-point", "string-width", "strip-ansi"];

/**
 * The text of a package's licence file, or what its manifest says.
 * @param {string} folder
 * @param {string} said
 */
function licenceText(folder, said) {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const file = files.find((name) => /mit/i.test(name)) ?? files.sort()[0];
  return file ? readFileSync(join(folder, file), "utf8").trim().replaceAll("\r\n", "\n") : `Licence: ${said}`;
}

/**
 * @param {string} name
 * @param {string} version
 * @param {string} licence
 * @param {string} folder
 */
const entry = (name, version, licence, folder) =>
  `## ${name} ${version} (${licence})\n\n\`\`\`\`text\n${licenceText(folder, licence)}\n\`\`\`\`\n`;

const libraries = [...LIBRARIES, ...BROUGHT].sort().map((name) => {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return [entry(name, version, license, folder), ...contained(name, version, folder)].join("\n");
});

/**
 * What a library has of others in its folder `deps`, each with a licence of its own.
 * @param {string} name
 * @param {string} version
 * @param {string} folder
 */
function contained(name, version, folder) {
  const deps = join(folder, "deps");
  if (!existsSync(deps)) return [];
  return readdirSync(deps)
    .filter((one) => existsSync(join(deps, one, "LICENSE")))
    .map((one) => entry(`${one}, in ${name}`, version, "a licence of its own", join(deps, one)));
}

/** @param {string[]} args */
const cargo = (args) => execFileSync("cargo", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 2 ** 20 });
const wasm32 = "wasm32-unknown-unknown";
const form = ["--target", wasm32, "-e", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
const trees = [["fashion-wasm", "--features", "threads"], ["fashion-data"], ["fashion-customers"]].map((of) =>
  cargo(["tree", "-p", ...of, ...form]),
);
const linked = new Set(trees.join("\n").match(/^\S+ v\S+/gm));
/** @type {{ name: string, version: string, license: string, manifest_path: string, source: string | null }[]} */
const packages = JSON.parse(
  cargo(["metadata", "--format-version", "1", "--all-features", "--filter-platform", wasm32]),
).packages;
const crates = packages
  .filter(({ name, version, source }) => source !== null && linked.has(`${name} v${version}`))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map(({ name, version, license, manifest_path }) => entry(name, version, license, dirname(manifest_path)));

const head = "# What is bundled into fashion-wasm, and its licences\n\nWritten by `scripts/notices.mjs`.\n";
const rust = "## Rust's standard library (MIT OR Apache-2.0)\n\nCopyright (c) The Rust Project Contributors.\n";
writeFileSync(join(root, "THIRD-PARTY-NOTICES.md"), [head, ...libraries, rust, ...crates].join("\n"));
