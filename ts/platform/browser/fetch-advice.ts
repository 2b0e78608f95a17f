/**
 * What to do where fetch rejects. The page is told the same of a lost connection, of CORS and of a policy.
 */

/** The end of a message; "" for what fetch does not reject with. */
export function fetchAdvice(cause: unknown): string {
  return cause instanceof TypeError
    ? " → check the connection, the address, its CORS headers and the Content-Security-Policy (connect-src)"
    : "";
}
