/**
 * Image files, each decoded to bytes, become the arrays of a dataset.
 *
 * The first image says the size of all, or `imageShape`; images of another: image-sizes.ts. Decoding: image-decoder.ts;
 * folders: image-folder.ts.
 */
import { FashionWasmError } from "../errors.js";
import { integerOption, invalidOption, optionsObject, signalOption, stringsOption } from "../options/check.js";
import { isAddress } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { ByteSource } from "../platform/byte-source.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import { type Arrays, checkNames, checkShape } from "./arrays.js";
import { pauses } from "./busy.js";
import { checkSource } from "./check-source.js";
import { dataWasm } from "./data-wasm.js";
import { Decoder, isOtherSize } from "./image-decoder.js";
import { imageShapeOption, isAtHand, otherSize, type SizeSource, sizesFrom } from "./image-sizes.js";
import { classLabels, type LabelInput } from "./labels.js";
import { DEFAULT_MAX_BYTES, MAX_CLASSES } from "./limits.js";
import { readSource } from "./read-source.js";
import { nameOf } from "./source-name.js";

/** What all readers of image files take. */
export interface ImageFilesOptions {
  /** Height, width, channels (1: grey, 3: red, green, blue); default: the first image's size, grey. */
  readonly imageShape?: readonly [height: number, width: number, channels: number];
  /** A name per class, in the order of the class numbers. */
  readonly classNames?: readonly string[];
  /** Largest size of one file, and of all pixels together, in bytes; default 64 MiB. */
  readonly maxBytes?: number;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal;
}

/** Options of `dataset.fromImages`. */
export interface ImagesOptions extends ImageFilesOptions {
  /** The files: PNG, JPEG or WebP, of one size. */
  readonly images: readonly ByteSource[];
  /** One class number per image; null: there are none. */
  readonly labels: LabelInput | null;
  /** What error messages call the files; default: their paths, URLs or file names. */
  readonly names?: readonly string[];
}

/** Files read ahead while one is decoded. Node warns of more than ten who listen to one signal. */
const READ_AHEAD = 8;

/**
 * Reads and decodes all; the result goes to `dataset.fromArrays`, which checks labels and names. `saidBy` is who says the size
 * of `imageShape`, where that is not the caller.
 */
export async function readImages(where: string, options: ImagesOptions, saidBy?: SizeSource): Promise<Arrays> {
  const known = ["images", "labels", "names", "imageShape", "classNames", "maxBytes", "signal"] as const;
  const { images, names, maxBytes = DEFAULT_MAX_BYTES, signal, ...rest } = optionsObject(where, options, known);
  if (!Array.isArray(images) || images.length === 0) {
    const folder = isAddress(images) ? "; a folder goes to dataset.fromFolder" : "";
    const message = `${where}: images is ${show(images)} → give an array of files, at least one${folder}`;
    throw new FashionWasmError("INVALID_ARGUMENT", message);
  }
  for (const [i, source] of images.entries()) checkSource(where, `images[${i}]`, source);
  integerOption(where, "maxBytes", maxBytes, { min: 1, max: Number.MAX_SAFE_INTEGER });
  const shape = rest.imageShape === undefined ? undefined : checkShape(where, rest.imageShape);
  const channels = shape?.[2] ?? 1;
  if (channels !== 1 && channels !== 3) {
    throw invalidOption(
      where,
      "imageShape",
      rest.imageShape,
      "[height, width, channels] with 1 channel (grey) or 3 (colour)",
    );
  }
  const classes = rest.classNames === undefined ? MAX_CLASSES : checkNames(where, rest.classNames).length;
  const wanted = { count: images.length, classes, orNull: true };
  const labels = rest.labels === null ? null : classLabels(where, rest.labels, wanted);
  if (names !== undefined) stringsOption(where, "names", names, images.length);
  signalOption(where, signal)?.throwIfAborted();
  const wasm = await dataWasm();
  const decoder = new Decoder(wasm, images.length, channels, shape, maxBytes);
  signal?.throwIfAborted();
  // One image that is refused ends what is read ahead of it.
  const stop = new AbortController();
  const follow = () => stop.abort(signal?.reason);
  signal?.addEventListener("abort", follow, { once: true });
  const limits = { where, maxBytes, signal: stop.signal };
  const read = (i: number) => {
    const bytes = readSource(images[i] as ByteSource, limits, "IMAGE_TOO_LARGE");
    bytes.catch(() => undefined); // heard of where it is awaited
    return bytes;
  };
  const pause = pauses(signal);
  const name = (i: number) => names?.[i] ?? nameOf(images[i] as ByteSource, `image ${i}`);
  try {
    const ahead = Array.from({ length: Math.min(READ_AHEAD, images.length) }, (_, i) => read(i));
    for (let i = 0; i < images.length; i++) {
      const bytes = await (ahead.shift() as Promise<Uint8Array>);
      if (i + READ_AHEAD < images.length) ahead.push(read(i + READ_AHEAD));
      try {
        decoder.decode(name(i), bytes, i);
      } catch (error) {
        if (!isOtherSize(error)) throw error;
        const sizeOf = async (place: number) => {
          if (place === i) return decoder.sizeOf(name(place), bytes);
          if (!isAtHand(images[place] as ByteSource)) return null;
          const file = await (ahead[place - i - 1] ?? read(place));
          await pause();
          return decoder.sizeOf(name(place), file);
        };
        const expected = [decoder.height, decoder.width] as const;
        const source = shape === undefined ? null : (saidBy ?? imageShapeOption(channels));
        const found = await sizesFrom(i, { total: images.length, name, expected, sizeOf });
        signal?.throwIfAborted();
        throw otherSize(name(i), found, source);
      }
      await pause();
    }
  } finally {
    signal?.removeEventListener("abort", follow);
    stop.abort();
    wasm.done();
  }
  return {
    images: decoder.pixels,
    labels,
    imageShape: [decoder.height, decoder.width, channels],
    ...(rest.classNames && { classNames: rest.classNames }),
  };
}
