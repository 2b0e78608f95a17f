/**
 * Runs a program for set-up: its output is kept and shown only if it fails, with a sign of life meanwhile.
 */
import { spawn } from "node:child_process";
import { inCi, root } from "./paths.mjs";
import { heartbeat, SetupError } from "./report.mjs";

const SHOWN_ON_FAILURE = 60;

/**
 * Runs a program to its end and returns what it printed (stdout and stderr, as they came).
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, advice?: string }} [options]
 *   `advice`: what to do when it fails, appended to the error
 * @returns {Promise<string>}
 * @throws {SetupError} when it cannot be started, fails or takes longer than `timeoutMs`
 */
export async function run(program, args, { cwd = root, env = process.env, timeoutMs, advice = "" } = {}) {
  const name = program.split("/").at(-1) ?? program;
  const alive = heartbeat([name, args[0]].filter(Boolean).join(" "));
  /** @type {string[]} */
  const output = [];
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      output.push(text);
      alive.see(
        text
          .trimEnd()
          .split(/[\r\n]/)
          .at(-1) ?? "",
      );
    });
  }
  /** @type {string} */
  const failure = await new Promise((resolve) => {
    child.on("error", (error) => resolve(`cannot be started (${error.message})`));
    child.on("close", (code, signal) => {
      resolve(code === 0 ? "" : signal ? `was ended by ${signal}` : `failed with exit code ${code}`);
    });
  });
  alive.stop();
  const text = output.join("");
  if (failure === "") return text;
  const tail = text
    .trimEnd()
    .split("\n")
    .slice(inCi ? -400 : -SHOWN_ON_FAILURE);
  const shown = tail.map((line) => `    ${line}`).join("\n");
  const said = text === "" ? "" : `${shown}\n`;
  throw new SetupError(`${said}  ${name} ${args.join(" ")}\n  ${failure}${advice ? ` → ${advice}` : ""}`);
}

/**
 * Output of a short program, or null when it is missing or fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string | null>}
 */
export async function ask(program, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve) => {
    let text = "";
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "ignore"] });
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
    child.on("error", () => resolve(null));
    child.on("close", (code) => resolve(code === 0 ? text.trim() : null));
  });
}
