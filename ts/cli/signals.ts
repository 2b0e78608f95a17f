/**
 * The signals that end a command as asked: what each is called and which exit code it has.
 *
 * SIGHUP: the terminal is gone. SIGXCPU: the soft limit of CPU time is reached, which batch schedulers and `ulimit -S -t` set.
 * SIGBREAK: Ctrl-Break on Windows. All others are left to Node and the system; SIGUSR1 is Node's own, it opens a debugger.
 */

/** `sameForMs`: a repeat within this time is the same event and not a second wish. */
interface SignalFacts {
  readonly exitCode: number;
  /** Before what was stopped. */
  readonly word: string;
  readonly sameForMs: number;
}

/** npm and npx pass on a Ctrl-C that the terminal has already delivered, so that one key press may arrive twice. */
const KEY_PRESS_MS = 500;
/** A terminal that closes sends the signal itself, and its shell does so again when it has written its history. */
const HANG_UP_MS = 3000;

/** Each by its name. */
export const SIGNALS = {
  SIGINT: { exitCode: 130, word: "interrupted", sameForMs: KEY_PRESS_MS },
  SIGBREAK: { exitCode: 130, word: "interrupted", sameForMs: KEY_PRESS_MS },
  SIGTERM: { exitCode: 143, word: "terminated", sameForMs: KEY_PRESS_MS },
  SIGHUP: { exitCode: 129, word: "hung up", sameForMs: HANG_UP_MS },
  // The system repeats it every second.
  SIGXCPU: { exitCode: 152, word: "out of CPU time", sameForMs: Number.POSITIVE_INFINITY },
} as const satisfies Record<string, SignalFacts>;

/** One of them. */
export type SignalName = keyof typeof SIGNALS;
