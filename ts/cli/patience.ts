/**
 * What takes longer than a person likes to wait without a word says what it is; what is done sooner says nothing.
 */
import { say } from "./say.js";

const PATIENCE_MS = 2000;

/** Says `what`, such as `reading clothes`, should the function that is returned not be called within two seconds. */
export function sayUnlessSoon(what: string): () => void {
  const timer = setTimeout(() => say(`${what} …`), PATIENCE_MS).unref();
  return () => clearTimeout(timer);
}

/** Does `work`, and says `what` should it take longer than two seconds. */
export async function patiently<T>(what: string, work: () => Promise<T>): Promise<T> {
  const done = sayUnlessSoon(what);
  try {
    return await work();
  } finally {
    done();
  }
}
