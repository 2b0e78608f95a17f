/**
 * The pixels of a row in JSON Lines: one member with all of them, nested or not, or a member for each.
 */
import { count } from "../../format.js";

/** Puts them into `into`; what is wrong with them otherwise. */
export function takePixels(
  cells: Readonly<Record<string, unknown>>,
  members: readonly string[],
  into: Uint8Array,
): string | null {
  const [whole = ""] = members;
  const given = members.length === 1 ? cells[whole] : members.map((member) => cells[member]);
  if (!Array.isArray(given)) return `"${whole}" is no array of pixels`;
  const values: unknown[] = given.flat(3);
  if (values.length !== into.length) {
    return `"${whole}" has ${count(values.length)} values, expected ${count(into.length)}`;
  }
  const place = values.findIndex((value) => !(Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255));
  if (place < 0) {
    into.set(values as number[]);
    return null;
  }
  const name = members.length === 1 ? `"${whole}", value ${place + 1}` : `"${members[place]}"`;
  const value = values[place];
  const isFraction = typeof value === "number" && value > 0 && value < 1;
  const advice = isFraction ? " → pixels are bytes: multiply values from 0 to 1 by 255, and round" : "";
  const shown = (JSON.stringify(value) ?? String(value)).slice(0, 24);
  return `${name} is ${shown}, expected a whole number from 0 to 255${advice}`;
}
