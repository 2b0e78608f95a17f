/**
 * The category of Google's product taxonomy for each class of Fashion-MNIST, as feeds for Google Merchant Center name it.
 *
 * Ids and paths are those of `taxonomy-with-ids.en-US.txt`, version 2021-09-21, the current one
 * (https://www.google.com/basepages/producttype/taxonomy-with-ids.en-US.txt).
 */
import { stringOption } from "../options/check.js";

/** A category of Google's product taxonomy. */
export interface GoogleProductCategory {
  readonly id: number;
  /** From the widest category on, separated by ` > `. */
  readonly path: string;
}

const category = (id: number, path: string): GoogleProductCategory =>
  Object.freeze({ id, path: `Apparel & Accessories > ${path}` });

const SHIRTS = category(212, "Clothing > Shirts & Tops");
const SHOES = category(187, "Shoes");

const CATEGORIES: ReadonlyMap<string, GoogleProductCategory> = new Map([
  ["T-shirt/top", SHIRTS],
  ["Trouser", category(204, "Clothing > Pants")],
  ["Pullover", SHIRTS],
  ["Dress", category(2271, "Clothing > Dresses")],
  ["Coat", category(5598, "Clothing > Outerwear > Coats & Jackets")],
  ["Sandal", SHOES],
  ["Shirt", SHIRTS],
  ["Sneaker", SHOES],
  ["Bag", category(3032, "Handbags, Wallets & Cases > Handbags")],
  ["Ankle boot", SHOES],
]);

/**
 * Returns Google's product category for a class of Fashion-MNIST; null for any other name.
 *
 * The taxonomy has no finer category for sandals, sneakers and boots than shoes, nor for T-shirts and pullovers than shirts.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for what is no text.
 * @see https://support.google.com/merchants/answer/6324436
 * @example
 * googleProductCategory("Coat"); // { id: 5598, path: "Apparel & Accessories > Clothing > Outerwear > Coats & Jackets" }
 */
export function googleProductCategory(label: string): GoogleProductCategory | null {
  stringOption("googleProductCategory", "label", label);
  return CATEGORIES.get(label) ?? null;
}
