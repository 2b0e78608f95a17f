/**
 * The closed set of codes that errors of this package carry. Apart from the class, so that what only predicts need not
 * bring the list along.
 */

/** Every code a `FashionWasmError` can carry. */
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
  "TABLE_ROW",
  "CURRENCY",
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
