/**
 * What an address means that `init` is given, in a browser.
 */
import { baseAddress, hostUrl } from "./host.js";

/**
 * Returns `address`, relative to the page as its links are (`<base href>`), as an absolute URL: a worker would resolve it
 * against its own script.
 *
 * Errors: INVALID_ARGUMENT, opened by `where`, for what is none.
 */
export function absoluteUrl(address: string | URL, where?: string): string {
  return hostUrl(where, address, baseAddress()).href;
}
