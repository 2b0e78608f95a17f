/**
 * The classifier of the whole package: it also takes images that are small already, many at a time, as tables have them.
 */
import { dataFile } from "../data/data-wasm.js";
import { FashionWasmError } from "../errors.js";
import { choiceOption, integerOption, optionsObject, signalOption } from "../options/check.js";
import { byteArrayOf } from "../options/kinds.js";
import { show } from "../options/show.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import { answerOf, type PhotoAnswer } from "./answer.js";
import { PhotoClassifier } from "./photo-classifier.js";
import { type PhotoSettings, prepareOptions } from "./photo-options.js";
import { type PreparedPhoto, preparedPhoto } from "./prepared.js";

/** Options of `classifyImages`. */
export interface ClassifyImagesOptions {
  /** Classes in `topK`; default 3, or all where there are fewer. */
  readonly topK?: number | undefined;
  /**
   * `auto`: an image of the data set's own form, grey tones on black, goes through as it is, any other is prepared as a photo;
   * `photo`: all are prepared; `none`: none is. Default `auto`.
   */
  readonly preparation?: "auto" | "photo" | "none" | undefined;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal | undefined;
}

const SIDE = 28;
const SIZE = SIDE * SIDE;

/** Says which garments photos show, and images of 28 × 28 tones. */
export class BatchPhotoClassifier extends PhotoClassifier {
  readonly #parts: ConstructorParameters<typeof PhotoClassifier>;

  /** Not for users. */
  constructor(...parts: ConstructorParameters<typeof PhotoClassifier>) {
    super(...parts);
    this.#parts = parts;
  }

  /**
   * Says which garments images show that have 28 × 28 grey tones already: those of the data set, and tables of them. Each
   * answer is the one that `classify` gives for the image alone.
   *
   * @param images n × 28 × 28 bytes, row by row.
   * @returns n answers, in the order of the images.
   * @throws FashionWasmError INVALID_ARGUMENT for bytes that are no whole images, or an option that is not allowed;
   * ENGINE_START_FAILED; OUT_OF_MEMORY; DISPOSED; the signal's reason.
   * @example
   * const answers = await classifier.classifyImages(test.images);
   * answers.filter(({ review }) => review).length;
   */
  async classifyImages(images: Uint8Array, options?: ClassifyImagesOptions): Promise<PhotoAnswer[]> {
    const where = "classifyImages";
    const [model, calibration, classNames, work] = this.#parts;
    const {
      topK = Math.min(3, classNames.length),
      preparation = "auto",
      signal,
    } = optionsObject(where, options, ["topK", "preparation", "signal"]);
    integerOption(where, "topK", topK, { min: 1, max: classNames.length });
    choiceOption(where, "preparation", preparation, ["auto", "photo", "none"]);
    signalOption(where, signal)?.throwIfAborted();
    const given = byteArrayOf(images);
    if (given === undefined || given.length % SIZE !== 0) {
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: received ${show(images)} → give a Uint8Array of ${SIZE} bytes for each image, 28×28 grey tones`,
      );
    }
    if (given.length === 0) return [];
    const pixels = given.slice(); // the caller may fill it again
    const { settings } = prepareOptions(where, { preparation });
    const wasm = await dataFile.load();
    const form = preparation === "auto" && wasm.named(where, "ENGINE_PANIC", (glue) => glue.dataSetForm(pixels));
    const goesThrough = (i: number) => preparation === "none" || (form !== false && form[i] === 1);
    const prepared = await Promise.all(
      Array.from({ length: pixels.length / SIZE }, async (_, i): Promise<PreparedPhoto> => {
        const own = pixels.subarray(i * SIZE, (i + 1) * SIZE);
        if (goesThrough(i)) return asItIs(own, settings);
        const photo = { name: where, rgba: coloured(own), width: SIDE, height: SIDE };
        return preparedPhoto(await work.prepare(where, photo, settings), settings);
      }),
    );
    signal?.throwIfAborted();
    prepared.forEach((one, i) => {
      if (one.preparation === "photo") pixels.set(one.pixels, i * SIZE);
    });
    const outputs = await model.predict(pixels, { checkImages: false });
    signal?.throwIfAborted();
    const width = classNames.length + 1;
    const judged = wasm.named(where, "ENGINE_PANIC", (glue) =>
      glue.judgePhotos(outputs, width, calibration.temperature),
    );
    return prepared.map((one, i) =>
      answerOf(judged.subarray(i * width, (i + 1) * width), classNames, calibration, one, topK),
    );
  }
}

/** An image that needs no preparation, as `preparePhoto` returns it. */
function asItIs(pixels: Uint8Array, settings: PhotoSettings): PreparedPhoto {
  return {
    pixels,
    imageShape: [SIDE, SIDE, 1],
    preparation: "none",
    width: SIDE,
    height: SIDE,
    orientation: 1,
    background: null,
    tones: "negative",
    objects: 1,
    box: null,
    area: 0,
    cut: 0,
    settings,
    steps: [],
  };
}

function coloured(tones: Uint8Array): Uint8Array {
  const rgba = new Uint8Array(4 * tones.length).fill(255);
  tones.forEach((tone, i) => {
    rgba.fill(tone, 4 * i, 4 * i + 3);
  });
  return rgba;
}
