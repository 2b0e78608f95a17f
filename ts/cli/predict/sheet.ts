/**
 * The photos that go on the contact sheet: those to review before the others, and no more than a browser opens at once.
 */
import type { PhotoAnswer } from "../../index.js";
import type { SheetPhoto } from "../../report.js";
import { halved } from "./halved.js";
import { isFailed, type Row } from "./rows.js";

/** Photos of one page; the page says how many are left out. */
export const MOST_PHOTOS = 2000;

/** Pictures of more photos are kept, and shown, in half their size. */
const MANY = 500;
/** Pictures that the page shows; the others of 2,000 photos would take a gigabyte. */
const SHOWN = ["photo", "mask"];

/** Collects them while photos are classified. */
export class Sheet {
  readonly #most: number;
  readonly #isLarge: boolean;
  readonly #photos = new Map<number, SheetPhoto>();
  /** Places of photos that may make room for one to review, in the order in which they came. */
  readonly #sure: number[] = [];

  /** @param photos that will come. */
  constructor(photos: number, most = MOST_PHOTOS) {
    this.#most = most;
    this.#isLarge = photos > MANY;
  }

  /** Takes a photo, if there is room or it is to be looked at. */
  add(place: number, row: Row, answer: PhotoAnswer | null): void {
    const isSure = !isFailed(row) && !row.review;
    if (this.#photos.size >= this.#most) {
      const other = isSure ? undefined : this.#sure.pop();
      if (other === undefined) return;
      this.#photos.delete(other);
    }
    if (isSure) this.#sure.push(place);
    this.#photos.set(place, { file: row.file, answer: answer && slim(answer, this.#isLarge), error: row.error });
  }

  /** In the order of the photos. */
  get photos(): SheetPhoto[] {
    return [...this.#photos].sort(([a], [b]) => a - b).map(([, photo]) => photo);
  }
}

function slim(answer: PhotoAnswer, isLarge: boolean): PhotoAnswer {
  const { prepared } = answer;
  const shown = prepared.steps.filter(({ name }) => SHOWN.includes(name));
  const steps = isLarge ? shown.map(({ name, image }) => ({ name, image: halved(image) })) : shown;
  return { ...answer, prepared: { ...prepared, steps } };
}
