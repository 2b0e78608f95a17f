/**
 * What the contact sheet is made of: photos with the answers of a photo classifier, and how they came about.
 */
import type { PhotoAnswer } from "../../photo/answer.js";
import type { EncodePng } from "../input.js";

/** A photo on the sheet. */
export interface SheetPhoto {
  /** The name of its file. */
  readonly file: string;
  /** Classified with the option `steps`, or the photo itself and its mask are not shown; null for one that failed. */
  readonly answer: PhotoAnswer | null;
  /** Why it failed. */
  readonly error?: string | null;
}

/** How many photos there are, and what became of them. */
export interface PhotoCounts {
  readonly photos: number;
  readonly failed: number;
  readonly review: number;
  /** Brought to the form of the data set. */
  readonly prepared: number;
}

/** What {@link photosHtml} shows. */
export interface PhotosInput {
  /** E.g. the name of their folder. */
  readonly title: string;
  /** Pairs of words and values: model, versions, time, … */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** The order of the classes. */
  readonly classNames: readonly string[];
  /** Those to show, in their order. */
  readonly photos: readonly SheetPhoto[];
  /** Of all photos, where more were classified than are shown; the page says so. */
  readonly all?: PhotoCounts;
  readonly png: EncodePng;
}
