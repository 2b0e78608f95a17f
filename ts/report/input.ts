/**
 * What the pages of a run and of a data set are made of; that of photos: photos/input.ts.
 *
 * Everything is data, and the pages are pure functions of it: the same input gives the same file, byte for byte.
 * The one function among it encodes PNG, so that this room needs neither Rust nor a host.
 */
import type { Dataset } from "../data/dataset.js";
import type { PixelImage } from "../data/png.js";
import type { Evaluation } from "../evaluation/evaluate-classifier.js";
import type { FeatureMapView, KernelView } from "../model/feature-extractor.js";
import type { History } from "../training/history.js";

/** Encodes an image as a PNG file. */
export type EncodePng = (image: PixelImage) => Uint8Array;

/** The history of a training run, with one learning rate an epoch where it is known. */
export type RunHistory = History["history"] & { readonly learningRate?: readonly number[] };

/** What {@link reportHtml} shows. */
export interface ReportInput {
  /** E.g. "quick, seed 1". */
  readonly title: string;
  /** Pairs of words and values: recipe, seed, versions, data, fingerprint, weightsSha256, … */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** The history of training; null: unknown, and the section is left out. */
  readonly history: RunHistory | null;
  /** Of the images of `test`, in their order. */
  readonly evaluation: Evaluation;
  readonly test: Dataset;
  /** True: the model was trained on these images or on some of them, and the page warns of it; default false. */
  readonly seen?: boolean;
  /** Of the first convolution, one entry; none: the section is left out. */
  readonly kernels: readonly KernelView[];
  /** Of the image at position `image` of `test`; no maps: the section is left out. */
  readonly featureMaps: { readonly image: number; readonly maps: readonly FeatureMapView[] };
  readonly png: EncodePng;
}

/** What {@link exploreHtml} shows. */
export interface ExploreInput {
  /** E.g. the path of the data. */
  readonly title: string;
  readonly data: Dataset;
  /** Position of the one image that is shown large with its pixel values. */
  readonly sample: number;
  /** Positions of the images of the grid, 900 at most, `columns` to a row where the screen is wide enough. */
  readonly grid: { readonly columns: number; readonly positions: readonly number[] };
  /** Images in rows of `columns`, the first of each as it is, the others as `layers`, in words, have changed it. */
  readonly augmented?: { readonly data: Dataset; readonly columns: number; readonly layers: string } | undefined;
  readonly png: EncodePng;
}
