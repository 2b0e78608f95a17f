/**
 * A known export: by which names it is recognised, and what its columns mean.
 */
import { FashionWasmError } from "../../errors.js";
import type { Columns } from "./column-names.js";
import type { OrderLayout } from "./layout.js";
import { BUYERS, ITEMS, type Role } from "./role.js";

/** Of names, which are plain, the first that a file has counts. */
type Names = readonly string[];

/** A known export. */
export interface Recipe {
  readonly name: OrderLayout["name"];
  readonly kind: string;
  /** Names that this export has, and others do not: one of each list. */
  readonly marks: readonly Names[];
  readonly roles: { readonly [R in Role]?: Names };
  readonly statuses: OrderLayout["statuses"];
  readonly fillDown: boolean;
  readonly discount?: Names;
  readonly absent?: OrderLayout["absent"];
  /** Reads the lines out of rows that hold whole orders. */
  readonly expand?: (columns: Columns, layout: Omit<OrderLayout, "expand">) => NonNullable<OrderLayout["expand"]>;
}

/** Whether the columns are those of the export. */
export function isOf(recipe: Recipe, columns: Columns): boolean {
  return recipe.marks.every((names) => columns.places(...names).length > 0);
}

/**
 * The layout of an export that was recognised; `said`: the places that the caller names.
 *
 * Errors: CSV_HEADER where a column is there twice, or one that is needed is not there; INVALID_ARGUMENT for `said` of an
 * export whose items are not columns.
 */
export function layoutOf(
  recipe: Recipe,
  columns: Columns,
  said: ReadonlyMap<Role, number>,
  where: string,
): OrderLayout {
  if (recipe.expand !== undefined && said.size > 0) {
    const what = `${where}: option "columns" cannot say what the columns of ${recipe.kind} are`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → export the orders with a row per item`);
  }
  const roleAt = rolesOf(recipe, columns, said, where);
  const found = new Set(roleAt.values());
  const items = recipe.expand === undefined ? ITEMS : [];
  for (const roles of [["order"], BUYERS, ["time"], items] as const satisfies readonly (readonly Role[])[]) {
    if (roles.length === 0 || roles.some((role) => found.has(role))) continue;
    const names = roles.flatMap((role) => recipe.roles[role] ?? []).join(", ");
    const wanted = roles.filter((role) => recipe.roles[role] !== undefined).join(" or ");
    const what = `${where}: ${recipe.kind} without a column for ${wanted} (${names}): ${columns.shown()}`;
    throw new FashionWasmError("CSV_HEADER", `${what} → export it again with that column`);
  }
  const amountIsLineTotal = found.has("amount");
  // A total is what was paid, the discount taken off.
  const discount = amountIsLineTotal ? undefined : oneOf(recipe, columns, recipe.discount ?? [], where);
  const layout = {
    name: recipe.name,
    kind: recipe.kind,
    roles: columns.names.map((_, place) => roleAt.get(place) ?? ""),
    fillDown: recipe.fillDown,
    statuses: recipe.statuses,
    amountIsLineTotal,
    discount: discount ?? null,
    absent: recipe.absent ?? {},
    notes: notesOn(found, recipe),
  } as const;
  return { ...layout, expand: recipe.expand?.(columns, layout) ?? null };
}

function rolesOf(recipe: Recipe, columns: Columns, said: ReadonlyMap<Role, number>, where: string): Map<number, Role> {
  const found = new Map<Role, number>();
  for (const [role, names] of Object.entries(recipe.roles) as [Role, Names][]) {
    const place = oneOf(recipe, columns, names, where);
    if (place !== undefined) found.set(role, place);
  }
  // Who orders as a guest, and later with an account, is one customer.
  if (found.has("email")) found.delete("customer");
  // The total of a line is what was paid for it; a price beside it says nothing more.
  if (found.has("amount") || said.has("amount")) found.delete("price");
  if (said.has("price")) found.delete("amount");
  if (said.has("price") && said.has("amount")) {
    const what = `${where}: option "columns" names an amount and a price`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → the value of a line is one of them`);
  }
  for (const [role, place] of said) found.set(role, place);
  const places = new Set(said.values());
  const others = [...found].filter(([role, place]) => said.has(role) || !places.has(place));
  return new Map(others.map(([role, place]) => [place, role]));
}

function oneOf({ kind }: Recipe, columns: Columns, names: Names, where: string): number | undefined {
  const name = names.find((each) => columns.has(each));
  if (name === undefined) return undefined;
  const [place, second] = columns.places(name);
  if (second === undefined) return place;
  const what = `${where}: ${kind} has the column ${columns.shown([second])} twice`;
  throw new FashionWasmError("CSV_HEADER", `${what} → take one of them out`);
}

function notesOn(found: ReadonlySet<Role>, { kind, expand }: Recipe): string[] {
  const notes: string[] = [];
  if (!found.has("status")) {
    notes.push(`${kind} has no column for the status: orders that were cancelled, refunded or never paid are counted`);
  }
  if (expand === undefined && !found.has("quantity")) {
    notes.push(`${kind} has no column for the quantity: each line is one piece`);
  }
  return notes;
}
