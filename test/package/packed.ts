/**
 * The package as users get it: `npm pack`, then `npm install` of that file into an empty folder, without a network.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Windows has npm and npx as .cmd files, which only a shell starts. */
const shell = process.platform === "win32";

/** A folder in which the packed file is installed, and the names of the files that are in it. */
export interface Installed {
  readonly folder: string;
  readonly files: readonly string[];
  readonly unpackedBytes: number;
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Packs and installs; the folder is gone after the tests of the file. Takes seconds: once a file. */
export function packAndInstall(): Installed {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-package-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  // What is packed has been built by set-up; building is not what is tested here.
  const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const packed = JSON.parse(execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8", shell })) as {
    filename: string;
    unpackedSize: number;
    files: { path: string }[];
  }[];
  const [tarball] = packed;
  if (tarball === undefined) throw new Error("npm pack made nothing");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "a-user", private: true, type: "module" }));
  const install = ["install", "--offline", "--no-audit", "--no-fund", join(folder, tarball.filename)];
  execFileSync("npm", install, { cwd: folder, stdio: "pipe", shell });
  return { folder, files: tarball.files.map(({ path }) => path), unpackedBytes: tarball.unpackedSize };
}

/** Writes `source` to a file in the folder and runs it by Node, without the flags of this process. */
export function runScript(folder: string, name: string, source: string, env: NodeJS.ProcessEnv = {}): Ended {
  writeFileSync(join(folder, name), source);
  return runIn(folder, process.execPath, [name], env);
}

/** Runs a program in the folder. */
export function runIn(folder: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  const { NODE_OPTIONS, FASHION_WASM_DATA, FORCE_COLOR, ...surroundings } = process.env;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...surroundings, ...env },
    timeout: 120_000,
    shell: shell && program !== process.execPath,
  });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}
