/**
 * The readers of data sets, in a script of their own (readers.ts): whoever has arrays already does not download them.
 */
import { laterScript } from "../platform/later-script.js";

/** The readers, fetched when they are first needed. Errors: those of {@link laterScript}. */
export function readers() {
  return laterScript("the part of the package that reads data sets", () => import("./readers.js"));
}
