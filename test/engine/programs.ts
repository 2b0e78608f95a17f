/**
 * Small programs in processes of their own: for what ends a process, measures one, or can happen only once in it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";

const ENGINE = JSON.stringify(new URL("../../dist/node/engine.js", import.meta.url).href);
const HELPERS = JSON.stringify(new URL("./programs/small-model.mjs", import.meta.url).href);

/** How a program ended. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the last line on stdout to the end of the process. */
  readonly millisecondsToExit: number;
}

/** Runs `body` as a module that has createEngine, init, prepare and first; kills it after `limit` milliseconds. */
export async function runProgram(
  body: string,
  { flags = [] as string[], env = {}, limit = 30_000 } = {},
): Promise<Outcome> {
  const source = `import { createEngine, init } from ${ENGINE};\nimport { first, prepare } from ${HELPERS};\n${body}`;
  const child = spawn(process.execPath, [...flags, "--input-type=module", "--eval", source], {
    env: { ...process.env, ...env },
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), limit);
  let [stdout, stderr, lastOutput] = ["", "", performance.now()];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    lastOutput = performance.now();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const exited = once(child, "exit").then(() => performance.now());
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(timer);
  return { code, stdout, stderr, millisecondsToExit: (await exited) - lastOutput };
}

/** Runs a program that prints one line of JSON, and returns it. */
export async function jsonOf(body: string, options: { flags?: string[]; limit?: number } = {}): Promise<unknown> {
  const { code, stdout, stderr } = await runProgram(body, options);
  if (code !== 0) throw new Error(`the program ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}
