/**
 * Which data the engine holds already: training data crosses the border once, after that only indices do.
 *
 * The key is the identity of `dataset.source`, so that a dataset and its splits share one upload. The engine's copy
 * goes when the source is collected as garbage, when it is released, or with the engine. Where the engine's memory is shared
 * with this thread and nobody outside has the pixels' array, that copy is the only one until then (data/pixel-home.ts).
 */
import type { Dataset } from "../data/dataset.js";
import { homeOf, type PixelHome, pixelsIn } from "../data/pixel-home.js";
import type { Engine } from "../engine/protocol.js";
import type { Examples } from "../inputs/examples.js";

type Source = Dataset["source"];

/** Copied within about 1 ms. */
const PIECE_BYTES = 2 ** 20;

/** The uploads of one model. */
export class Uploads {
  readonly #engine: Engine;
  readonly #ids = new WeakMap<Source, Promise<number>>();
  readonly #collected: FinalizationRegistry<number>;
  /** Pixels whose only copy is the engine's, by its ids. */
  readonly #loans: Loans = new Map();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#collected = new FinalizationRegistry((id) => this.#drop(id));
    engine.onEnd(whenEnded(this.#loans));
  }

  /**
   * Returns the engine's id for the source of `dataset`; uploads it on first use, with `targets` where these are its labels.
   * Errors: DATA_MISMATCH when it was changed.
   */
  async idOf({ dataset, targets }: Pick<Examples, "dataset" | "targets">): Promise<number> {
    dataset.checkUnchanged("dataset");
    return this.#idOf(dataset.source, targets);
  }

  #idOf(source: Source, targets: Float32Array | null): Promise<number> {
    const known = this.#ids.get(source);
    if (known !== undefined) return known;
    const upload = this.#upload(source, targets).then(
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
  async #upload(source: Source, targets: Float32Array | null): Promise<number> {
    const { count, labels } = source;
    const { length, BYTES_PER_ELEMENT } = pixelsIn(source);
    const float = pixelsIn(source) instanceof Float32Array;
    const id = await this.#engine.call("createDataset", {
      count,
      imageSize: length / count,
      float,
      labels: labels ?? undefined,
      targets: targets ?? undefined,
    });
    const step = PIECE_BYTES / BYTES_PER_ELEMENT;
    try {
      for (let start = 0; start < length; start += step) {
        await this.#engine.call("writeImages", id, start, pixelsIn(source).subarray(start, start + step));
      }
      await this.#lend(source, id);
    } catch (error) {
      await this.#drop(id);
      throw error;
    }
    return id;
  }

  async #lend(source: Source, id: number): Promise<void> {
    const home = homeOf(source);
    // A local engine's memory outlives it, for others to use.
    if (home === undefined || this.#engine.info.host === "local") return;
    const shared = await this.#engine.call("shareImages", id);
    if (shared === null) return;
    const { memory, start } = shared;
    const { pixels } = home;
    const view =
      pixels instanceof Float32Array
        ? new Float32Array(memory, start, pixels.length)
        : new Uint8Array(memory, start, pixels.length);
    if (home.lend(view)) this.#loans.set(id, new WeakRef(home));
  }

  /** An engine that has ended has nothing left to release. */
  async #drop(id: number): Promise<void> {
    if (!bringBack(this.#loans, id)) return;
    await this.#engine.call("releaseDataset", id).catch(() => undefined);
  }
}

type Loans = Map<number, WeakRef<PixelHome>>;

/** Not made where `this` is in reach: V8 would keep it, and so an engine that is to be forgotten. */
function whenEnded(loans: Loans): () => void {
  return () => {
    for (const id of loans.keys()) bringBack(loans, id);
  };
}

/** Whether the pixels of a dataset are no longer, or never were, on loan to it; where there is no room for them they stay. */
function bringBack(loans: Loans, id: number): boolean {
  try {
    loans.get(id)?.deref()?.bringBack();
    loans.delete(id);
    return true;
  } catch {
    return false;
  }
}
