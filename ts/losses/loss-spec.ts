/**
 * What a loss is to the engine: a word, and the options that differ from their defaults.
 */
import { madeOf, type Table, withoutDefaults } from "../options/table.js";

/** A loss with options, as the functions of {@link LOSSES} return it: without those that have their defaults. */
export type LossSpec<T extends string, O> = {
  readonly type: T;
} & { readonly [K in keyof O]?: Exclude<O[K], undefined> };

/** The option `labelSmoothing`. */
export const SMOOTHING = [0, { min: 0, below: 1 }] as const;

/** Checks the options of a loss. */
export function lossOf<T extends string, O extends object>(
  type: T,
  received: O | undefined,
  table: Table<O>,
): LossSpec<T, O> {
  return withoutDefaults(madeOf(type, received, table), table) as unknown as LossSpec<T, O>;
}
