/** How often backtests of many shops say that profiles are better than what needs none. */
import { backtest } from "fashion-wasm";
import type { Activities } from "./activity.js";
import { CUTOFF, ordersOf } from "./measured.js";
import { makeShop } from "./shop.js";
import { alike } from "./tastes.js";

/** What verdicts say. */
export interface Claims {
  readonly shops: number;
  /** Of each method: shops where expected purchases are better, and where they are worse. */
  readonly better: ReadonlyMap<string, number>;
  readonly worse: ReadonlyMap<string, number>;
  /** Shops where they are no better than any. */
  readonly nothing: number;
}

const NOTHING = ': no better than "most active", "most recent", "last class bought", "random".';

/** Counts in so many shops whose customers all like the same. */
export async function claims(shops: number, customers: number, activities: Activities): Promise<Claims> {
  const better = new Map<string, number>();
  const worse = new Map<string, number>();
  let nothing = 0;
  const count = (map: Map<string, number>, name: string, is: boolean) => {
    map.set(name, (map.get(name) ?? 0) + (is ? 1 : 0));
  };
  for (let seed = 1; seed <= shops; seed++) {
    const orders = await ordersOf(makeShop({ seed, customers, tastes: alike, activities }), { cutoff: CUTOFF });
    const { methods, verdict } = await backtest(orders);
    for (const { name, gain } of methods) {
      if (gain === null) continue;
      count(better, name, said(verdict, "better", name));
      count(worse, name, said(verdict, "worse", name));
    }
    if (verdict.endsWith(NOTHING)) nothing += 1;
    orders.dispose();
  }
  return { shops, better, worse, nothing };
}

/** Whether a verdict says that expected purchases are better, or worse, than a method. */
export function said(verdict: string, word: "better" | "worse", name: string): boolean {
  const [, names = ""] = new RegExp(`(?<!no )${word} than ((?:"[^"]*"(?:, )?)+)`).exec(verdict) ?? [];
  return names.includes(JSON.stringify(name));
}

/** The counts as a line. */
export function claimsLine({ shops, better, worse, nothing }: Claims): string {
  const each = [...better].map(([name, count]) => `${name} ${count} / ${worse.get(name)}`).join(", ");
  return `of ${shops} verdicts ${nothing} say "no better" than any; better / worse than ${each}`;
}
