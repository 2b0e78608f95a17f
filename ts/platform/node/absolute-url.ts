/**
 * What an address means that `init` is given, in Node.
 */
import { pathToFileURL } from "node:url";
import { locate } from "./files.js";

/** Returns `address`, a path or URL, as an absolute URL. Errors: INVALID_ARGUMENT, opened by `where`, for what is none. */
export function absoluteUrl(address: string | URL, where?: string): string {
  const place = locate(address, where);
  return place.kind === "path" ? pathToFileURL(place.path).href : place.url.href;
}
