/**
 * Work on items as they come, several under way at once, and its results in the order of the items.
 */

/**
 * Results, each with its item. Of items at most `most` are under way; the next is asked for while the first is waited for, so
 * that a source that waits for an answer gets it.
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  most: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<readonly [item: T, result: R]> {
  const iterator = items[Symbol.asyncIterator]();
  const queue: (readonly [item: T, result: Promise<R>])[] = [];
  let pulling: Promise<IteratorResult<T> | { readonly failure: unknown }> | undefined;
  let ended = false;
  let failure: { readonly failure: unknown } | undefined;
  try {
    while (!ended || queue.length > 0) {
      if (!ended && queue.length < most) pulling ??= iterator.next().catch((error: unknown) => ({ failure: error }));
      const head = queue[0];
      const came = await Promise.race([
        ...(pulling === undefined ? [] : [pulling.then(() => true)]),
        ...(head === undefined ? [] : [head[1].then(() => false)]),
      ]);
      if (came) {
        const pulled = (await pulling) as Awaited<NonNullable<typeof pulling>>;
        pulling = undefined;
        if ("failure" in pulled) {
          failure = pulled; // told after what came before it
          ended = true;
        } else if (pulled.done) ended = true;
        else {
          const { value } = pulled;
          const result = work(value);
          result.catch(() => undefined); // told when it is its turn
          queue.push([value, result]);
        }
        continue;
      }
      const [item, result] = queue.shift() as (typeof queue)[number];
      yield [item, await result];
    }
    if (failure !== undefined) throw failure.failure;
  } finally {
    await Promise.race([iterator.return?.(), undefined]);
  }
}
