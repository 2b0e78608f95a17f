/**
 * How much a reader takes where its options do not say it.
 */

/** A file that is, or declares, more than this is refused unless `maxBytes` says otherwise: 64 MiB (Fashion-MNIST: 45). */
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** More classes than this are a mistake, not a data set (ImageNet-21k has 21,841). */
export const MAX_CLASSES = 100_000;
