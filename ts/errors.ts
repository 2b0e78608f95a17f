/**
 * The one error class of the package and its closed set of codes.
 *
 * Every layer throws it: TypeScript directly, Rust through the engine border (as code + message).
 * A message says where, what was received, what was expected and what to do.
 */

/** Every code a {@link FashionWasmError} can carry. */
export const ERROR_CODES = [
  "INVALID_ARGUMENT",
  "INVALID_SPEC",
  "SHAPE_MISMATCH",
  "NOT_COMPILED",
  "BUSY",
  "DISPOSED",
  "ENGINE_START_FAILED",
  "ENGINE_PANIC",
  "OUT_OF_MEMORY",
  "DATA_NOT_FOUND",
  "DATA_MISMATCH",
  "IDX_MAGIC",
  "IDX_TYPE",
  "IDX_RANK",
  "IDX_SHAPE",
  "IDX_COUNT",
  "IDX_LABEL",
  "IDX_TOO_LARGE",
  "IDX_TRUNCATED",
  "IDX_TRAILING",
  "GZIP_INVALID",
  "GZIP_CRC",
  "GZIP_TRUNCATED",
  "GZIP_TRAILING",
  "GZIP_BOMB",
  "CSV_EMPTY",
  "CSV_HEADER",
  "CSV_COLUMNS",
  "CSV_VALUE",
  "CSV_LABEL",
  "CSV_TOO_LARGE",
  "IMAGE_FORMAT",
  "IMAGE_INVALID",
  "IMAGE_SHAPE",
  "IMAGE_TOO_LARGE",
  "CHECKPOINT_INVALID",
  "CHECKPOINT_MISMATCH",
  "CHECKPOINT_NUMERICS",
  "DOWNLOAD_FAILED",
  "IO",
] as const;

/** A code of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error of this package: `code` is for programs, `message` for people. */
export class FashionWasmError extends Error {
  override readonly name = "FashionWasmError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
