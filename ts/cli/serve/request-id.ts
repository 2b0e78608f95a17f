/**
 * What a request is called in its answer and in the log: the client's own word for it, or a new one.
 */
import { randomUUID } from "node:crypto";

/** Letters, digits and a few signs: an identifier goes into a header and a line of the log. */
const VALID = /^[\w.:+/=@-]{1,128}$/;

/** The value of the header `X-Request-Id` where it is valid, else a random UUID. */
export function requestIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === "string" && VALID.test(header) ? header : randomUUID();
}
