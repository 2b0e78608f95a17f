/**
 * From a photo to an image as the data set has them; the arithmetic is Rust's (crates/data/src/photo).
 */
import { type DataGlue, type DataWasm, freeIfWhole } from "../data/data-wasm.js";
import type { PhotoWork } from "./photo-classifier.js";
import {
  type CheckedOptions,
  checkBoxInside,
  type PhotoSettings,
  type PreparePhotoOptions,
  prepareOptions,
} from "./photo-options.js";
import { type LoadedPhoto, loadPhoto, type PhotoSource } from "./photo-source.js";
import { type PhotoStep, type PreparedPhoto, preparedPhoto, type RawPhoto } from "./prepared.js";

/** The data file of an entry, ready. */
export type DataWasmLoader = () => Promise<DataWasm>;

/** `preparePhoto` with the data file of an entry. */
export async function prepareWith(
  where: string,
  wasm: DataWasmLoader,
  source: PhotoSource,
  options: PreparePhotoOptions | undefined,
): Promise<PreparedPhoto> {
  return prepareChecked(where, wasm, source, prepareOptions(where, options));
}

/** What a classifier does with the data file of an entry. */
export function photoWork(wasm: DataWasmLoader): PhotoWork {
  return {
    prepare: (where, source, options) => prepareChecked(where, wasm, source, options),
    judge: async (where, logits, temperature) =>
      (await wasm()).named(where, "ENGINE_PANIC", (glue) => glue.judgePhoto(logits, temperature)),
  };
}

async function prepareChecked(
  where: string,
  wasm: DataWasmLoader,
  source: PhotoSource,
  checked: CheckedOptions,
): Promise<PreparedPhoto> {
  const [photo, ready] = await Promise.all([loadPhoto(where, source, checked), wasm()]);
  checked.signal?.throwIfAborted();
  try {
    const raw = ready.named(photo.name, "IMAGE_INVALID", (glue) => rawPhoto(glue, photo, checked.settings));
    const prepared = preparedPhoto(raw, checked.settings);
    checkBoxInside(where, checked.settings, prepared.width, prepared.height);
    return prepared;
  } finally {
    ready.done();
  }
}

function rawPhoto(glue: DataGlue, photo: LoadedPhoto, settings: PhotoSettings): RawPhoto {
  const { orientation, preparation, turn, tones, background, box, sharpening, stretch, steps } = settings;
  const given = new glue.PhotoSettings();
  try {
    given.tones(tones);
    given.background(background);
    if (box !== null) given.box(box.left, box.top, box.left + box.width, box.top + box.height);
    given.turn(turn);
    given.finish(sharpening, stretch, steps);
    const position = orientation ?? ("file" in photo ? 0 : 1);
    const result =
      "file" in photo
        ? glue.prepareFile(photo.file, position, preparation, given)
        : glue.preparePixels(photo.rgba, photo.width, photo.height, position, preparation, given);
    try {
      return {
        prepared: result.prepared(),
        pixels: result.pixels(),
        background: result.background(),
        facts: result.facts(),
        steps: result.stepNames().map((name, i) => stepOf(name, result.step(i))),
      };
    } finally {
      result.free();
    }
  } finally {
    freeIfWhole(given);
  }
}

type Picture = ReturnType<DataGlue["decodeImage"]>;

function stepOf(name: string, picture: Picture | undefined): PhotoStep {
  if (picture === undefined) return { name, image: { width: 0, height: 0, channels: 1, data: new Uint8Array() } };
  try {
    const { width, height } = picture;
    const data = picture.takeBytes();
    return { name, image: { width, height, channels: data.length === width * height ? 1 : 3, data } };
  } finally {
    picture.free();
  }
}
