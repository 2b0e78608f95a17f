/** Campaigns and what scikit-uplift, SciPy and statsmodels say of them, as scripts/golden/uplift/make.py left it. */
import { readFileSync } from "node:fs";

/** What the libraries say; null where scikit-uplift raises or returns no number. */
interface Expected {
  readonly uplift: number;
  readonly interval: readonly [number, number];
  readonly topOverall: number | null;
  readonly topByGroup: number | null;
  readonly averageOverall: number | null;
  readonly averageByGroup: number | null;
  readonly qiniArea: number;
  readonly upliftArea: number;
  /** p-value of Welch's test of the scores; null where they are all equal. */
  readonly balance: number | null;
  /** p-value of the group sizes where 0.4 was to be control. */
  readonly shares: number;
  /** Of binary outcomes alone. */
  readonly qini?: number | null;
  readonly qiniWithoutNegativeEffect?: number | null;
  readonly auuc?: number | null;
  /** Of curves that are not long. */
  readonly customers?: readonly number[];
  readonly qiniGains?: readonly number[];
  readonly upliftGains?: readonly number[];
}

interface Case {
  readonly name: string;
  readonly k: number;
  readonly level: number;
  readonly outcome: readonly number[];
  /** A digit a customer. */
  readonly group: string;
  readonly score: readonly number[];
  readonly expected: Expected;
}

const file = new URL("../golden/fixtures/uplift.json", import.meta.url);

/** The campaigns. */
export const { cases } = JSON.parse(readFileSync(file, "utf8")) as { readonly cases: readonly Case[] };
