/**
 * Projects of their own, outside of the repository: a tool as its lock file in ../tools pins it, and the packed package.
 *
 * A project is made once for a tarball and kept; each case empties it, except of what is installed.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { WORK } from "../kept-rows.js";
import type { Tarball } from "../projects.js";

const TOOLS = fileURLToPath(new URL("../tools/", import.meta.url));
const INSTALLED = ["node_modules", "package.json", "package-lock.json"];

/** A folder with a tool and the package installed. */
export interface Project {
  readonly folder: string;
  /** Writes files by their path in the folder. */
  write(files: Readonly<Record<string, string>>): void;
  /** Adds fields to package.json. */
  configure(fields: Readonly<Record<string, unknown>>): void;
  /** Runs a program of node_modules/.bin, or Node itself; throws with its output when it fails. */
  run(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): void;
}

/** What is pinned in ../tools/`tool`, the tool itself first: "vite 8.3.8". */
export function versionsOf(tool: string): string {
  const { dependencies = {} } = JSON.parse(readFileSync(join(TOOLS, tool, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  return Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}

/** The project of `tool`, empty. */
export function emptyProject(tool: string, { file, hash }: Tarball): Project {
  const folder = join(WORK, "bundlers", tool);
  const stamp = join(folder, "node_modules", `.${hash}`);
  if (!existsSync(stamp)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of INSTALLED.slice(1)) copyFileSync(join(TOOLS, tool, name), join(folder, name));
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts"];
    runIn(folder, "npm", ["ci", "--prefer-offline", ...quiet]);
    runIn(folder, "npm", ["install", "--offline", ...quiet, file]);
    copyFileSync(join(folder, "package.json"), stamp);
  }
  copyFileSync(stamp, join(folder, "package.json"));
  for (const name of readdirSync(folder)) {
    if (!INSTALLED.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  // What tools keep between two runs.
  for (const cache of [".vite", ".cache"])
    rmSync(join(folder, "node_modules", cache), { recursive: true, force: true });
  return {
    folder,
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
    },
    configure(fields) {
      const described = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
      writeFileSync(join(folder, "package.json"), JSON.stringify({ ...described, ...fields }, null, 2));
    },
    run(program, args, env = {}) {
      runIn(folder, programIn(folder, program), args, env);
    },
  };
}

/** The path of a program that is installed in the folder. */
export function programIn(folder: string, program: string): string {
  return program === "node" ? process.execPath : join(folder, "node_modules", ".bin", program);
}

/** The environment of a user: nothing of the test runner's. */
export function usersEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = /^(NODE_ENV|NODE_OPTIONS|VITEST.*|TEST|PROD|DEV|MODE|SSR|BASE_URL|FORCE_COLOR|npm_.*)$/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1", ...env };
}

function runIn(folder: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    env: usersEnvironment(env),
    timeout: 240_000,
  });
  if (status === 0) return;
  const said = `${stdout}${stderr}`.slice(-4000);
  throw new Error(`${program} ${args.join(" ")} ended with ${status ?? error}: ${said}`);
}
