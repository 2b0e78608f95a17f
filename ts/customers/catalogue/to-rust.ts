/**
 * A catalogue, handed to Rust.
 */
import type { CustomersGlue } from "../customers-wasm.js";
import type { Catalogue, KeyKind } from "./catalogue.js";

/** Letters by which Rust knows the kinds of names. */
const LETTERS: Readonly<Record<KeyKind, string>> = { item: "i", sku: "s", handle: "h", name: "n", image: "p" };

/** For a book of orders, which takes it. */
export function catalogueToRust(
  glue: CustomersGlue,
  catalogue: Catalogue,
  seed: number,
): InstanceType<CustomersGlue["Catalogue"]> {
  const made = new glue.Catalogue([...catalogue.classNames], seed);
  for (const { names, probabilities, given } of catalogue.rows()) {
    const keys = names.map(([kind, name]) => LETTERS[kind] + name);
    made.add(keys, probabilities, given);
  }
  return made;
}
