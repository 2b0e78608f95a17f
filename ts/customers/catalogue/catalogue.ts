/**
 * What is known of items: their names, and the probability of each class.
 */
import type { CustomersGlue } from "../customers-wasm.js";

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

/** Letters by which Rust knows the kinds of names. */
const LETTERS: Readonly<Record<KeyKind, string>> = { item: "i", sku: "s", handle: "h", name: "n", image: "p" };

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

  /** For Rust, which takes it. */
  toRust(glue: CustomersGlue, seed: number): InstanceType<CustomersGlue["Catalogue"]> {
    const catalogue = new glue.Catalogue([...this.classNames], seed);
    for (const { names, probabilities, given } of this.#rows) {
      const keys = names.map(([kind, name]) => LETTERS[kind] + name);
      catalogue.add(keys, probabilities, given);
    }
    return catalogue;
  }
}
