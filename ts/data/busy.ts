/**
 * Long work on the caller's thread, in pieces: a page stays alive and an abort is heard.
 */
import { nextTurn } from "#platform/environment";

/** Longest time the caller's thread is kept busy in one go, in milliseconds. */
const BUSY_MS = 30;

/** Returns a function to be awaited between two pieces: it gives way when it is time, and throws an abort's reason. */
export function pauses(signal: AbortSignal | undefined): () => Promise<void> {
  let next = performance.now() + BUSY_MS;
  return async () => {
    if (performance.now() < next) return;
    await nextTurn();
    signal?.throwIfAborted();
    next = performance.now() + BUSY_MS;
  };
}
