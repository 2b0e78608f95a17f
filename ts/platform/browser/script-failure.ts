/**
 * Why a script of the package cannot be imported in a browser, which says no more than its address.
 *
 * The twin of node/script-failure.ts.
 */
import { FashionWasmError } from "../../errors.js";
import { messageOf } from "../../options/kinds.js";

/** The DOWNLOAD_FAILED error for it; `what` is in the script. */
export function scriptFailure(what: string, cause: unknown): FashionWasmError {
  const advice =
    "ServiceWorkerGlobalScope" in globalThis
      ? "module service workers refuse import(): call this in the page or in a worker, or bundle the service worker into one classic script"
      : // Firefox asks again only in a page that was loaded anew; Chromium does by itself.
        "check the connection, serve all scripts that were built together, allow them in the Content-Security-Policy (script-src), and reload the page";
  return new FashionWasmError("DOWNLOAD_FAILED", `${what} cannot be loaded: ${messageOf(cause)} → ${advice}`, {
    cause,
  });
}
