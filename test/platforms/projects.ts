/**
 * Projects of users, each a folder with the packed package and the pinned tools of tools/NAME: what `npm ci` installs.
 *
 * They lie in `WORK`, outside of the repository; a tool is installed once for each state of its lock file.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WORK } from "./kept-rows.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TOOLS = fileURLToPath(new URL("./tools", import.meta.url));
const shell = process.platform === "win32";

/** The packed package. */
export interface Tarball {
  readonly file: string;
  /** SHA-256 of its bytes: equal content has an equal hash. */
  readonly hash: string;
}

/** Packs what set-up has built. */
export function packTarball(): Tarball {
  const folder = join(WORK, "tarballs", String(process.pid));
  mkdirSync(folder, { recursive: true });
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8", shell })) as {
    filename: string;
  }[];
  if (packed === undefined) throw new Error("npm pack made nothing");
  const made = join(folder, packed.filename);
  const hash = sha256(readFileSync(made));
  const file = join(WORK, "tarballs", `${hash}.tgz`);
  renameSync(made, file);
  rmSync(folder, { recursive: true });
  return { file, hash };
}

/** Returns the folder in which `npm ci` has installed tools/`name`; takes the network, once. */
export function installTool(name: string): string {
  const lock = readFileSync(join(TOOLS, name, "package-lock.json"));
  const folder = join(WORK, "tools", `${name}-${sha256(lock).slice(0, 16)}`);
  if (existsSync(join(folder, "installed"))) return folder;
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(TOOLS, name), folder, { recursive: true });
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, stdio: "pipe", shell });
  writeFileSync(join(folder, "installed"), "");
  return folder;
}

/** The version of `packageName` as tools/`name` pins it. */
export function pinnedVersion(name: string, packageName: string): string {
  const { dependencies } = JSON.parse(readFileSync(join(TOOLS, name, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const version = dependencies[packageName];
  if (version === undefined) throw new Error(`tools/${name} has no ${packageName}`);
  return version;
}

/**
 * Makes a project anew: the package, the tool's node_modules if one is named, and `files`, a folder's content, beside them.
 * `type` is the one of its package.json.
 */
export function makeProject(
  name: string,
  tarball: Tarball,
  { tool, files, type = "module" }: { tool?: string; files?: string; type?: "module" | "commonjs" } = {},
): string {
  const folder = join(WORK, "projects", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (tool !== undefined) {
    const installed = join(installTool(tool), "node_modules");
    cpSync(installed, join(folder, "node_modules"), { recursive: true, verbatimSymlinks: true });
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "a-user", private: true, type }));
  const install = ["install", "--offline", "--no-audit", "--no-fund", "--no-package-lock", "--no-save"];
  const apart = join(WORK, "packages", tarball.hash);
  if (!existsSync(join(apart, "installed"))) {
    mkdirSync(apart, { recursive: true });
    writeFileSync(join(apart, "package.json"), JSON.stringify({ name: "a-user", private: true }));
    execFileSync("npm", [...install, tarball.file], { cwd: apart, stdio: "pipe", shell });
    writeFileSync(join(apart, "installed"), "");
  }
  cpSync(join(apart, "node_modules"), join(folder, "node_modules"), { recursive: true, verbatimSymlinks: true });
  if (files !== undefined) cpSync(files, folder, { recursive: true });
  return folder;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
