/**
 * Typed arrays that come in pieces, joined at the end.
 */

/** An array of bytes or of class numbers in the making. */
export class Joiner<T extends Uint8Array | Uint32Array> {
  readonly #make: (length: number) => T;
  #pieces: T[] = [];
  #length = 0;

  /** `make`: an array of so many zeros. */
  constructor(make: (length: number) => T) {
    this.#make = make;
  }

  /** Takes the piece, which must not change any more. */
  add(piece: T): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** Everything in its order; empty afterwards. */
  join(): T {
    const whole = this.#make(this.#length);
    let end = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, end);
      end += piece.length;
    }
    this.#pieces = [];
    this.#length = 0;
    return whole;
  }
}
