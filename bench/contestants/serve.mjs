/**
 * The contestant's end of the protocol, for what runs in Node: one JSON object a line, one answer to each command.
 */
import { createInterface } from "node:readline";

/**
 * @param {object} to
 * @param {(settings: import("./contestant.js").Settings) => Promise<import("./contestant.js").Contestant>} to.prepare
 * @param {() => Promise<unknown>} to.quit
 */
export async function serve({ prepare, quit }) {
  /** @type {import("./contestant.js").Contestant | undefined} */
  let contestant;
  for await (const line of createInterface({ input: process.stdin })) {
    const { cmd, ...command } = JSON.parse(line);
    if (cmd === "quit") break;
    try {
      if (cmd === "prepare") contestant = await prepare(command);
      if (contestant === undefined) throw new Error(`received the command ${cmd} before prepare`);
      answer(cmd === "round" ? await contestant.round(command.seconds) : contestant);
    } catch (error) {
      console.error(error);
      // The first line: an error from a page carries its stack in its message.
      answer({ error: (error instanceof Error ? error.message : String(error)).split("\n")[0] });
    }
  }
  await quit();
}

/** @param {object} message functions in it are left out */
function answer(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
