/**
 * From a model's outputs and what the preparation found to an answer: label, probability, and whether a person should look.
 */
import type { PhotoCalibration } from "./calibration.js";
import type { PreparedPhoto } from "./prepared.js";

/** Why a person should look at a photo. */
export type ReviewReason =
  | "unlike any garment"
  | "several objects"
  | "cut off at the border"
  | "background not plain"
  | "two classes close";

/** A class of an answer. */
export interface PhotoClass {
  readonly label: string;
  /** Its place in the classifier's `classNames`. */
  readonly labelNumber: number;
  /** Calibrated, 0 to 1. */
  readonly probability: number;
}

/** What `classify` resolves with. */
export interface PhotoAnswer extends PhotoClass {
  /** The likeliest classes, the likeliest first. */
  readonly topK: readonly PhotoClass[];
  /** Whether a person should look at the photo. */
  readonly review: boolean;
  /** The first of `reasons`; null where there is none. */
  readonly reason: ReviewReason | null;
  /** Why a person should look, the weightiest first. */
  readonly reasons: readonly ReviewReason[];
  /** How unlike any garment the image is: above 0, it is flagged as such. */
  readonly unlikeness: number;
  /** The image that was classified, and how it was made. */
  readonly prepared: PreparedPhoto;
}

/** A garment that lies at the photo's border with more of a side than this is cut off. */
const CUT = 0.3;
/** A texture that explains less of the border than this hides where the garment ends. */
const SURE = 0.9;

/** The answer for one photo; `judged`: a probability per class, then the unlikeness. */
export function answerOf(
  judged: ArrayLike<number>,
  classNames: readonly string[],
  calibration: PhotoCalibration,
  prepared: PreparedPhoto,
  k: number,
): PhotoAnswer {
  const classes = classNames.map(
    (label, labelNumber): PhotoClass => ({ label, labelNumber, probability: judged[labelNumber] ?? 0 }),
  );
  // Of equals the one that stands before.
  const ranked = [...classes].sort((a, b) => b.probability - a.probability);
  const best = ranked[0] as PhotoClass;
  const unlikeness = (judged[classNames.length] ?? 0) - calibration.unlikeness;
  const { background } = prepared;
  const found: readonly (readonly [ReviewReason, boolean])[] = [
    ["unlike any garment", prepared.objects === 0 || unlikeness > 0],
    ["several objects", prepared.objects > 1],
    // The data set's images, which negatives are, fill their square from side to side.
    ["cut off at the border", prepared.tones === "positive" && prepared.cut > CUT],
    ["background not plain", background?.kind === "textured" && background.certainty < SURE],
    ["two classes close", best.probability < calibration.probability],
  ];
  const reasons = found.filter(([, holds]) => holds).map(([reason]) => reason);
  return {
    ...best,
    topK: ranked.slice(0, k),
    review: reasons.length > 0,
    reason: reasons[0] ?? null,
    reasons,
    unlikeness,
    prepared,
  };
}
