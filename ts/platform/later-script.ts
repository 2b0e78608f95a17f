/**
 * Parts of the package that few need, each a script of its own that is fetched when it is first needed.
 */
import { scriptFailure } from "#platform/script-failure";

/** Scripts that were asked for: of two imports of a file at once, Jest 30 refuses one. */
const asked = new Map<string, Promise<unknown>>();

/**
 * Resolves to what such a script exports. `what` is in it, for messages.
 *
 * Errors: DOWNLOAD_FAILED, in Node IO, for a script that cannot be loaded; the next call asks again.
 */
export function laterScript<T>(what: string, load: () => Promise<T>): Promise<T> {
  const script =
    asked.get(what) ??
    load().catch((cause: unknown) => {
      asked.delete(what);
      throw scriptFailure(what, cause);
    });
  asked.set(what, script);
  return script as Promise<T>;
}
