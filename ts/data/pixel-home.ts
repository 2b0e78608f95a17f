/**
 * Where the pixels of a source are: in an array here, or lent to an engine, whose copy in shared memory then is the only one.
 *
 * 60,000 images of Fashion-MNIST are 47 MB, which would be there twice while a model trains. Pixels are lent only while nobody
 * outside the package has their array: `images` brings them back, and from then on they stay. Who lends brings them back
 * before the engine's memory goes (training/uploads.ts). Readers within the package use {@link pixelsIn}, at once and anew each
 * time: a view of an engine's memory is never kept, and never handed out.
 */
import { FashionWasmError } from "../errors.js";
import type { DataSource } from "./arrays.js";
import { discard } from "./discard.js";
import { type ChangeCheck, changeCheck, copyOf, sampleSum } from "./snapshot.js";

type Pixels = Uint8Array | Float32Array;

/** The pixels of one or more sources. */
export class PixelHome {
  #pixels: Pixels;
  /** While they are lent: what they were. */
  #lent: { readonly sum: number } | undefined;
  /** Once somebody outside has the array: refuses it when it was changed. */
  #unchanged: ChangeCheck | undefined;

  /** `pixels`: an array that nobody else holds. */
  constructor(pixels: Pixels) {
    this.#pixels = pixels;
  }

  /** The pixels where they are, to be read at once. */
  get pixels(): Pixels {
    return this.#pixels;
  }

  /** The pixels in an array that stays. */
  get array(): Pixels {
    this.bringBack();
    this.#unchanged ??= changeCheck(this.#pixels);
    return this.#pixels;
  }

  /** Makes `view`, the same pixels in an engine's memory, the only copy; false where they are lent, or their array is known. */
  lend(view: Pixels): boolean {
    if (this.#unchanged !== undefined || this.#lent !== undefined) return false;
    const array = this.#pixels;
    this.#lent = { sum: sampleSum(array) };
    this.#pixels = view;
    discard(new Uint8Array(array.buffer as ArrayBuffer), view);
    return true;
  }

  /** Copies lent pixels out of the engine's memory. Errors: DATA_MISMATCH when they are not what they were; RangeError without room. */
  bringBack(): void {
    if (this.#lent === undefined) return;
    if (sampleSum(this.#pixels) !== this.#lent.sum) {
      throw new FashionWasmError(
        "DATA_MISMATCH",
        "dataset: its images were in the memory of an engine and are no longer what they were → load the data again",
      );
    }
    this.#pixels = copyOf(this.#pixels);
    this.#lent = undefined;
  }

  /** Refuses pixels that were changed outside (DATA_MISMATCH). */
  check(where: string): void {
    this.#unchanged?.(where);
  }
}

/** The homes of sources whose arrays only the package holds. */
const homes = new WeakMap<DataSource, PixelHome>();

/** Returns the source with a home for its pixels, an array that nobody else holds. */
export function housed(source: DataSource): DataSource {
  return inHome(source, new PixelHome(source.images));
}

/** Returns the source with other labels, its pixels where they are. */
export function withLabels(source: DataSource, labels: Uint32Array): DataSource {
  const home = homes.get(source);
  return home === undefined ? { ...source, labels } : inHome({ ...fieldsOf(source), labels }, home);
}

/** The home of a source's pixels; undefined where the user holds their array. */
export function homeOf(source: DataSource): PixelHome | undefined {
  return homes.get(source);
}

/** The pixels of a source where they are, to be read at once. */
export function pixelsIn(source: DataSource): Uint8Array | Float32Array {
  return homes.get(source)?.pixels ?? source.images;
}

/** Whether the pixels of two sources are the same array. */
export function sharePixels(a: DataSource, b: DataSource): boolean {
  return pixelsIn(a) === pixelsIn(b);
}

function inHome(fields: Omit<DataSource, "images">, home: PixelHome): DataSource {
  const source: DataSource = {
    ...fieldsOf(fields),
    get images() {
      return home.array;
    },
  };
  homes.set(source, home);
  return source;
}

function fieldsOf({ labels, count, fileNames }: Omit<DataSource, "images">): Omit<DataSource, "images"> {
  return { labels, count, fileNames };
}
