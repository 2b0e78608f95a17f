/**
 * Runs a program for set-up: its output is kept and shown only if it fails, with a sign of life meanwhile.
 */
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { inCi, root } from "./paths.mjs";
import { heartbeat, SetupError } from "./report.mjs";

const SHOWN_ON_FAILURE = 60;

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/** Whoever ends set-up ends what it has started: the next one must not find npm or cargo still at work. */
function endTogether() {
  for (const [signal, code] of /** @type {const} */ ([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])) {
    if (process.listenerCount(signal) > 0) continue;
    process.on(signal, () => {
      for (const child of children) child.kill("SIGTERM");
      process.exit(code);
    });
  }
}

/**
 * Runs a program to its end and returns what it printed (stdout and stderr, as they came).
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, advice?: string, name?: string }} [options]
 *   `advice`: what to do when it fails, appended to the error; `name`: shown while it runs
 * @returns {Promise<string>}
 * @throws {SetupError} when it cannot be started, fails or takes longer than `timeoutMs`
 */
export async function run(program, args, { cwd = root, env = process.env, timeoutMs, advice = "", name } = {}) {
  const alive = heartbeat(name ?? [basename(program), args[0]].join(" "));
  /** @type {string[]} */
  const output = [];
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: timeoutMs });
  children.add(child);
  endTogether();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      output.push(text);
      alive.see(text);
    });
  }
  /** @type {string} */
  const failure = await new Promise((resolve) => {
    child.on("error", (error) => resolve(`cannot be started (${error.message})`));
    child.on("close", (code, signal) => {
      resolve(code === 0 ? "" : signal ? `was ended by ${signal}` : `failed with exit code ${code}`);
    });
  });
  children.delete(child);
  alive.stop();
  const text = output.join("");
  if (failure === "") return text;
  const tail = text
    .trimEnd()
    .split("\n")
    .slice(inCi ? -400 : -SHOWN_ON_FAILURE);
  const shown = tail.map((line) => `    ${line}`).join("\n");
  const said = text === "" ? "" : `${shown}\n`;
  throw new SetupError(`${said}  ${basename(program)} ${args.join(" ")}\n  ${failure}${advice ? ` → ${advice}` : ""}`);
}

/**
 * Waits for all, also when one has failed: what goes on behind a message that set-up has stopped would puzzle.
 * @param {Promise<unknown>[]} works
 * @throws what the first of them threw that failed
 */
export async function together(works) {
  for (const result of await Promise.allSettled(works)) if (result.status === "rejected") throw result.reason;
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
