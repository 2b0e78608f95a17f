/**
 * The layers of `--augment`: what each does, its options, and what it has where nothing is said: for garments on black, which
 * stay whole and upright.
 */
import {
  type Layer,
  randomBrightness,
  randomContrast,
  randomErasing,
  randomFlip,
  randomRotation,
  randomTranslation,
  randomZoom,
} from "../../index.js";
import type { Kinds, NamedValues } from "./named-values.js";

/** A layer of augmentation of the command line. */
export interface Augmentation {
  /** What it does, for the help. */
  readonly meaning: string;
  readonly options: Kinds;
  /** Makes it. Errors: those of the layer. */
  make(options: NamedValues): Layer;
}

const READING = { fillMode: "word", fillValue: "number", interpolation: "word" } as const;
const SIDES = { heightFactor: "range", widthFactor: "range" } as const;
const BLACK = { fillMode: "constant" } as const;

/** All of them by name. */
export const AUGMENTATIONS = {
  flip: {
    meaning: "mirrors half of the images, mode (horizontal); alternating (false) by passes over the data",
    options: { mode: "word", alternating: "flag" },
    make: (options) => randomFlip({ mode: "horizontal", ...options }),
  },
  translation: {
    meaning: "moves by up to heightFactor, widthFactor (0.07) of the sides",
    options: { ...SIDES, ...READING },
    make: (options) => randomTranslation({ heightFactor: 0.07, widthFactor: 0.07, ...BLACK, ...options }),
  },
  rotation: {
    meaning: "turns by up to factor (0.03) of a full turn",
    options: { factor: "range", ...READING },
    make: (options) => randomRotation({ factor: 0.03, ...BLACK, ...options }),
  },
  zoom: {
    meaning: "smaller or larger by up to heightFactor (0.1), widthFactor (the same)",
    options: { ...SIDES, ...READING },
    make: (options) => randomZoom({ heightFactor: 0.1, ...BLACK, ...options }),
  },
  erasing: {
    meaning: "covers a part, scale (0.02/0.33), with fillValue (0), of images by factor (0.5/0.5)",
    options: { factor: "range", scale: "range", fillValue: "number" },
    make: (options) => randomErasing({ factor: [0.5, 0.5], fillValue: 0, ...options }),
  },
  contrast: {
    meaning: "spreads tones or draws them together by up to factor (0.2/0.2)",
    options: { factor: "range" },
    make: (options) => randomContrast({ factor: [0.2, 0.2], ...options }),
  },
  brightness: {
    meaning: "lighter or darker by up to factor (0.1) of the range of tones",
    options: { factor: "range" },
    make: (options) => randomBrightness({ factor: 0.1, ...options }),
  },
} as const satisfies Readonly<Record<string, Augmentation>>;
