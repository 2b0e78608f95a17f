/**
 * What the caller says of the columns: the option `columns`, by role.
 */
import { FashionWasmError } from "../../errors.js";
import { invalidOption } from "../../options/check.js";
import { nearest } from "../../options/nearest.js";
import { show } from "../../options/show.js";
import { type Columns, plainName } from "./column-names.js";
import type { SaidColumns } from "./layout.js";
import { ROLES, type Role } from "./role.js";

/** Checks the option: an object of names, by role. Errors: INVALID_ARGUMENT. */
export function checkSaid(said: unknown, where: string): SaidColumns {
  if (said === undefined) return {};
  if (typeof said !== "object" || said === null || Array.isArray(said)) {
    throw invalidOption(where, "columns", said, 'an object of names of columns, by role: { customer: "Client" }');
  }
  for (const [role, name] of Object.entries(said)) {
    if (!(ROLES as readonly string[]).includes(role)) {
      const meant = nearest(role, ROLES);
      const hint = meant === undefined ? "" : ` (did you mean "${meant}"?)`;
      const what = `${where}: option "columns" has the role ${show(role)}${hint}`;
      throw new FashionWasmError("INVALID_ARGUMENT", `${what} → roles: ${ROLES.join(", ")}`);
    }
    if (typeof name !== "string" || plainName(name) === "") {
      throw invalidOption(where, `columns.${role}`, name, "the name of a column");
    }
  }
  return said as SaidColumns;
}

/** The places of the columns that were said. Errors: INVALID_ARGUMENT for one that is not there, or that has two roles. */
export function saidPlaces(said: SaidColumns, columns: Columns, where: string): Map<Role, number> {
  const found = new Map<Role, number>();
  for (const [role, name] of Object.entries(said) as [Role, string][]) {
    // To the letter first: two columns may differ only in case.
    const exact = columns.names.indexOf(name);
    const places = exact >= 0 ? [exact] : columns.places(plainName(name));
    const [place, second] = places;
    if (place === undefined || second !== undefined) {
      const what = `${where}: option "columns" names ${show(name)} for ${role}, and the file has`;
      const has = place === undefined ? `no such column: ${columns.shown()}` : `two of them: ${columns.shown(places)}`;
      throw new FashionWasmError("INVALID_ARGUMENT", `${what} ${has} → name one of its columns`);
    }
    const other = [...found].find(([, each]) => each === place)?.[0];
    if (other !== undefined) {
      const what = `${where}: option "columns" names ${show(name)} for ${other} and for ${role}`;
      throw new FashionWasmError("INVALID_ARGUMENT", `${what} → a column has one role`);
    }
    found.set(role, place);
  }
  return found;
}
