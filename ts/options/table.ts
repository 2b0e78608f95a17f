/**
 * Options checked by a table: each option's default and what it may be, in one line of the function whose option it is.
 *
 * Optimizers, schedules, losses and metrics are objects of a word (`type`) and checked options; the engine reads the same.
 */
import { floatOption, invalidOption, optionsObject } from "./check.js";
import type { Range } from "./range.js";

/** What an option may be: a finite number within a range, or what a check returns, `undefined` to leave it out. */
export type Rule = Range | ((where: string, name: string, received: unknown) => unknown);

/** By name: the value of an option that is left out, and what it may be. Without a default it is required. */
export type Table<O> = { readonly [K in keyof O]-?: readonly [standard: unknown, rule: Rule] };

/** Options as the engine reads them: those with a default are there. */
export type Filled<O> = { readonly [K in keyof O]-?: Exclude<O[K], undefined> };

/** Checks options by their table, fills in defaults, and returns them after their word, in the order of the table. */
export function madeOf<T extends string, O extends object>(
  type: T,
  received: O | undefined,
  table: Table<O>,
): { readonly type: T } & Filled<O> {
  const given: Partial<O> = optionsObject(type, received, Object.keys(table) as (keyof O & string)[]);
  const made: Record<string, unknown> = { type };
  for (const name of Object.keys(table) as (keyof O & string)[]) {
    const [standard, rule] = table[name];
    const value = given[name] === undefined ? standard : given[name];
    const checked = obey(rule, type, name, value);
    if (checked !== undefined) made[name] = checked;
  }
  return made as { readonly type: T } & Filled<O>;
}

function obey(rule: Rule, where: string, name: string, received: unknown): unknown {
  return typeof rule === "function" ? rule(where, name, received) : floatOption(where, name, received, rule);
}

/** The rule, but null and undefined stand for "none", and so does the value `none`: the option is left out of the spec. */
export function optional(rule: Rule, none?: unknown): Rule {
  return (where, name, received) => {
    if (received === undefined || received === null) return undefined;
    const value = obey(rule, where, name, received);
    return value === none ? undefined : value;
  };
}

/** An array whose entries obey `rule`; `expected` says in messages what they are, and an entry's place is named. */
export function listOf(rule: Rule, expected: string): (where: string, name: string, received: unknown) => unknown[] {
  return (where, name, received) => {
    if (!Array.isArray(received)) throw invalidOption(where, name, received, `an array of ${expected}`);
    return received.map((value: unknown, i) => obey(rule, where, `${name}[${i}]`, value));
  };
}

/** A copy without the options that have their defaults. */
export function withoutDefaults<O extends object>(
  made: O,
  table: Readonly<Record<string, readonly [unknown, Rule]>>,
): O {
  const kept = Object.entries(made).filter(([name, value]) => table[name]?.[0] !== value);
  return Object.fromEntries(kept) as O;
}
