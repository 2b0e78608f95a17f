/**
 * The customers of a campaign as they are found in tables: a group, a score, and the outcome once it is known.
 */

/** Them. */
export class Members {
  readonly #places = new Map<string, number>();
  readonly #group: number[] = [];
  readonly #score: number[] = [];
  readonly #outcome: number[] = [];
  /** The line in which each was found last for the first time: in the audience, then in the outcomes. */
  readonly #lines: number[] = [];
  #known = 0;

  get size(): number {
    return this.#group.length;
  }

  /** Customers whose outcome is known. */
  get known(): number {
    return this.#known;
  }

  /** Where a customer is; undefined for one who was not added. */
  placeOf(id: string): number | undefined {
    return this.#places.get(id);
  }

  lineOf(place: number): number {
    return this.#lines[place] as number;
  }

  groupAt(place: number): number {
    return this.#group[place] as number;
  }

  scoreAt(place: number): number {
    return this.#score[place] as number;
  }

  /** Adds one, and returns the place; without an id it is not found again. */
  add(id: string | null, group: number, score: number, line: number): number {
    const place = this.#group.push(group) - 1;
    this.#score.push(score);
    this.#outcome.push(Number.NaN);
    this.#lines.push(line);
    if (id !== null) this.#places.set(id, place);
    return place;
  }

  /** Adds to the outcome; returns whether it is the customer's first. */
  addOutcome(place: number, value: number, line: number): boolean {
    const before = this.#outcome[place] as number;
    const isFirst = Number.isNaN(before);
    this.#outcome[place] = isFirst ? value : before + value;
    if (isFirst) {
      this.#lines[place] = line;
      this.#known += 1;
    }
    return isFirst;
  }

  /** All of them; who has no outcome gets 0. */
  lists(): { readonly outcome: Float64Array; readonly group: Uint8Array; readonly score: Float64Array } {
    return {
      outcome: Float64Array.from(this.#outcome, (value) => (Number.isNaN(value) ? 0 : value)),
      group: Uint8Array.from(this.#group),
      score: Float64Array.from(this.#score),
    };
  }
}
