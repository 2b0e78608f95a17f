/**
 * Whose turn it is: pieces of work on one model run one after the other, in the order they asked.
 *
 * A training step is one turn, a whole prediction or evaluation is one turn. So prediction during `fit` is served
 * between two steps, and all of its batches see the same weights.
 */

const nothing = () => undefined;

/** Runs asynchronous pieces of work in the order they come in; a failed one does not stop the next. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after everything that was asked for earlier, and returns its result. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    // Not what it gave: a model would keep its last outputs.
    this.#last = turn.then(nothing, nothing);
    return turn;
  }
}
