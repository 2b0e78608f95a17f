/**
 * Objects whose fields cannot be assigned to, while their methods can be replaced, as tests do that spy on them.
 */

/** Makes the object's own fields read only; an assignment throws a TypeError. */
export function fixFields(object: object): void {
  for (const name of Object.keys(object)) Object.defineProperty(object, name, { writable: false });
}
