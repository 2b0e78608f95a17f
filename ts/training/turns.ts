/**
 * Whose turn it is: pieces of work on one model run one after the other, in the order they asked.
 *
 * A training step is one turn, a whole prediction or evaluation is one turn. So prediction during `fit` is served
 * between two steps, and all of its batches see the same weights.
 */

/** Runs asynchronous pieces of work in the order they come in; a failed one does not stop the next. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after everything that was asked for earlier, and returns its result. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
