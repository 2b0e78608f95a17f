/**
 * Paths with places for numbers, as Keras' `ModelCheckpoint` takes them: `{epoch:02d}-{valLoss:.2f}`.
 */
import { FashionWasmError } from "../errors.js";
import { list, show } from "../options/show.js";
import { kerasName } from "../options/spelling.js";

/** A place: a name, and how its number is written; of Python's formats those of whole and of decimal numbers. */
const PLACE = /\{([^{}:]*)(?::([^{}]*))?\}/g;
const FORMAT = /^(0?)(\d*)(?:d|\.(\d+)f|)$/;

/** Refuses a template with a format that is not known. */
export function checkTemplate(where: string, template: string): void {
  for (const [place, , format = ""] of template.matchAll(PLACE)) {
    if (FORMAT.test(format)) continue;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: path has ${show(place)} → write whole numbers as {epoch} or {epoch:02d}, others as {valLoss:.4f}`,
    );
  }
}

/** Fills the places of `template` with `values`. Errors: INVALID_ARGUMENT for a place without a value. */
export function filled(where: string, template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(PLACE, (place, name: string, format = "") => {
    // A metric may be called shirt_recall, and its value of validation valShirt_recall: Keras' spelling is one for all.
    const own = Object.keys(values).find((one) => kerasName(one) === kerasName(name));
    const value = values[name] ?? values[own ?? ""];
    if (typeof value !== "number") {
      throw new FashionWasmError(
        "INVALID_ARGUMENT",
        `${where}: path has ${show(place)}, of which there is no number → its places may be ${list(Object.keys(values))}`,
      );
    }
    const [, zero, width = "", decimals] = FORMAT.exec(format) ?? [];
    const text = decimals === undefined ? String(value) : value.toFixed(Number(decimals));
    return text.padStart(Number(width), zero ? "0" : " ");
  });
}
