/**
 * Options that are what a function of a table returns: `adam({ … })`, or its name for the defaults where that will do.
 */
import { FashionWasmError } from "../errors.js";
import { invalidOption } from "./check.js";
import { hint } from "./nearest.js";
import { list, typeName } from "./show.js";

/** Functions that make something, by the name that it has as its `type`. */
export type Makers<T> = Readonly<Record<string, (options: never) => T>>;

/** What is accepted beside what the functions return. */
export interface MadeOption {
  /** Whether a name alone stands for the defaults; else it is not enough, as there are options without one. */
  readonly byName?: boolean;
  /** What else is accepted, as the message says it. */
  readonly or?: string;
}

/** Checks what a function of `makers` has made, or may have: an object with a `type` and options. */
export function madeOption<T>(
  where: string,
  name: string,
  received: unknown,
  makers: Makers<T>,
  { byName = true, or = "" }: MadeOption = {},
): T {
  const names = Object.keys(makers);
  const first = names[0] ?? "";
  if (typeof received === "function") {
    // Bundlers give functions other names.
    const own = names.find((one) => makers[one] === received) ?? (received.name || first);
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: option "${name}" is the function ${own} → it must be called: ${own}(${byName ? "" : "{ … }"})`,
    );
  }
  const isObject = received !== null && typeof received === "object" && typeName(received) === "Object";
  const { type, ...options } = (isObject ? received : { type: received }) as { type?: unknown };
  const known = typeof type === "string" && Object.hasOwn(makers, type) ? makers[type] : undefined;
  if (known !== undefined && (isObject || byName)) return known(options as never);
  const calls = byName
    ? `${list(names)}, or called with options: ${first}({ … })`
    : `what one of these returns: ${names.join(", ")}; e.g. ${first}({ … })`;
  throw invalidOption(where, name, received, `${or}${calls}${hint(type, names)}`);
}
