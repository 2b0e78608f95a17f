/**
 * Why a person should look at a photo, in plain words, and what to do about it.
 */
import type { ReviewReason } from "../../photo/answer.js";

/** Words of one reason. */
interface Words {
  readonly title: string;
  /** What was seen. */
  readonly meaning: string;
  readonly advice: string;
}

/** Of each reason. */
export const REASONS: Readonly<Record<ReviewReason, Words>> = {
  "two classes close": {
    title: "Two classes are close",
    meaning: "The most probable class is not probable enough to be taken unseen.",
    advice: "Decide between them.",
  },
  "background not plain": {
    title: "The background is not plain",
    meaning: "What is garment and what is background could not be told apart with certainty: look at what was taken.",
    advice: "Take the photo before a plain wall or cloth, or cut the garment out.",
  },
  "several objects": {
    title: "Several objects",
    meaning: "More than one thing stands out from the background, and one of them was taken.",
    advice: "Crop the photo to one garment; a pair of shoes becomes one shoe.",
  },
  "cut off at the border": {
    title: "Cut off at the border",
    meaning: "The garment reaches the edge of the photo.",
    advice: "Take a photo that shows all of it, with some background around it.",
  },
  "unlike any garment": {
    title: "Unlike any garment",
    meaning: "No garment was found, or it does not look like those that the model was trained on.",
    advice: "Check that the photo shows one garment of these classes, and nothing else.",
  },
};
