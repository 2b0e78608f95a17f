/**
 * A contestant's process: started once, asked by JSON lines, ended when its rounds are over.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const REMEMBERED = 4000;

/** @type {Set<Child>} */
const running = new Set();

/** Ends all contestants at once, when the bench is ended from outside. */
export function endAll() {
  for (const child of running) child.kill("SIGTERM");
}

/** Ends all contestants, and this process, when a signal ends it. */
export function endAllOnSignals() {
  for (const [signal, code] of /** @type {const} */ ([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])) {
    process.on(signal, () => {
      endAll();
      process.exit(code);
    });
  }
}

/** @typedef {{ program: string, args: string[], env: NodeJS.ProcessEnv }} Command */

export class Child {
  #process;
  #lines;
  #said = "";
  #ended;

  /** @param {Command} command */
  constructor({ program, args, env }) {
    // A group of its own: Ctrl-C in a terminal goes to the bench, which ends its contestants.
    this.#process = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"], detached: true });
    this.#process.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      this.#said = (this.#said + text).slice(-REMEMBERED);
    });
    this.#process.stdin.on("error", () => undefined); // its end is told by `ended`
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve) => {
      this.#process.on("error", (error) => resolve(`cannot be started (${error.message})`));
      this.#process.on("close", (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
    });
    running.add(this);
    this.#ended.then(() => running.delete(this));
  }

  /** 0 when it could not be started. */
  get pid() {
    return this.#process.pid ?? 0;
  }

  /**
   * @param {object} command
   * @param {number} timeoutSeconds
   * @returns {Promise<any>} its answer
   * @throws {Error} with what it said last, when it fails, ends or takes too long
   */
  async ask(command, timeoutSeconds) {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve({ error: `no answer within ${timeoutSeconds} s` }), timeoutSeconds * 1000);
    });
    this.#process.stdin.write(`${JSON.stringify(command)}\n`);
    const answer = this.#lines.next().then(async ({ value }) => {
      return value === undefined ? { error: `${await this.#ended}\n${this.#said.trim()}` } : JSON.parse(value);
    });
    const received = await Promise.race([answer, late]);
    clearTimeout(timer);
    if (received.error === undefined) return received;
    throw new Error(received.error);
  }

  /** Lets it end by itself, then ends it. */
  async quit() {
    this.#process.stdin.end('{"cmd":"quit"}\n');
    const timer = setTimeout(() => this.kill("SIGKILL"), 10_000);
    await this.#ended;
    clearTimeout(timer);
  }

  /** @param {NodeJS.Signals} signal on SIGTERM a browser cleans up after itself */
  kill(signal) {
    if (this.pid === 0) return;
    try {
      process.kill(process.platform === "win32" ? this.pid : -this.pid, signal);
    } catch {
      // it has ended
    }
  }
}
