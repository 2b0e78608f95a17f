/**
 * What can be asked for one thing after the other.
 */

/** Whether `for await` goes through it. */
export function isIterable(received: unknown): received is Iterable<unknown> | AsyncIterable<unknown> {
  const { [Symbol.asyncIterator]: one, [Symbol.iterator]: other } = Object(received);
  return typeof one === "function" || typeof other === "function";
}
