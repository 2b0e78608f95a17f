/**
 * Why a script of the package cannot be imported in Node.
 *
 * The twin of browser/script-failure.ts.
 */
import { FashionWasmError } from "../../errors.js";
import { messageOf } from "../../options/kinds.js";

/** The IO error for it; `what` is in the script. */
export function scriptFailure(what: string, cause: unknown): FashionWasmError {
  const advice = "keep the files of the package's dist folder, or those that a bundler wrote, together";
  return new FashionWasmError("IO", `${what} cannot be loaded: ${messageOf(cause)} → ${advice}`, { cause });
}
