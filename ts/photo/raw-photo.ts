/**
 * A photo prepared by an instance of the data file, in whichever thread that lives, as bytes that need not be read there;
 * the arithmetic is Rust's (crates/data/src/photo), the order of numbers that of crates/data/src/border_photo.rs.
 */
import type { DataWasm, PhotoGlue } from "../data/data-file.js";
import type { PhotoSettings } from "./photo-options.js";
import type { LoadedPhoto } from "./photo-source.js";
import type { RawPhoto } from "./prepared.js";

const place = (names: string, name: string) => names.split(" ").indexOf(name);

/** Prepares a photo. Errors: those of Rust, named; IMAGE_INVALID for a trap; OUT_OF_MEMORY. */
export function rawPhoto(wasm: DataWasm<PhotoGlue>, photo: LoadedPhoto, settings: PhotoSettings): RawPhoto {
  const { orientation, preparation, turn, tones, background, box, sharpening, stretch, steps } = settings;
  const numbers = [
    place("auto photo none", preparation),
    orientation ?? ("file" in photo ? 0 : 1),
    place("auto positive negative", tones),
    place("auto plain gradient textured", background),
    turn,
    sharpening,
    Number(stretch),
    Number(steps),
    ...(box === null ? [] : [box.left, box.top, box.left + box.width, box.top + box.height]),
  ];
  const [bytes, width, height] = "file" in photo ? [photo.file, 0, 0] : [photo.rgba, photo.width, photo.height];
  try {
    return wasm.named(photo.name, "IMAGE_INVALID", (glue) =>
      glue.preparePhoto(bytes, width, height, new Float64Array(numbers)),
    );
  } finally {
    wasm.done();
  }
}
