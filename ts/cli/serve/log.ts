/**
 * The log: a line on stderr for each request, and one for each fault. Neither pictures nor queries are in it.
 */
import { say } from "../say.js";

/** What is told of a request. */
export interface Entry {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** 499 where the client left before its answer. */
  readonly status: number;
  /** Of a refusal or a fault. */
  readonly code?: string | undefined;
  readonly ms: number;
  /** Bytes of the body as far as it was read, and of the answer's. */
  readonly received: number;
  readonly sent: number;
}

/** The status of a client that left, as nginx has it. */
export const CLIENT_GONE = 499;

/** Characters of a path. */
const MOST_PATH = 120;

/** A log; a quiet one tells faults alone. */
export class Log {
  readonly #quiet: boolean;

  constructor(quiet: boolean) {
    this.#quiet = quiet;
  }

  request({ requestId, method, path, status, code, ms, received, sent }: Entry): void {
    if (this.#quiet) return;
    const shown = path.length > MOST_PATH ? `${path.slice(0, MOST_PATH)}…` : path;
    const took = `${ms.toFixed(1)} ms, ${received} B in, ${sent} B out`;
    say(`${now()} ${requestId} ${method} ${shown} ${status}${code === undefined ? "" : ` ${code}`} ${took}`);
  }

  /** An error that is the server's; the answer has only its code. */
  fault(requestId: string, error: unknown): void {
    const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    say(`${now()} ${requestId} fault: ${told}`);
    if (process.env.FASHION_WASM_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  }
}

function now(): string {
  return new Date().toISOString();
}
