/**
 * Bytes as they come, of which the beginning can be looked at before it is read.
 */
import { nextTurn } from "#platform/environment";
import type { Chunks } from "../../platform/chunks.js";

/** Bytes handed out in one go: a piece is copied into wasm memory. */
const MOST = 1 << 20;

const NOTHING = new Uint8Array(0);

/** The pieces of a source. */
export class Pieces {
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #live: boolean;
  #seen: Uint8Array = new Uint8Array(0);

  /** `live`: whoever writes the source may wait for answers to what was written. */
  constructor(chunks: Chunks, live: boolean) {
    this.#iterator = chunks[Symbol.asyncIterator]();
    this.#live = live;
  }

  /** The beginning of what is left, at least until `isEnough` of it; all there is where it never is. */
  async peek(isEnough: (beginning: Uint8Array) => boolean): Promise<Uint8Array> {
    while (!isEnough(this.#seen)) {
      const { done, value } = await this.#iterator.next();
      if (done) break;
      const longer = new Uint8Array(this.#seen.length + value.length);
      longer.set(this.#seen);
      longer.set(value, this.#seen.length);
      this.#seen = longer;
    }
    return this.#seen;
  }

  /**
   * What is left, in pieces that are not large; the source is let go when they are left. An empty piece says that a live source
   * makes us wait.
   */
  async *rest(): AsyncGenerator<Uint8Array> {
    try {
      for (let chunk: Uint8Array | undefined = this.#seen; chunk !== undefined; ) {
        for (let at = 0; at < chunk.length; at += MOST) yield chunk.subarray(at, at + MOST);
        const next = this.#iterator.next();
        if (this.#live && !(await isSoon(next))) yield NOTHING;
        const { done, value }: IteratorResult<Uint8Array> = await next;
        chunk = done ? undefined : value;
      }
    } finally {
      await this.close();
    }
  }

  /** Lets the source go. */
  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}

/** Whether it is settled in the next turn. */
async function isSoon(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  await nextTurn();
  return settled;
}
