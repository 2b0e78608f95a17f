/**
 * Batches of a source, read ahead while the engine computes, pass after pass.
 *
 * What is read ahead is never more than was allowed: whoever goes on with a generator finds the batch after the last step's.
 */
import { nextTurn } from "#platform/environment";
import { FashionWasmError } from "../../errors.js";
import type { BatchSource } from "../../inputs/batches.js";
import { isIterable } from "../../options/iterable.js";
import { show } from "../../options/show.js";

/** After so long of reading, others get their turn: a generator that waits for nothing gives them none. */
const TURN_MS = 10;

type Item<T> = { readonly batch: T } | { readonly error: unknown } | "end";

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/** Reads one source. */
export class ReadAhead<T> {
  readonly #where: string;
  readonly #source: BatchSource;
  readonly #read: (received: unknown, number: number) => T;
  #iterator: AnyIterator | null = null;
  /** Whether the iterator is the source itself, which then belongs to the caller. */
  #isTheirs = false;
  #queue: Item<T>[] = [];
  #reading = false;
  #allowed = 0;
  #number = 0;
  #ended = false;
  #wake: () => void = () => undefined;
  /** Batches to have at hand. */
  depth = 2;

  /** `read` checks and copies a batch; its second argument is the batch's number in the pass. */
  constructor(where: string, source: BatchSource, read: (received: unknown, number: number) => T) {
    this.#where = where;
    this.#source = source;
    this.#read = read;
  }

  /** Begins a pass: an iterator anew. Where there is only one, it goes on. */
  async startPass(): Promise<void> {
    const { iterator, isTheirs } = await iteratorOf(this.#where, this.#source);
    [this.#iterator, this.#isTheirs, this.#number] = [iterator, isTheirs, 0];
    this.#start();
  }

  /** Whether the source gives its batches once. */
  get isOnce(): boolean {
    return this.#isTheirs;
  }

  /** Lets so many more batches be read. */
  allow(batches: number): void {
    this.#allowed += batches;
    this.#start();
  }

  /** The next batch, left where it is; null at the end of the pass. Errors: those of the source, and of its batches. */
  async peek(): Promise<T | null> {
    while (this.#queue.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#start();
      });
    }
    const item = this.#queue[0] as Item<T>;
    if (item === "end") return null;
    if ("error" in item) throw item.error;
    return item.batch;
  }

  /** Takes what {@link peek} gave. */
  shift(): void {
    this.#queue.shift();
    this.#start();
  }

  /** Whether all batches that may be read were taken. */
  get isDrained(): boolean {
    return this.#queue.length === 0 && this.#allowed <= 0;
  }

  /** Reads no more; an iterator of our own is told so, as by leaving a `for await`. */
  async end(): Promise<void> {
    this.#ended = true;
    const iterator = this.#iterator;
    this.#iterator = null;
    if (iterator !== null && !this.#isTheirs) await iterator.return?.();
  }

  #start(): void {
    if (this.#reading || this.#iterator === null) return;
    this.#reading = true;
    void this.#fill();
  }

  async #fill(): Promise<void> {
    let turn = performance.now();
    while (this.#iterator !== null && this.#queue.length < this.depth && this.#allowed > 0) {
      const item = await this.#next(this.#iterator);
      if (this.#ended) return;
      this.#queue.push(item);
      if (item === "end" || "error" in item) this.#iterator = null;
      else this.#allowed--;
      this.#wake();
      if (performance.now() - turn < TURN_MS) continue;
      await nextTurn();
      turn = performance.now();
    }
    this.#reading = false;
  }

  async #next(iterator: AnyIterator): Promise<Item<T>> {
    try {
      const { done, value } = await iterator.next();
      if (done) return "end";
      return { batch: this.#read(value, this.#number++) };
    } catch (error) {
      return { error };
    }
  }
}

async function iteratorOf(where: string, source: BatchSource) {
  const made: unknown = typeof source === "function" ? await source() : source;
  if (!isIterable(made)) {
    const what = `the function returned ${show(made)} → it must return an iterable or async iterable of batches, as a generator function does`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: ${what}`);
  }
  const both = made as Partial<AsyncIterable<unknown> & Iterable<unknown>>;
  const iterator = (both[Symbol.asyncIterator]?.() ?? both[Symbol.iterator]?.()) as AnyIterator;
  return { iterator, isTheirs: (iterator as unknown) === source };
}
