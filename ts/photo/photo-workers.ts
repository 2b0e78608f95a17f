/**
 * Workers that prepare photos, side by side: each has an instance of the data file, which is compiled once.
 *
 * The first is started by the first photo, another when all have work. One that has ended is replaced by the next photo.
 */
import { availableThreads } from "#platform/environment";
import { startWorker } from "#platform/workers";
import { disposedError } from "../engine/fault-errors.js";
import { startLinked } from "../engine/host.js";
import { FashionWasmError } from "../errors.js";
import type { WorkerEvents } from "../platform/worker-handle.js";
import type { PhotoSettings } from "./photo-options.js";
import type { LoadedPhoto } from "./photo-source.js";
import type { RawPhoto } from "./prepared.js";
import type { PhotoCalls, PhotoWorker } from "./worker-protocol.js";

interface Place {
  readonly worker: Promise<PhotoWorker>;
  /** Photos that it has to prepare. */
  photos: number;
}

/** The workers of one classifier. */
export class PhotoWorkers {
  readonly #module: () => Promise<WebAssembly.Module>;
  readonly #script: () => string;
  readonly #most: number;
  /** Null once it was disposed. */
  #places: Set<Place> | null = new Set();

  /** Of the data file and the script; at most so many, undefined: as many as can run at the same time. */
  constructor(module: () => Promise<WebAssembly.Module>, script: () => string, most: number | undefined) {
    this.#module = module;
    this.#script = script;
    this.#most = most ?? availableThreads().threads;
  }

  /** Prepares a photo in a worker. Errors: those of preparing; ENGINE_START_FAILED, OUT_OF_MEMORY, ENGINE_PANIC; DISPOSED. */
  async prepare(where: string, photo: LoadedPhoto, settings: PhotoSettings): Promise<RawPhoto> {
    const places = this.#places;
    if (places === null) throw disposedError(where);
    const place = this.#place(places);
    place.photos++;
    try {
      return await (await place.worker).call("prepare", photo, settings);
    } catch (cause) {
      if (this.#places === null) throw disposedError(where);
      const { code } = cause as FashionWasmError;
      // Of these a worker may have ended.
      if (/^(ENGINE|OUT)_/.test(code)) {
        places.delete(place);
        void end(place);
      }
      if (code !== "ENGINE_PANIC") throw cause;
      throw new FashionWasmError(code, `${where}: its photo worker has ended → try again`, { cause });
    } finally {
      place.photos--;
    }
  }

  /** Ends the workers; what they were preparing rejects with DISPOSED. */
  async dispose(): Promise<void> {
    const places = this.#places ?? [];
    this.#places = null;
    await Promise.all([...places].map(end));
  }

  /** The one with the fewest photos; a new one, where all have some and another is allowed. */
  #place(places: Set<Place>): Place {
    const [least] = [...places].sort((a, b) => a.photos - b.photos);
    if (least !== undefined && (least.photos === 0 || places.size >= this.#most)) return least;
    const place = { worker: this.#start(), photos: 0 };
    places.add(place);
    return place;
  }

  async #start(): Promise<PhotoWorker> {
    const address = this.#script();
    const options = this.#module().then((module) => ({ module, maxMemoryMiB: LEAST_MEMORY_MIB }));
    const spawn = { engine: (events: WorkerEvents) => startWorker(address, events) };
    return startLinked<PhotoCalls>(spawn, { program: "photos", name: "data.wasm", options }, () => INFO);
  }
}

const INFO = { build: "simd", threads: 1, host: "worker", notice: "" } as const;

/** The data file brings its own memory. */
const LEAST_MEMORY_MIB = 2;

async function end({ worker }: Place): Promise<void> {
  await (await worker.catch(() => undefined))?.dispose();
}
