/**
 * What callbacks say of what they do, with `verbose: 1`: Keras' sentences, where the lines of `fit` go.
 */
import { printLine } from "#platform/console";
import { invalidOption } from "../options/check.js";

/** The option of callbacks that say what they do. */
export interface MessageOptions {
  /** 1 says what the callback does, on the standard output, in browsers on the console; default 0. */
  readonly verbose?: 0 | 1 | undefined;
}

/** Checks `verbose` of the callback `where`; returns what writes a message, or nothing. */
export function messages(where: string, verbose: 0 | 1 = 0): (text: string) => void {
  if (verbose !== 0 && verbose !== 1) throw invalidOption(where, "verbose", verbose, "0 or 1");
  return verbose === 1 ? printLine : () => undefined;
}
