/**
 * Image files, one after the other, become rows of one array of bytes.
 *
 * Decoding is Rust's (crates/data/src/decode.rs), so every runtime gets the same bytes; a host's own decoder would apply
 * colour profiles.
 */
import { FashionWasmError } from "../errors.js";
import type { DataGlue, DataWasm } from "./data-file.js";
import type { Size } from "./image-sizes.js";

/** Whether it is what {@link Decoder.decode} says of an image of another size. */
export function isOtherSize(error: unknown): boolean {
  return error instanceof FashionWasmError && error.code === "IMAGE_SHAPE";
}

/** Puts one image after the other into one array. */
export class Decoder {
  height: number;
  width: number;
  pixels = new Uint8Array(0);
  readonly #wasm: DataWasm;
  readonly #count: number;
  readonly #channels: number;
  readonly #maxBytes: number;

  constructor(wasm: DataWasm, count: number, channels: number, shape: readonly number[] | undefined, maxBytes: number) {
    this.#wasm = wasm;
    this.#count = count;
    this.#channels = channels;
    this.#maxBytes = maxBytes;
    [this.height, this.width] = [shape?.[0] ?? 0, shape?.[1] ?? 0];
  }

  decode(name: string, file: Uint8Array, i: number): void {
    const ask = <T>(work: (glue: DataGlue) => T): T => this.#wasm.named(name, "IMAGE_INVALID", work);
    if (i === 0) {
      if (this.height === 0) [this.height, this.width] = ask(({ imageSize }) => sizeIn(imageSize(file)));
      this.#makeRoom(name); // before the first is decoded
    }
    const image = ask((glue) => glue.decodeImage(file, this.#channels, this.height, this.width));
    try {
      const bytes = image.takeBytes();
      this.pixels.set(bytes, i * bytes.length);
    } finally {
      image.free();
    }
  }

  /** Height and width, by the header. Errors: IMAGE_FORMAT, IMAGE_INVALID, IMAGE_TOO_LARGE. */
  sizeOf(name: string, file: Uint8Array): Size {
    return this.#wasm.named(name, "IMAGE_INVALID", ({ imageSize }) => sizeIn(imageSize(file)));
  }

  #makeRoom(name: string): void {
    const total = this.#count * this.height * this.width * this.#channels;
    if (total > this.#maxBytes) {
      throw new FashionWasmError(
        "IMAGE_TOO_LARGE",
        `${name}: is ${this.height}×${this.width}; ${this.#count} images of this size make ${total} bytes, the limit is ${this.#maxBytes} (option maxBytes) → make the images smaller, or raise the limit`,
      );
    }
    this.pixels = new Uint8Array(total);
  }
}

function sizeIn([height = 0, width = 0]: (Iterable<number> & readonly number[]) | Uint32Array): Size {
  return [height, width];
}
