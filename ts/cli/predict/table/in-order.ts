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
  let pulling: Promise<IteratorResult<T>> | undefined;
  let ended = false;
  try {
    while (!ended || queue.length > 0) {
      if (!ended && queue.length < most) pulling ??= iterator.next();
      const head = queue[0];
      const came = await Promise.race([
        ...(pulling === undefined ? [] : [pulling.then(() => true)]),
        ...(head === undefined ? [] : [head[1].then(() => false)]),
      ]);
      if (came) {
        const { done, value } = (await pulling) as IteratorResult<T>;
        pulling = undefined;
        if (done) ended = true;
        else {
          const result = work(value);
          result.catch(() => undefined); // told when it is its turn
          queue.push([value, result]);
        }
        continue;
      }
      const [item, result] = queue.shift() as (typeof queue)[number];
      yield [item, await result];
    }
  } finally {
    pulling?.catch(() => undefined);
    await Promise.race([iterator.return?.(), undefined]);
  }
}
