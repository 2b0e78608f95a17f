/**
 * What set-up says: one line when a step begins, a sign of life while it runs, one line when it is done.
 *
 * A step whose work is already done says nothing, so that a second `npm start` goes straight to training.
 * On a terminal the running line is rewritten in place; elsewhere a line appears every 20 seconds.
 */

const HEARTBEAT_MS = 20_000;
const TERMINAL_MS = 250;

/** An expected failure: its message is all that the user gets to see, no stack. */
export class SetupError extends Error {}

/**
 * A duration as people read it: `340 ms`, `12.4 s`, `3 min 05 s`.
 * @param {number} ms milliseconds
 */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/**
 * Runs `work` as a step that says what it does and how long it took.
 * @template T
 * @param {string} title what is done, e.g. `wasm-pack 0.15.1: cargo install (once, about 3 minutes)`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  console.error(`  ${title} …`);
  const result = await work();
  console.error(`  ${title}: ${duration(performance.now() - started)}`);
  return result;
}

/**
 * What runs at the moment, with the last line it printed.
 * @type {Set<{ name: string, started: number, last: string }>}
 */
const running = new Set();

/** @type {NodeJS.Timeout | undefined} */
let timer;

/** One line on a terminal, rewritten; elsewhere one line for each. */
function show() {
  const lines = [...running].map(({ name, started, last }) => {
    const said = last ? `: ${last}` : "";
    return `    ${name}, ${duration(performance.now() - started)}${said}`;
  });
  if (process.stderr.isTTY) {
    const width = Math.floor((process.stderr.columns || 80) / Math.max(1, lines.length)) - 1;
    process.stderr.write(`\r\x1b[2K${lines.map((line) => line.slice(0, width).padEnd(width)).join(" ")}`);
  } else {
    for (const line of lines) console.error(line.slice(0, 110));
  }
}

/**
 * Shows that something long is alive; call `see` with what it prints and `stop` at its end.
 * @param {string} name short name of the running program
 */
export function heartbeat(name) {
  const one = { name, started: performance.now(), last: "" };
  running.add(one);
  timer ??= setInterval(show, process.stderr.isTTY ? TERMINAL_MS : HEARTBEAT_MS);
  return {
    /** @param {string} text */
    see(text) {
      one.last =
        text
          .trimEnd()
          .split(/[\r\n]/)
          .at(-1)
          ?.trim() || one.last;
    },
    stop() {
      running.delete(one);
      if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
      if (running.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}
