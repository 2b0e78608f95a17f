/**
 * What to do where fetch rejects: in Node, its reason says it. The twin for browsers says why it is a file.
 */

/** The end of a message: none. */
export function fetchAdvice(_cause: unknown): string {
  return "";
}
