/**
 * What a server has answered for a file of the package, and what to do about it: only of some answers the file is missing.
 */
import { shownAddress } from "../address.js";

/** The opening of a message. */
export function answerOf({ status, ok, redirected, url }: Response): string {
  const answers = redirected ? `redirects to ${shownAddress(url)}, which answers` : "answers";
  return `the server ${answers}${ok ? "" : ` ${status}`}`;
}

/** What to do about a status that does not say that the file is missing; else undefined. */
export function statusAdvice(status: number): string | undefined {
  if (status === 401 || status === 403) return "let the server give this file to the page";
  return status < 500 ? undefined : "see what is wrong with the server, and try again";
}
