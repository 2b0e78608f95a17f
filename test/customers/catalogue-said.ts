/** What a catalogue says of a row, for tests. */
import type { Catalogue } from "fashion-wasm";
import { expect } from "vitest";

/** The probabilities of a row, by class. */
export function said(catalogue: Catalogue, row = 0): Record<string, number> {
  const all = [...(catalogue.rows()[row]?.probabilities ?? [])];
  expect(all.every((one) => one >= 0)).toBe(true);
  return Object.fromEntries(all.map((one, i) => [catalogue.classNames[i], one]));
}
