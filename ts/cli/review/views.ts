/**
 * What the server tells the page, as JSON; both import these types.
 */
import type { Estimate } from "./strata.js";

/** A class and how probable the model finds it. */
export interface ScoredView {
  readonly label: string;
  readonly probability: number;
}

/** A row on the page. */
export interface RowView {
  /** Its place in the walk. */
  readonly position: number;
  readonly row: number;
  /** What the table names as its photo. */
  readonly image: string;
  /** `file`: `photo/ROW` shows it. */
  readonly place: "file" | "address" | "nothing";
  readonly topK: readonly ScoredView[];
  readonly isFlagged: boolean;
  readonly reason: string | null;
  readonly error: string | null;
  /** What a person said. */
  readonly reviewed: string | null;
}

/** Where the review stands. */
export interface Progress {
  readonly rows: number;
  readonly decided: number;
  readonly confirmed: number;
  readonly corrected: number;
  /** Decided ones that the model had no label for. */
  readonly named: number;
  readonly doubtful: number;
  readonly doubtfulDecided: number;
  readonly failed: number;
  readonly canUndo: boolean;
  /** Whether all that was decided is in the table; until then the journal has it. */
  readonly isWritten: boolean;
  /** Why the table cannot be written. */
  readonly trouble: string | null;
  /** Null where no photo has a label. */
  readonly estimate: Estimate | null;
}

/** A row that was changed by a page. */
export interface ChangeView {
  readonly row: number;
  readonly label: string | null;
  readonly undo: boolean;
}

/** What a page starts with. */
export interface Start {
  readonly table: string;
  readonly classNames: readonly string[];
  /** Photos in each walk. */
  readonly walks: Readonly<Record<"doubtful" | "random" | "failed", number>>;
  readonly remoteImages: boolean;
}
