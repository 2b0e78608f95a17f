/**
 * Streams for tests: in odd pieces, slow, and such that tell whether they were ended.
 */

/** The bytes in odd pieces, the first of a single byte; each is overwritten when the next is asked for. */
export async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(70_001);
  for (let [at, round] = [0, 0]; at < bytes.length; round++) {
    const length = Math.min([1, 2, 5, 997, 70_001, 4096][round % 6] as number, bytes.length - at);
    buffer.set(bytes.subarray(at, at + length));
    yield buffer.subarray(0, length);
    buffer.fill(63);
    at += length;
  }
}

/** A source that gives the bytes and then nothing, for ever. `reached`: everything was taken; `ended`: nobody listens. */
export interface Stalled<T> {
  readonly source: T;
  readonly reached: Promise<void>;
  readonly ended: Promise<unknown>;
}

/** Such an async iterable; ended by return(). */
export function stalledIterable(bytes: Uint8Array): Stalled<AsyncIterable<Uint8Array>> {
  const [reached, ended] = [signpost<void>(), signpost<unknown>()];
  let given = false;
  const iterator: AsyncIterator<Uint8Array> = {
    next() {
      if (given) {
        reached.pass();
        return new Promise(() => undefined);
      }
      given = true;
      return Promise.resolve({ done: false, value: bytes });
    },
    async return() {
      ended.pass("return");
      return { done: true, value: undefined };
    },
  };
  return { source: { [Symbol.asyncIterator]: () => iterator }, reached: reached.passed, ended: ended.passed };
}

/** Such a web stream; ended by cancel(), with its reason. */
export function stalledStream(bytes: Uint8Array): Stalled<ReadableStream<Uint8Array>> {
  const [reached, ended] = [signpost<void>(), signpost<unknown>()];
  let given = false;
  const source = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (given) {
          reached.pass();
          return new Promise(() => undefined);
        }
        given = true;
        controller.enqueue(bytes);
      },
      cancel: (reason) => ended.pass(reason),
    },
    { highWaterMark: 0 },
  );
  return { source, reached: reached.passed, ended: ended.passed };
}

function signpost<T>(): { passed: Promise<T>; pass(value: T): void } {
  let pass: (value: T) => void = () => undefined;
  const passed = new Promise<T>((resolve) => {
    pass = resolve;
  });
  return { passed, pass: (value) => pass(value) };
}
