/**
 * Tables of no shop: columns by their usual names, and nothing by guess. What can be misunderstood is refused, and named.
 */
import { FashionWasmError } from "../../errors.js";
import type { Columns } from "./column-names.js";
import type { OrderLayout } from "./layout.js";
import { DOUBTFUL_AMOUNTS, PLAIN_NAMES } from "./plain-names.js";
import { BUYERS, ITEMS, type Role } from "./role.js";
import { PLAIN_STATUSES } from "./statuses.js";

/** How the caller says it, on the command line and in the API. */
export const sayIt = (role: Role, name = "NAME") =>
  `say which by columns: { ${role}: "${name}" } (--columns ${role}=${name})`;

/** The layout of a table of no shop. `said`: the places that the caller names. Errors: CSV_HEADER. */
export function plainLayout(columns: Columns, said: ReadonlyMap<Role, number>, where: string): OrderLayout {
  const found = new Map(said);
  const isSaid = (place: number) => [...said.values()].includes(place);
  for (const [role, names] of Object.entries(PLAIN_NAMES) as [Role, readonly string[]][]) {
    if (said.has(role)) continue;
    const places = columns.places(...names).filter((place) => !isSaid(place));
    const [place, second] = places;
    if (place === undefined) continue;
    if (second !== undefined) {
      const what = `${where}: ${columns.shown(places)} may all be the ${role}`;
      throw new FashionWasmError("CSV_HEADER", `${what} → ${sayIt(role, columns.names[place])}`);
    }
    found.set(role, place);
  }
  oneAmount(found, said, columns, where);
  needed(found, columns, where);
  const roleAt = new Map([...found].map(([role, place]) => [place, role]));
  return {
    name: "plain",
    kind: "a table of orders",
    roles: columns.names.map((_, place) => roleAt.get(place) ?? ""),
    fillDown: false,
    statuses: PLAIN_STATUSES,
    amountIsLineTotal: found.has("amount"),
    discount: null,
    absent: {},
    notes: notesOn(found),
    expand: null,
  };
}

/** The value of a line is its amount or its price; what may be either, or that of the order, is not guessed. */
function oneAmount(found: Map<Role, number>, said: ReadonlyMap<Role, number>, columns: Columns, where: string): void {
  const [amount, price] = [found.get("amount"), found.get("price")];
  if (amount !== undefined && price !== undefined) {
    if (said.has("amount") === said.has("price")) {
      const both = columns.shown([amount, price]);
      const what = `${where}: ${both} may both be the value of a line: amount is its total, price that of one unit`;
      throw new FashionWasmError("CSV_HEADER", `${what} → ${sayIt("amount", columns.names[amount])}, or price`);
    }
    found.delete(said.has("amount") ? "price" : "amount");
    return;
  }
  if (amount !== undefined || price !== undefined) return;
  const taken = new Set(found.values());
  const doubtful = columns.places(...DOUBTFUL_AMOUNTS).filter((place) => !taken.has(place));
  if (doubtful.length === 0) return;
  const what = `${where}: ${columns.shown(doubtful)} may be of a line, of a unit or of a whole order`;
  const advice = `${sayIt("amount", columns.names[doubtful[0] as number])}, price or orderTotal`;
  throw new FashionWasmError("CSV_HEADER", `${what} → ${advice}`);
}

const NEEDED: readonly (readonly [roles: readonly Role[], what: string, names: string])[] = [
  [BUYERS, "who bought", "customer_id, email or phone"],
  [["time"], "when", "date"],
  [ITEMS, "what was bought", "item_id, sku, product_name, image or label"],
];

function needed(found: ReadonlyMap<Role, number>, columns: Columns, where: string): void {
  for (const [roles, what, names] of NEEDED) {
    if (roles.some((role) => found.has(role))) continue;
    const hint =
      found.size === 0 && columns.names.some((name) => /\d/.test(name)) ? "; the first row must hold names" : "";
    const missing = `${where}: no column says ${what} (${names}): ${columns.shown()}`;
    throw new FashionWasmError("CSV_HEADER", `${missing} → ${sayIt(roles[0] as Role)}${hint}`);
  }
}

function notesOn(found: ReadonlyMap<Role, number>): string[] {
  const notes: string[] = [];
  if (!found.has("order")) notes.push("no column names the order: what a customer bought on one day is one order");
  if (!found.has("quantity")) notes.push("no column has the quantity: each line is one piece");
  if (!found.has("amount") && !found.has("price"))
    notes.push("no column has an amount: nothing is said of what was spent");
  return notes;
}
