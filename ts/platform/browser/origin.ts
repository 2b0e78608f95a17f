/**
 * Whether an address is of the origin that this page or worker is of.
 */

/** Tells whether `url`, an absolute address, is of another origin; to a sandboxed frame, which has none, every one is. */
export function isForeign(url: string): boolean {
  return new URL(url).origin !== globalThis.origin;
}
