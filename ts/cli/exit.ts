/**
 * How a command ends: exit codes, and errors as one line.
 *
 * 0 done, 1 failed, 2 wrong use; a signal (signals.ts) has 128 plus its number. A person reads one line on stderr, never a
 * stack; a program that asked for `--json` finds the same in `error` on stdout.
 */
import { type ErrorCode, FashionWasmError } from "../index.js";
import { SIGNALS, type SignalName } from "./signals.js";

/** Exit codes of commands that no signal ended. */
export const EXIT = { done: 0, failed: 1, wrongUse: 2 } as const;

/** One of {@link EXIT}, or that of a signal. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT] | (typeof SIGNALS)[SignalName]["exitCode"];

/** What ended a command early. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** For programs: a code of the package's errors, `USAGE`, `INTERRUPTED` or `INTERNAL`. */
  readonly code: string;
  /** For people: one line. */
  readonly message: string;
}

/** Thrown when the command line itself is wrong: exit 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Thrown when a signal ended the command; `details` go into the JSON beside `error`. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  /** @param what was stopped and what is kept; the message puts the signal's word before it, such as `interrupted: `. */
  constructor(
    readonly signal: SignalName,
    what: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${SIGNALS[signal].word}: ${what}`);
  }
}

/** Thrown when a command has its result, but not for all it was asked for; `details`, the result, go into the JSON beside `error`. */
export class Incomplete extends Error {
  override readonly name: string = "Incomplete";

  /** @param code a code of the package's errors. */
  constructor(
    readonly code: ErrorCode,
    what: string,
    readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(what);
  }
}

/** Thrown when a command has its result but lacks files. */
export class NotWritten extends Incomplete {
  override readonly name = "NotWritten";

  constructor(what: string, details: Readonly<Record<string, unknown>>) {
    super("IO", what, details);
  }
}

/** Reads any thrown value as a {@link Failure}; an argument that the API refuses counts as wrong use. `words` are those of its messages. */
export function failureOf(error: unknown, words: (message: string) => string): Failure {
  if (error instanceof UsageError) return { exitCode: EXIT.wrongUse, code: "USAGE", message: oneLine(error.message) };
  if (error instanceof Interrupted) {
    const { exitCode } = SIGNALS[error.signal];
    return { exitCode, code: "INTERRUPTED", message: oneLine(words(error.message)) };
  }
  if (error instanceof Incomplete) {
    return { exitCode: EXIT.failed, code: error.code, message: oneLine(words(error.message)) };
  }
  if (error instanceof FashionWasmError) {
    const exitCode = error.code === "INVALID_ARGUMENT" ? EXIT.wrongUse : EXIT.failed;
    return { exitCode, code: error.code, message: oneLine(words(error.message)) };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    exitCode: EXIT.failed,
    code: "INTERNAL",
    message: `${oneLine(message)} (unexpected; FASHION_WASM_DEBUG=1 shows where it came from)`,
  };
}

/** Joins the lines of a message to one. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}
