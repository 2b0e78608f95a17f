/**
 * What a request is refused with: a status, a code for programs and a message for people.
 *
 * Errors of the classifier become problems by their codes. What lies with the server is told in general words: neither a
 * stack nor a path is in an answer; the log has them.
 */
import { FashionWasmError } from "../../index.js";
import { oneLine } from "../exit.js";

/** A refusal, thrown wherever one is found. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Seconds after which a client may try again. */
const RETRY_SECONDS = 1;

/** 503 with Retry-After. */
export function unavailable(code: string, message: string): Problem {
  return new Problem(503, code, message, { "retry-after": String(RETRY_SECONDS) });
}

/** Statuses of errors that are about the image or the request. */
const STATUSES: Readonly<Record<string, number>> = {
  IMAGE_FORMAT: 415,
  IMAGE_INVALID: 422,
  IMAGE_SHAPE: 422,
  IMAGE_TOO_LARGE: 413,
  INVALID_ARGUMENT: 400,
};

/** Codes of {@link problemOf}, with their statuses: for the description of the API. */
export const IMAGE_PROBLEMS = Object.keys(STATUSES);

/** Whether the classifier itself is done for: another has to be opened. */
export function isFault(error: unknown): boolean {
  return error instanceof FashionWasmError && /^(ENGINE_|DISPOSED$)/.test(error.code);
}

/** Reads any thrown value as a problem. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (!(error instanceof FashionWasmError)) return new Problem(500, "INTERNAL", "the server failed");
  const { code, message } = error;
  const status = STATUSES[code];
  if (status !== undefined) return new Problem(status, code, plain(message));
  if (code === "OUT_OF_MEMORY") return unavailable(code, "the server has no memory for this image now");
  return new Problem(500, code, "the classifier failed; it is opened anew");
}

/** Without the name of the function and of its options, which clients have never heard of. */
function plain(message: string): string {
  return oneLine(message)
    .replace(/^(\w+: )+/, "")
    .replace(/ \(option maxBytes\)/, "");
}
