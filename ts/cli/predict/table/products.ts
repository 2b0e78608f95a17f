/**
 * The photo of each row of a shop's export, where one row may hold the photo of all rows of its product.
 *
 * Shopify writes a product in rows that follow one another and have one handle: the first has the main photo, further ones
 * hold variants and more photos. WooCommerce writes variations anywhere after their parent, which they name by its SKU or, where
 * it has none, by `id:` and its number.
 */
import type { PhotoColumns, ProductColumns } from "./photo-column.js";

/** Parents of variations that are remembered, for memory that stays flat. */
const MOST_PARENTS = 100_000;

/** The photo of a row. */
export interface RowPhoto {
  /** As the table has it. */
  readonly reference: string;
  /** Whether it is that of another row of the product. */
  readonly ofProduct: boolean;
}

/** Finds photos, row after row. */
export class Products {
  readonly #columns: PhotoColumns;
  readonly #parents = new Map<string, string>();
  #handle = "";
  #first = "";

  constructor(columns: PhotoColumns) {
    this.#columns = columns;
  }

  /** The next row is wrong: of which product it is, is not known, nor whether rows after it without a handle are of one before. */
  skip(): void {
    this.#handle = "";
    this.#first = "";
  }

  /** The photo of the next row, whose cells `cell` gives; null where neither it nor its product has one. */
  photoOf(cell: (column: string) => string): RowPhoto | null {
    const { photo, product, isList } = this.#columns;
    const own = photo.map((column) => mainPhoto(cell(column), isList)).find((reference) => reference !== "") ?? "";
    if (product === undefined) return own === "" ? null : { reference: own, ofProduct: false };
    const others =
      product.by === "handle" ? this.#byHandle(cell(product.handle), own) : this.#byParent(product, cell, own);
    if (own !== "") return { reference: own, ofProduct: false };
    return others === "" ? null : { reference: others, ofProduct: true };
  }

  /** The first photo of the handle; an empty handle is that of the row before. */
  #byHandle(handle: string, own: string): string {
    if (handle.trim() !== "" && handle !== this.#handle) {
      this.#handle = handle;
      this.#first = "";
    }
    if (this.#first === "") this.#first = own;
    return this.#first;
  }

  #byParent(
    { id, sku, parent }: Extract<ProductColumns, { by: "parent" }>,
    cell: (column: string) => string,
    own: string,
  ): string {
    if (own !== "") {
      for (const name of [`id:${cell(id).trim()}`, cell(sku).trim()]) {
        if (name === "" || name === "id:") continue;
        this.#parents.delete(name);
        this.#parents.set(name, own);
        if (this.#parents.size > MOST_PARENTS) this.#parents.delete(this.#parents.keys().next().value as string);
      }
    }
    return this.#parents.get(cell(parent).trim()) ?? "";
  }
}

/** Between two of a list: a comma within a name or an address is followed by no blank, no address, and follows no ending. */
const BETWEEN = /,\s+|,(?=https?:\/\/)|(?<=\.(?:png|jpe?g|jfif|webp|gif|avif)\s*),/i;

/** The main photo of a cell: the first of a list that is not empty. */
export function mainPhoto(text: string, isList: boolean): string {
  const all = isList ? text.split(BETWEEN) : [text];
  return all.map((each) => each.trim()).find((each) => each !== "" && each !== ",") ?? "";
}
