/**
 * Runs the built command line as a process of its own, as a shell would, and keeps all that it says.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export const CLI = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));

/** How a process ended and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr holds `text`. */
  stderrHas(text: string): Promise<void>;
}

const folders: string[] = [];
const running = new Set<ChildProcess>();
// Nothing stays behind, whatever fails.
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes an empty folder, gone after the tests of the file. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-cli-"));
  folders.push(folder);
  return folder;
}

/**
 * Starts `fashion-wasm` with `args`, in an empty folder unless `cwd` says another. What the surroundings say of
 * colours, data and debugging does not reach it. `shell` is a line of sh that starts it as `"$@"`, to redirect or limit it.
 */
export function startCli(
  args: readonly string[],
  { cwd = emptyFolder(), env = {} as NodeJS.ProcessEnv, shell = "" } = {},
): Running {
  const { FORCE_COLOR, NO_COLOR, FASHION_WASM_DATA, FASHION_WASM_DEBUG, ...surroundings } = process.env;
  const direct = [process.execPath, CLI, ...args];
  const [program, ...rest] = shell === "" ? direct : ["sh", "-c", shell, "sh", ...direct];
  const child = spawn(program as string, rest, { cwd, env: { ...surroundings, ...env }, stdio: "pipe" });
  running.add(child);
  let stdout = "";
  let stderr = "";
  const waiting: { text: string; found: () => void }[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    for (const one of waiting) if (stderr.includes(one.text)) one.found();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  return {
    child,
    ended,
    stderrHas: (text) =>
      Promise.race([
        new Promise<void>((found) => (stderr.includes(text) ? found() : waiting.push({ text, found }))),
        ended.then(() => {
          throw new Error(`ended before it said ${JSON.stringify(text)}: ${stderr}`);
        }),
      ]),
  };
}

/** Runs `fashion-wasm` with `args` to its end. */
export function runCli(args: readonly string[], options?: Parameters<typeof startCli>[1]): Promise<Ended> {
  return startCli(args, options).ended;
}

/** The one JSON object that stdout must hold, on one line. */
export function jsonOf({ stdout }: Ended): Record<string, unknown> {
  const lines = stdout.split("\n");
  if (lines.length !== 2 || lines[1] !== "") throw new Error(`expected one line on stdout, received ${stdout}`);
  return JSON.parse(lines[0] as string) as Record<string, unknown>;
}
