/**
 * Workers that prepare photos, side by side: each has an instance of the data file, which is compiled once.
 *
 * The first is started by the first photo, another when all have work. One that has ended takes the photo along that it had
 * begun; those that wait for it, and the next, get another.
 */
import { availableThreads } from "#platform/environment";
import { startWorker } from "#platform/workers";
import { disposedError } from "../engine/fault-errors.js";
import { startLinked } from "../engine/host.js";
import { EngineLink } from "../engine/link.js";
import { FashionWasmError } from "../errors.js";
import type { WorkerEvents } from "../platform/worker-handle.js";
import type { PhotoSettings } from "./photo-options.js";
import type { LoadedPhoto } from "./photo-source.js";
import type { RawPhoto } from "./prepared.js";
import type { PhotoCalls, PhotoWorker } from "./worker-protocol.js";

interface Place {
  readonly link: EngineLink;
  readonly worker: Promise<PhotoWorker>;
  /** Photos that it has to prepare. */
  photos: number;
}

/** The workers of one classifier. */
export class PhotoWorkers {
  readonly #module: () => Promise<WebAssembly.Module>;
  readonly #script: () => string;
  readonly #places = new Set<Place>();
  #most: number;
  #disposed = false;

  /** Of the data file and the script; at most so many, undefined: as many as can run at the same time, and 16. */
  constructor(module: () => Promise<WebAssembly.Module>, script: () => string, most: number | undefined) {
    this.#module = module;
    this.#script = script;
    this.#most = most ?? Math.min(16, availableThreads().threads);
  }

  /** Prepares a photo in a worker. Errors: those of preparing; ENGINE_START_FAILED, OUT_OF_MEMORY, ENGINE_PANIC; DISPOSED. */
  async prepare(where: string, photo: LoadedPhoto, settings: PhotoSettings): Promise<RawPhoto> {
    if (this.#disposed) throw disposedError(where);
    const place = this.#place();
    place.photos++;
    let started = false;
    try {
      const worker = await place.worker;
      started = true;
      return await worker.call("prepare", photo, settings);
    } catch (error) {
      if (this.#disposed) throw disposedError(where);
      const { code, cause } = error as FashionWasmError;
      // Whatever else a worker says, it goes on.
      if (started && code !== "ENGINE_PANIC") throw error;
      this.#places.delete(place);
      const left = this.#places.size;
      // Others do its work where one did not start, or had ended with another photo.
      if (started ? cause : left) {
        if (!started) this.#most = left;
        return this.prepare(where, photo, settings);
      }
      if (!started) throw error;
      throw new FashionWasmError(code, `${where}: its photo worker ended → try again`, { cause: error });
    } finally {
      place.photos--;
    }
  }

  /** Ends the workers; what they were preparing rejects with DISPOSED. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await Promise.all([...this.#places].map(({ link }) => link.close(disposedError(""))));
  }

  /** The one with the fewest photos; a new one, where all have some and another is allowed. */
  #place(): Place {
    const [least] = [...this.#places].sort((a, b) => a.photos - b.photos);
    if (least?.photos === 0 || this.#places.size >= this.#most) return least as Place;
    const link = new EngineLink();
    const place = { link, worker: this.#start(link), photos: 0 };
    this.#places.add(place);
    return place;
  }

  async #start(link: EngineLink): Promise<PhotoWorker> {
    const address = this.#script();
    // 2 MiB, the least that an instance takes: the data file brings its own memory.
    const options = this.#module().then((module) => ({ module, maxMemoryMiB: 2 }));
    const spawn = { engine: (events: WorkerEvents) => startWorker(address, events) };
    return startLinked<PhotoCalls>(link, spawn, { program: "photos", name: "data.wasm", options }, () => ({
      build: "simd",
      threads: 1,
      host: "worker",
      notice: "",
    }));
  }
}
