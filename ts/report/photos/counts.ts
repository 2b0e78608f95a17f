/**
 * Photos of a sheet in numbers and groups: those to review, those of each class, those that failed.
 */
import type { PhotoAnswer } from "../../photo/answer.js";
import type { PhotoCounts, PhotosInput, SheetPhoto } from "./input.js";

/** A photo that has an answer. */
export type Answered = SheetPhoto & { readonly answer: PhotoAnswer };

/** Whether a photo has an answer. */
export function isAnswered(photo: SheetPhoto): photo is Answered {
  return photo.answer !== null;
}

/** Of all photos. */
export function countsOf({ photos, all }: PhotosInput): PhotoCounts {
  if (all !== undefined) return all;
  const answered = photos.filter(isAnswered);
  return {
    photos: photos.length,
    failed: photos.length - answered.length,
    review: answered.filter(({ answer }) => answer.review).length,
    prepared: answered.filter(({ answer }) => answer.prepared.preparation === "photo").length,
  };
}

/** Photos of one class. */
export interface ClassGroup {
  /** Of the class, in the order of the classes. */
  readonly place: number;
  readonly name: string;
  readonly photos: readonly Answered[];
  /** Of this class, and to review. */
  readonly review: number;
}

/** Photos in the order in which a person wants to see them; those to review are not shown again in their class. */
export function groupsOf({ photos, classNames }: PhotosInput): {
  readonly review: readonly Answered[];
  readonly classes: readonly ClassGroup[];
  readonly failed: readonly SheetPhoto[];
} {
  const answered = photos.filter(isAnswered);
  const review = answered.filter(({ answer }) => answer.review);
  const names = [...new Set([...classNames, ...answered.map(({ answer }) => answer.label)])];
  const of = (name: string, some: readonly Answered[]) => some.filter(({ answer }) => answer.label === name);
  const sure = answered.filter(({ answer }) => !answer.review);
  const classes = names.map((name, place) => ({
    place,
    name,
    photos: of(name, sure),
    review: of(name, review).length,
  }));
  return {
    review,
    classes: classes.filter((group) => group.photos.length > 0),
    failed: photos.filter((p) => !isAnswered(p)),
  };
}
