/**
 * Which items of a catalogue to show to a customer.
 */
import { integerOption, invalidOption, optionsObject } from "../../options/check.js";
import { Catalogue, type CatalogueRow } from "../catalogue/catalogue.js";
import type { CustomerProfile } from "./customer-profile.js";

/** Options of {@link itemsToShow}. */
export interface ItemsToShowOptions {
  /** Items at most; default 10. */
  readonly count?: number;
  /** Names of items that are not shown: those that the customer has. */
  readonly without?: readonly string[];
}

/** An item that a customer may like. */
export interface ItemToShow {
  /** As the catalogue calls it: the first of its names. */
  readonly item: string;
  /** The class by which it was chosen. */
  readonly category: string;
  /** Of that class. */
  readonly probability: number;
}

const WHERE = "itemsToShow";

/** As face.ts says. */
export function itemsToShow(
  profile: CustomerProfile,
  catalogue: Catalogue,
  options?: ItemsToShowOptions,
): ItemToShow[] {
  const { count = 10, without = [] } = optionsObject(WHERE, options, ["count", "without"]);
  integerOption(WHERE, "count", count, { min: 0, max: 10_000 });
  if (!(catalogue instanceof Catalogue))
    throw invalidOption(WHERE, "catalogue", catalogue, "what readCatalogue returned");
  const { affinity } = profile ?? {};
  if (affinity?.length !== catalogue.classNames.length) {
    throw invalidOption(WHERE, "profile", profile, "a profile of customerProfiles, of orders with that catalogue");
  }
  const hidden = new Set(without);
  const free = catalogue.rows().filter(({ names }) => !names.some(([, name]) => hidden.has(name)));
  const seen = new Set<string>();
  const places = slots(affinity, count);
  const order = affinity.map((share, category) => [share, category] as const).sort(([a, i], [b, j]) => b - a || i - j);
  return order.flatMap(([, category]) =>
    surest(free, category, seen)
      .slice(0, places[category])
      .map(({ names, probabilities }) => {
        const item = names[0]?.[1] ?? "";
        seen.add(item);
        return { item, category: catalogue.classNames[category] ?? "", probability: probabilities[category] ?? 0 };
      }),
  );
}

/** Items whose first class it is, the surest first; one of each name. */
function surest(rows: readonly CatalogueRow[], category: number, seen: ReadonlySet<string>): CatalogueRow[] {
  const own = new Set<string>();
  return rows
    .filter(({ probabilities }) => probabilities.indexOf(Math.max(...probabilities)) === category)
    .sort((a, b) => (b.probabilities[category] ?? 0) - (a.probabilities[category] ?? 0) || compare(a, b))
    .filter(({ names }) => {
      const name = names[0]?.[1] ?? "";
      const isNew = !own.has(name) && !seen.has(name);
      own.add(name);
      return isNew;
    });
}

function compare(a: CatalogueRow, b: CatalogueRow): number {
  const [one = "", other = ""] = [a.names[0]?.[1], b.names[0]?.[1]];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** How many places each class gets of so many. */
function slots(shares: readonly number[], count: number): number[] {
  const exact = shares.map((share) => share * count);
  const places = exact.map(Math.floor);
  const left = count - places.reduce((sum, one) => sum + one, 0);
  const order = exact
    .map((value, i) => [value - Math.floor(value), i] as const)
    .sort(([a, i], [b, j]) => b - a || i - j);
  for (const [, i] of order.slice(0, left)) places[i] = (places[i] ?? 0) + 1;
  return places;
}
