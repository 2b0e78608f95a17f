/**
 * What is known of items: their names, and the probability of each class.
 */
/** By what orders may call an item. */
export type KeyKind = "item" | "sku" | "handle" | "name" | "image";

/** A row of a catalogue with a label. */
export interface CatalogueRow {
  readonly names: readonly (readonly [KeyKind, string])[];
  /** Of each class. */
  readonly probabilities: Float64Array;
  /** Whether a person gave the label. */
  readonly given: boolean;
}

/** A labelled catalogue; `readCatalogue` makes it. */
export class Catalogue {
  /** Names of the classes. */
  readonly classNames: readonly string[];
  /** Rows of the table that have a label. */
  readonly labelled: number;
  /** Rows that have none: failed, or no garment. */
  readonly unlabelled: number;
  readonly #rows: readonly CatalogueRow[];

  constructor(classNames: readonly string[], rows: readonly CatalogueRow[], unlabelled: number) {
    this.classNames = classNames;
    this.labelled = rows.length;
    this.unlabelled = unlabelled;
    this.#rows = rows;
  }

  /** Its rows. */
  rows(): readonly CatalogueRow[] {
    return this.#rows;
  }
}
