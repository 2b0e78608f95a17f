/**
 * A line to a person, on stderr: stdout is for results. And one JSON object to a program, on stdout.
 */
import { printable } from "./printable.js";
import { print } from "./stdout.js";

/** Writes one line to stderr; names of files and classes in it cannot move the cursor. */
export function say(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

let written = false;

/** Whether stdout has its JSON object: that of a server that has listened, before it fails. */
export function hasWrittenJson(): boolean {
  return written;
}

/** Writes one line of JSON to stdout, where a terminal shows control characters as `\u009b`. */
export function writeJson(value: unknown): void {
  const text = JSON.stringify(value).replace(/[\u007F-\u009F\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  written = true;
  print(`${text}\n`);
}
