/**
 * A request's body, read within limits: of its size, of all bodies that are held, and of the time it takes.
 *
 * A size that is declared is checked before the client is asked to go on (`Expect: 100-continue`) or a byte is read.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Problem, unavailable } from "./problem.js";
import type { Limits } from "./settings.js";

/** Bytes of bodies that are held at the same time, of all requests. */
export class Held {
  readonly #most: number;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Throws 503 BUSY where they are too many. */
  add(bytes: number): void {
    if (this.#bytes + bytes > this.#most) {
      throw unavailable("BUSY", "as many bytes are held as the server takes → try again");
    }
    this.#bytes += bytes;
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }
}

/** How a body is read. */
export interface Reading {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Whether the client waits for `100 Continue`. */
  readonly expectsContinue: boolean;
  readonly limits: Pick<Limits, "maxBody" | "timeoutMs">;
  /** Aborts when the request has its answer already: nobody waits for its body. */
  readonly signal: AbortSignal;
  /** Called with each piece before it is taken; throws where there is no room. */
  hold(bytes: number): void;
}

/** Whether a request has a body at all. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

/** Throws what a body is refused with before it is read: 413 BODY_TOO_LARGE, 415 CONTENT_ENCODING. */
export function checkDeclared({ headers }: IncomingMessage, { maxBody }: Pick<Limits, "maxBody">): void {
  if (Number(headers["content-length"] ?? 0) > maxBody) throw tooLarge(maxBody);
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding.trim().toLowerCase() === "identity") return;
  throw new Problem(
    415,
    "CONTENT_ENCODING",
    "the body is compressed → send it as it is: images are compressed already",
  );
}

/**
 * Hands the pieces of the body to `take`.
 *
 * Errors: 413 BODY_TOO_LARGE, 415 CONTENT_ENCODING, 408 BODY_TIMEOUT, 400 BODY_INCOMPLETE; those of `hold` and `take`; the
 * signal's reason. Then the rest is left unread.
 */
export async function readBody(
  { request, response, ...reading }: Reading,
  take: (piece: Buffer) => void,
): Promise<void> {
  const { limits, expectsContinue, signal, hold } = reading;
  checkDeclared(request, limits);
  signal.throwIfAborted();
  if (expectsContinue) response.writeContinue();
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const timer = setTimeout(() => end(slow(limits.timeoutMs)), limits.timeoutMs);
    const end = (error?: unknown) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      request.off("data", onData).off("end", onEnd).off("close", onClose);
      if (error === undefined) return resolve();
      request.pause();
      reject(error);
    };
    const onData = (piece: Buffer) => {
      bytes += piece.length;
      try {
        if (bytes > limits.maxBody) throw tooLarge(limits.maxBody);
        hold(piece.length);
        take(piece);
      } catch (error) {
        end(error);
      }
    };
    const onEnd = () => end();
    const onAbort = () => end(signal.reason);
    const onClose = () => end(new Problem(400, "BODY_INCOMPLETE", "the body ended before it was whole"));
    signal.addEventListener("abort", onAbort, { once: true });
    request.on("data", onData).on("end", onEnd).on("close", onClose);
    // A client that leaves is told by `close`.
    request.on("error", () => undefined);
  });
}

function tooLarge(maxBody: number): Problem {
  return new Problem(
    413,
    "BODY_TOO_LARGE",
    `the body has more than ${maxBody} bytes, the limit of this server (--max-body)`,
  );
}

function slow(timeoutMs: number): Problem {
  return new Problem(408, "BODY_TIMEOUT", `the body did not arrive within ${timeoutMs / 1000} s`);
}
