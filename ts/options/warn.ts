/**
 * What is said on the console of input that is taken all the same.
 */

/** Says something of what was given to `where`. */
export type Warn = (where: string, what: string) => void;

/** Writes one line to the console, as a warning of this package. */
export const warn: Warn = (where, what) => console.warn(`fashion-wasm: ${where}: ${what}`);
