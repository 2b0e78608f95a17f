/**
 * What Rust has of orders and of profiles, by the objects that users hold: so that their types say nothing of it.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { CustomersGlue } from "./customers-wasm.js";
import type { CheckedOptions } from "./options.js";
import type { Book } from "./orders/book.js";

/** Profiles as Rust has them. */
export type RustProfiles = InstanceType<CustomersGlue["Profiles"]>;
/** The book of orders as Rust has it. */
export type RustBook = InstanceType<CustomersGlue["OrderBook"]>;

/** Of one kind of objects. */
class Inside<T> {
  readonly #name: string;
  readonly #maker: string;
  readonly #of = new WeakMap<object, T>();
  readonly #known = new WeakSet<object>();

  constructor(name: string, maker: string) {
    this.#name = name;
    this.#maker = maker;
  }

  set(object: object, value: T): void {
    this.#of.set(object, value);
    this.#known.add(object);
  }

  /** What there is, which is not there any more then. */
  take(object: object): T | undefined {
    const found = this.#of.get(object);
    this.#of.delete(object);
    return found;
  }

  /** Errors: DISPOSED; INVALID_ARGUMENT for what was never made here. */
  get(object: object, where: string): T {
    const found = typeof object === "object" && object !== null ? this.#of.get(object) : undefined;
    if (found !== undefined) return found;
    if (typeof object === "object" && object !== null && this.#known.has(object)) {
      throw new FashionWasmError(
        "DISPOSED",
        `${where}: the ${this.#name} were disposed of → call ${this.#maker} again`,
      );
    }
    const what = `${where}: the ${this.#name} are ${object === undefined ? "missing" : show(object)}`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → give what ${this.#maker} returned`);
  }
}

/** Of orders: the book, and how they were read. */
export const insideOrders = new Inside<{ readonly book: Book; readonly options: CheckedOptions }>(
  "orders",
  "readOrders",
);

/** Of profiles: themselves, and the orders that they were made of. */
export const insideProfiles = new Inside<{ readonly rust: RustProfiles; readonly orders: object }>(
  "profiles",
  "customerProfiles",
);

/** Works with what Rust has of profiles. Errors: as {@link Inside.get}. */
export function useProfiles<T>(profiles: object, where: string, work: (rust: RustProfiles, book: RustBook) => T): T {
  const { rust, orders } = insideProfiles.get(profiles, where);
  return insideOrders.get(orders, where).book.use(where, (book) => work(rust, book));
}
