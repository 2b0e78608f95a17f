/**
 * Memory for copies of batches, used again: a collector that has to find each of them lets many lie about first.
 */
type Pixels = Uint8Array | Float32Array;

/** Buffers of one source's batches. */
export class Buffers {
  readonly #free: ArrayBuffer[] = [];

  /** Returns a copy of pixels; {@link giveBack} takes its memory again. */
  copyOf<T extends Pixels>(pixels: T): T {
    const at = this.#free.findIndex(({ byteLength }) => byteLength === pixels.byteLength);
    const [memory = new ArrayBuffer(pixels.byteLength)] = at < 0 ? [] : this.#free.splice(at, 1);
    const copy = pixels instanceof Float32Array ? new Float32Array(memory) : new Uint8Array(memory);
    copy.set(pixels);
    return copy as T;
  }

  /** Says that nobody reads a copy any more. Of other lengths than this one's nothing is kept: batches mostly have one. */
  giveBack({ buffer }: Pixels): void {
    const { byteLength } = buffer;
    if (this.#free.some((free) => free.byteLength !== byteLength)) this.#free.length = 0;
    this.#free.push(buffer as ArrayBuffer);
  }
}
