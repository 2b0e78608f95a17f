/**
 * Which data the engine holds already: training data crosses the border once, after that only indices do.
 *
 * The key is the identity of `dataset.source`, so that a dataset and its splits share one upload. The engine's copy
 * goes when the source is collected as garbage, when it is released, or with the engine.
 */
import type { Dataset } from "../data/dataset.js";
import type { Engine } from "../engine/protocol.js";

type Source = Dataset["source"];

/** Copied within about 4 ms. */
const PIECE_BYTES = 4 * 2 ** 20;

/** The uploads of one model. */
export class Uploads {
  readonly #engine: Engine;
  readonly #ids = new WeakMap<Source, Promise<number>>();
  readonly #collected: FinalizationRegistry<number>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#collected = new FinalizationRegistry((id) => this.#drop(id));
  }

  /** Returns the engine's id for the source of `dataset`; uploads it on first use. Errors: DATA_MISMATCH when it was changed. */
  async idOf(dataset: Dataset): Promise<number> {
    dataset.checkUnchanged("dataset");
    return this.#idOf(dataset.source);
  }

  #idOf(source: Source): Promise<number> {
    const known = this.#ids.get(source);
    if (known !== undefined) return known;
    const upload = this.#upload(source).then(
      (id) => {
        this.#collected.register(source, id, source);
        return id;
      },
      (error: unknown) => {
        // A failed upload (out of memory, say) may be tried again.
        this.#ids.delete(source);
        throw error;
      },
    );
    this.#ids.set(source, upload);
    return upload;
  }

  /** Frees the engine's copy of a source; nothing happens when there is none. */
  async release(dataset: Dataset): Promise<void> {
    const upload = this.#ids.get(dataset.source);
    if (upload === undefined) return;
    this.#ids.delete(dataset.source);
    this.#collected.unregister(dataset.source);
    const id = await upload.catch(() => undefined);
    if (id !== undefined) await this.#drop(id);
  }

  /** In pieces, so that the caller's thread is never kept for long and no second copy of the whole is made. */
  async #upload({ count, images, labels }: Source): Promise<number> {
    const float = images instanceof Float32Array;
    const room = { count, imageSize: images.length / count, float, labels: labels ?? undefined };
    const id = await this.#engine.call("createDataset", room);
    const step = PIECE_BYTES / images.BYTES_PER_ELEMENT;
    try {
      for (let start = 0; start < images.length; start += step) {
        await this.#engine.call("writeImages", id, start, images.subarray(start, start + step));
      }
    } catch (error) {
      await this.#drop(id);
      throw error;
    }
    return id;
  }

  /** An engine that has ended has nothing left to release. */
  async #drop(id: number): Promise<void> {
    await this.#engine.call("releaseDataset", id).catch(() => undefined);
  }
}
