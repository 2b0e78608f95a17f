/**
 * Gives memory back at once that nobody will read again.
 *
 * A collector frees a large buffer when it next runs, which on a thread that waits for its engine is never: the 26 MB of
 * a compressed file would stay for the whole training.
 */

/** Below this it is not worth a thought. */
const LARGE = 2 ** 20;

/**
 * Frees the buffer behind `bytes`, which are the caller's own, unless `kept` is a view on it (what was read from a file that
 * was not compressed); they are empty afterwards.
 */
export function discard(bytes: Uint8Array, kept: ArrayBufferView): void {
  const { buffer } = bytes;
  if (buffer === kept.buffer || !(buffer instanceof ArrayBuffer) || buffer.byteLength < LARGE) return;
  if ("transfer" in buffer && typeof buffer.transfer === "function") {
    buffer.transfer(0);
    return;
  }
  if (typeof MessageChannel === "undefined") return;
  // Node 20: a message that is never received is freed with its channel.
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(null, [buffer]);
  port1.close();
  port2.close();
}
