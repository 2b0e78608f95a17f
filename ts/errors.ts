/**
 * The one error class of the package; its closed set of codes: error-codes.ts.
 *
 * Every layer throws it: TypeScript directly, Rust through the engine border (as code + message).
 * A message says where, what was received, what was expected and what to do.
 */
import type { ErrorCode } from "./error-codes.js";

export type { ErrorCode } from "./error-codes.js";

/** An error of this package: `code` is for programs, `message` for people. */
export class FashionWasmError extends Error {
  override readonly name = "FashionWasmError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    // Until a stack is read, V8 keeps what its functions were called on: an error in a log would keep the model.
    void this.stack;
    void (options?.cause as Partial<Error> | null | undefined)?.stack;
  }
}
