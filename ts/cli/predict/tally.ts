/**
 * Rows in a few numbers, counted as they come: there may be millions.
 */
import type { ErrorCode, ReviewReason } from "../../index.js";
import { type Failed, isFailed, type Row } from "./rows.js";

/** What a person wants to know first. */
export interface Summary {
  readonly photos: number;
  readonly failed: number;
  readonly review: number;
  /** How many for each first reason, the most frequent first. */
  readonly reasons: readonly (readonly [reason: ReviewReason, photos: number])[];
  /** How many of each class, in the order of the classes. */
  readonly classes: readonly (readonly [name: string, photos: number])[];
  /** How many were prepared, and how many went through as they are. */
  readonly prepared: number;
  readonly unprepared: number;
  /** From the first photo to the last. */
  readonly seconds: number;
}

/** Rows that failed, of which so many are told. */
const TOLD = 10;

/** What was counted, as JSON keeps it. */
export interface Counted {
  readonly rows: number;
  readonly failed: number;
  readonly review: number;
  readonly prepared: number;
  readonly unprepared: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly classes: Readonly<Record<string, number>>;
  readonly errors: readonly Failed[];
}

/** Counts rows. */
export class Tally {
  rows = 0;
  failed = 0;
  #review = 0;
  #prepared = 0;
  #unprepared = 0;
  readonly #reasons = new Map<string, number>();
  readonly #classes: Map<string, number>;
  readonly #errors: Failed[] = [];

  constructor(classNames: readonly string[]) {
    this.#classes = new Map(classNames.map((name) => [name, 0]));
  }

  /** Takes a row in. */
  add(row: Row): void {
    this.rows += 1;
    if (isFailed(row)) {
      this.failed += 1;
      if (this.#errors.length < TOLD) this.#errors.push(row);
      return;
    }
    const { topK, review, reason, preparation } = row;
    const [{ label }] = topK;
    this.#classes.set(label, (this.#classes.get(label) ?? 0) + 1);
    if (review) this.#review += 1;
    if (reason !== null) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    if (preparation === "photo") this.#prepared += 1;
    else this.#unprepared += 1;
  }

  /** The first rows that failed. */
  get errors(): readonly Failed[] {
    return this.#errors;
  }

  /** The code of the first row that failed. */
  get code(): ErrorCode | undefined {
    return this.#errors[0]?.code;
  }

  /** What was counted in so many seconds. */
  summary(seconds: number): Summary {
    return {
      photos: this.rows,
      failed: this.failed,
      review: this.#review,
      reasons: ([...this.#reasons] as [ReviewReason, number][]).sort(([, a], [, b]) => b - a),
      classes: [...this.#classes],
      prepared: this.#prepared,
      unprepared: this.#unprepared,
      seconds,
    };
  }

  /** To go on with in another process. */
  toJSON(): Counted {
    return {
      rows: this.rows,
      failed: this.failed,
      review: this.#review,
      prepared: this.#prepared,
      unprepared: this.#unprepared,
      reasons: Object.fromEntries(this.#reasons),
      classes: Object.fromEntries(this.#classes),
      errors: this.#errors,
    };
  }

  /** Goes on with what another process has counted. */
  restore(counted: Counted): void {
    this.rows = counted.rows;
    this.failed = counted.failed;
    this.#review = counted.review;
    this.#prepared = counted.prepared;
    this.#unprepared = counted.unprepared;
    for (const [reason, rows] of Object.entries(counted.reasons)) this.#reasons.set(reason, rows);
    for (const [name, rows] of Object.entries(counted.classes)) this.#classes.set(name, rows);
    this.#errors.splice(0, this.#errors.length, ...counted.errors);
  }
}
