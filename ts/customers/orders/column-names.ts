/**
 * Names of columns, compared without case, blanks, underscores and other signs; and what messages say of them.
 */
import { listOfSome } from "../../options/show.js";
import { hasAddress } from "./without-addresses.js";

/** In small letters, letters and digits alone: `Order #` and `order` are one name. A mark of UTF-8 and apostrophes go, too. */
export function plainName(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Names that a message shows at most, and signs of each. */
const [MOST, LONGEST] = [24, 60];

/** The columns of a file, by name. */
export class Columns {
  readonly names: readonly string[];
  readonly #places = new Map<string, number[]>();

  constructor(names: readonly string[]) {
    this.names = names;
    for (const [place, name] of names.entries()) {
      const plain = plainName(name);
      if (plain === "") continue; // spreadsheets leave empty columns at the end
      const places = this.#places.get(plain);
      if (places === undefined) this.#places.set(plain, [place]);
      else places.push(place);
    }
  }

  /** The places of all columns of these names, which are plain, in the order of the names. */
  places(...plain: readonly string[]): number[] {
    return plain.flatMap((name) => this.#places.get(name) ?? []);
  }

  has(...plain: readonly string[]): boolean {
    return plain.every((name) => this.#places.has(name));
  }

  /** The places of columns whose plain names match. */
  matching(pattern: RegExp): number[] {
    return [...this.#places].flatMap(([name, places]) => (pattern.test(name) ? places : []));
  }

  /** The names as a person would write them: `"a", "b", …`. */
  shown(places: readonly number[] = this.names.map((_, place) => place)): string {
    // Without a header these are cells of the first customer, whose name may be one of them.
    if (this.names.some(hasAddress))
      return `${this.names.length} cells, one of them an address, and no names of columns`;
    const shown = places.map((place) => this.names[place] as string).filter((name) => name.trim() !== "");
    const short = shown.slice(0, MOST + 1).map((name) => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name));
    return listOfSome(short, MOST);
  }
}
