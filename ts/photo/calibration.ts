/**
 * What a model for photos keeps in its checkpoint beside its weights: numbers fitted on held-out photos, by which an answer is
 * calibrated and doubtful ones are told.
 *
 * Such a model has one output more than classes, the last, for what is no garment; its outputs are logits.
 */
import { invalidOption } from "../options/check.js";

/** Numbers of a model for photos. */
export interface PhotoCalibration {
  /** Logits are divided by it before they become probabilities; at least 0.01. */
  readonly temperature: number;
  /** An image with a greater unlikeness is unlike any garment: the logit of "no garment" less that of all classes together. */
  readonly unlikeness: number;
  /** An answer with a smaller probability is for a person to look at. */
  readonly probability: number;
}

/** One much smaller would be 0 in single precision. */
export const LEAST_TEMPERATURE = 0.01;

/** Whether a value, of a file perhaps, has all numbers. */
export function isPhotoCalibration(value: unknown): value is PhotoCalibration {
  if (typeof value !== "object" || value === null) return false;
  const { temperature, unlikeness, probability } = value as Partial<Record<keyof PhotoCalibration, unknown>>;
  const are = [temperature, unlikeness, probability].every((one) => typeof one === "number" && Number.isFinite(one));
  return are && Number(temperature) >= LEAST_TEMPERATURE && Number(probability) >= 0 && Number(probability) <= 1;
}

/** Checks the option `photo` of `save`. */
export function photoCalibration(where: string, value: unknown): PhotoCalibration {
  if (isPhotoCalibration(value)) return value;
  const expected =
    "{ temperature, unlikeness, probability }: a number of at least 0.01, a number, a number from 0 to 1";
  throw invalidOption(where, "photo", value, expected);
}
