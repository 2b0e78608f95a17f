/**
 * What set-up says: one line when a step begins, a sign of life while it runs, one line when it is done.
 *
 * A step whose work is already done says nothing, so that a second `npm start` goes straight to training.
 * On a terminal the running line is rewritten in place; elsewhere a line appears every 20 seconds.
 */

const HEARTBEAT_MS = 20_000;

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
 * Shows that something long is alive; call `see` with each line of its output and `stop` at its end.
 * @param {string} name short name of the running program
 */
export function heartbeat(name) {
  const started = performance.now();
  const terminal = process.stderr.isTTY === true;
  let last = "";
  const show = () => {
    const text = `    ${name}, ${duration(performance.now() - started)}${last ? `: ${last}` : ""}`;
    if (terminal) process.stderr.write(`\r\x1b[2K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
    else console.error(text.slice(0, 110));
  };
  const timer = setInterval(show, terminal ? 250 : HEARTBEAT_MS);
  return {
    /** @param {string} line */
    see(line) {
      if (line.trim() !== "") last = line.trim();
    },
    stop() {
      clearInterval(timer);
      if (terminal) process.stderr.write("\r\x1b[2K");
    },
  };
}
