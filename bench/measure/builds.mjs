/**
 * Builds of this package, from wherever they are given: checked, unpacked if need be, and copied to where they run.
 */
import { spawnSync } from "node:child_process";
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { hashInputs } from "../../scripts/setup/manifest.mjs";
import { BenchError } from "../options.mjs";

/**
 * @typedef {object} Build
 * @property {string} folder the copy, with package.json and dist/
 * @property {string} version of its package.json
 * @property {string} fingerprint of all that runs of it: two builds with the same one are the same
 */

const WANTED = "expected an `npm pack` .tgz of fashion-wasm, or the folder of a built version of it";

/**
 * Copies a build of fashion-wasm, what runs of it and no more.
 * @param {string} path a tarball of `npm pack` or a folder
 * @param {string} to a folder that does not exist yet
 * @param {readonly ("node" | "browser")[]} hosts where it will run
 * @returns {Build}
 * @throws {BenchError} when `path` is neither, is another package, or is not built for one of the hosts
 */
export function copyBuild(path, to, hosts) {
  return readable(path, () => {
    const isFolder = kindOf(path) === "folder";
    const from = isFolder ? path : unpacked(path, `${to}-unpacked`);
    checkPackage(path, from);
    const missing = hosts.map((host) => `dist/${host}/index.js`).find((file) => !existsSync(join(from, file)));
    if (missing !== undefined) {
      const built = isFolder ? "run `npm run build` there" : "expected a file that was packed after `npm run build`";
      throw refusal(path, `has no ${missing}`, built);
    }
    // Builds until 0.1.0 have the pretrained model beside dist/.
    const beside = ["data/pretrained"].filter(
      (part) => !existsSync(join(from, "dist", "pretrained")) && existsSync(join(from, part)),
    );
    for (const part of ["package.json", "dist", ...beside]) {
      cpSync(join(from, part), join(to, part), { recursive: true, dereference: true });
    }
    const { version } = JSON.parse(readFileSync(join(to, "package.json"), "utf8"));
    // Declarations do not run.
    const hash = hashInputs(to, { paths: ["dist", ...beside], ignore: (inside) => inside === "dist/types" });
    return { folder: to, version: String(version ?? "of no version"), fingerprint: hash.slice(0, 12) };
  });
}

/**
 * Turns the file system's errors into refusals.
 * @template T
 * @param {string} path
 * @param {() => T} work
 */
function readable(path, work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw refusal(path, `cannot be read or copied (${error.message})`, WANTED);
  }
}

/** @param {string} path */
function kindOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return "folder";
  if (found?.isFile()) return "file";
  throw refusal(path, found === undefined ? "does not exist" : "is neither a file nor a folder", WANTED);
}

/**
 * @param {string} path
 * @param {string} folder
 * @returns {string} the package's folder
 */
function unpacked(path, folder) {
  mkdirSync(folder);
  const file = openSync(path, "r");
  // From stdin: tar would take a name with a colon for another machine's.
  const tar = spawnSync("tar", ["-xzf", "-"], { cwd: folder, stdio: [file, "ignore", "pipe"], encoding: "utf8" });
  closeSync(file);
  if (tar.error !== undefined) throw refusal(path, `tar cannot be started (${tar.error.message})`, "install tar");
  const said = (tar.stderr.trim().split("\n")[0] ?? "").trim();
  if (tar.status !== 0) throw refusal(path, `cannot be unpacked (${said})`, WANTED);
  return join(folder, "package"); // the one folder of every file of `npm pack`
}

/**
 * @param {string} path as it is called in messages
 * @param {string} folder
 */
function checkPackage(path, folder) {
  const file = join(folder, "package.json");
  if (!existsSync(file)) throw refusal(path, "has no package.json", WANTED);
  const name = nameIn(file);
  if (name !== "fashion-wasm") {
    const received =
      name === undefined ? "has a package.json without a name" : `is the package ${JSON.stringify(name)}`;
    throw refusal(path, received, WANTED);
  }
}

/** @param {string} file @returns {unknown} undefined when it is not JSON or names none */
function nameIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"))?.name;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} path
 * @param {string} what
 * @param {string} advice
 */
function refusal(path, what, advice) {
  return new BenchError(`--baseline ${path}: ${what} → ${advice}`);
}
