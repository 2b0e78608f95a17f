/**
 * In words: which way photos took, and how many a second.
 */
import { count, counted } from "../format.js";
import type { Summary } from "./summary.js";

/** Whether photos were prepared, or went through as they are. */
export function waysOf({ prepared, unprepared }: Summary, preparation: "auto" | "photo" | "none"): string {
  const were = (photos: number) => (photos === 1 ? "was" : "were");
  const through = unprepared === 1 ? "went through as it is" : "went through as they are";
  if (preparation === "none") return `${counted(unprepared, "photo")} ${through}: --preparation none`;
  const ofPhotos = `${counted(prepared, "photo")} ${were(prepared)} prepared`;
  if (preparation === "photo") return `${ofPhotos}: --preparation photo`;
  if (unprepared === 0) return ofPhotos;
  const form = `already 28×28 in the data set's form and ${through}`;
  if (prepared === 0) return `${counted(unprepared, "photo")} ${were(unprepared)} ${form}`;
  return `${ofPhotos}; ${count(unprepared)} ${were(unprepared)} ${form}`;
}

/** Photos that got an answer in a second; what cannot be read costs no time. */
export function photosPerSecond({ photos, failed, seconds }: Summary): number {
  return seconds > 0 ? (photos - failed) / seconds : 0;
}

/** `38.4 photos/s`. */
export function paceOf(summary: Summary): string {
  const pace = photosPerSecond(summary);
  return `${pace >= 100 ? count(pace) : pace.toFixed(1)} photos/s`;
}
