/**
 * Names of classes that are none.
 */

/** Whether the classes have no names but their numbers: "0", "1", … */
export function arePlaces(names: readonly string[]): boolean {
  return names.every((name, i) => name === String(i));
}
