/**
 * Options of a preparation, and their checks: whatever is left out is found out from the photo.
 */
import { DEFAULT_MAX_BYTES } from "../data/limits.js";
import {
  booleanOption,
  choiceOption,
  integerOption,
  invalidOption,
  numberOption,
  optionsObject,
  signalOption,
} from "../options/check.js";
import type { HostAbortSignal } from "../platform/host-types.js";

/** A rectangle in pixels of a photo. */
export interface PhotoBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Options of `preparePhoto`; each step of it can be overridden. */
export interface PreparePhotoOptions {
  /**
   * `auto` (default): an image of the data set's own form (28 × 28 grey tones, garment light on black) goes through as it is,
   * anything else is prepared. `photo`: prepares anything. `none`: prepares nothing; the image must be 28 × 28.
   */
  readonly preparation?: "auto" | "photo" | "none" | undefined;
  /** EXIF's number of the position, 1 (upright) to 8; default: what the file says, or 1. */
  readonly orientation?: number | undefined;
  /** Degrees by which the photo is turned clockwise before anything else; default 0. */
  readonly turn?: number | undefined;
  /**
   * `positive`: as the eye sees it. `negative`: light and dark exchanged, as the data set has it. `auto` (default): a picture
   * without colours on nothing but black is a negative.
   */
  readonly tones?: "auto" | "positive" | "negative" | undefined;
  /** What lies behind the garment; default `auto`: found out from the border. */
  readonly background?: "auto" | "plain" | "gradient" | "textured" | undefined;
  /** Where the garment is, in pixels of the upright, turned photo, of which it must have some; default: found out. */
  readonly box?: PhotoBox | undefined;
  /** How much of what a blur takes away is added after the reduction, 0 to 4; default 0.66. */
  readonly sharpening?: number | undefined;
  /** Whether tones are stretched until the largest is 255, as in all of the data set; default true. */
  readonly stretch?: boolean | undefined;
  /** Whether pictures of the steps are kept; default false. */
  readonly steps?: boolean | undefined;
  /** Largest size of a file in bytes; default 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal | undefined;
}

/** Names of the options. */
export const PREPARE_OPTIONS = [
  "preparation",
  "orientation",
  "turn",
  "tones",
  "background",
  "box",
  "sharpening",
  "stretch",
  "steps",
  "maxBytes",
  "signal",
] as const;

/** The settings of a preparation, all of them. */
export interface PhotoSettings {
  readonly preparation: "auto" | "photo" | "none";
  readonly orientation: number | null;
  readonly turn: number;
  readonly tones: "auto" | "positive" | "negative";
  readonly background: "auto" | "plain" | "gradient" | "textured";
  readonly box: PhotoBox | null;
  readonly sharpening: number;
  readonly stretch: boolean;
  readonly steps: boolean;
}

/** What was asked for, and how the file is read. */
export interface CheckedOptions {
  readonly settings: PhotoSettings;
  readonly maxBytes: number;
  readonly signal: HostAbortSignal | undefined;
}

/** Checks the options. Errors: INVALID_ARGUMENT; the signal's reason. */
export function prepareOptions(where: string, options: PreparePhotoOptions | undefined): CheckedOptions {
  const given = optionsObject(where, options, PREPARE_OPTIONS);
  const { preparation = "auto", orientation, turn = 0, tones = "auto", background = "auto", box } = given;
  const { sharpening = 0.66, stretch = true, steps = false, maxBytes = DEFAULT_MAX_BYTES } = given;
  const signal = signalOption(where, given.signal);
  signal?.throwIfAborted();
  return {
    settings: {
      preparation: choiceOption(where, "preparation", preparation, ["auto", "photo", "none"]),
      orientation:
        orientation === undefined ? null : integerOption(where, "orientation", orientation, { min: 1, max: 8 }),
      turn: numberOption(where, "turn", turn, { min: -360, max: 360 }),
      tones: choiceOption(where, "tones", tones, ["auto", "positive", "negative"]),
      background: choiceOption(where, "background", background, ["auto", "plain", "gradient", "textured"]),
      box: box === undefined ? null : checkBox(where, box),
      sharpening: numberOption(where, "sharpening", sharpening, { min: 0, max: 4 }),
      stretch: booleanOption(where, "stretch", stretch),
      steps: booleanOption(where, "steps", steps),
    },
    maxBytes: integerOption(where, "maxBytes", maxBytes, { min: 1, max: Number.MAX_SAFE_INTEGER }),
    signal,
  };
}

function checkBox(where: string, box: unknown): PhotoBox {
  const names = ["left", "top", "width", "height"] as const;
  const { left, top, width, height } = optionsObject<PhotoBox>(`${where}, option "box"`, box as PhotoBox, names);
  const are = [left, top, width, height].every((side) => typeof side === "number" && Number.isFinite(side));
  if (!are || Number(width) < 1 || Number(height) < 1) {
    throw invalidOption(where, "box", box, "{ left, top, width, height } in pixels, the sides at least 1");
  }
  return { left: Number(left), top: Number(top), width: Number(width), height: Number(height) };
}

/** Refuses a box that lies beside the photo, of which `width` and `height` are known by now, and which was then turned. */
export function checkBoxInside(where: string, { box, turn }: PhotoSettings, width: number, height: number): void {
  if (box === null) return;
  const angle = (turn * Math.PI) / 180;
  const side = (along: number, across: number) =>
    Math.ceil(Math.abs(along * Math.cos(angle)) + Math.abs(across * Math.sin(angle)) - 1e-6);
  const [columns, rows] = [side(width, height), side(height, width)];
  const { left, top } = box;
  if (left < columns && top < rows && left + box.width > 0 && top + box.height > 0) return;
  throw invalidOption(where, "box", box, `in the turned photo of ${rows}×${columns} pixels (height × width)`);
}
