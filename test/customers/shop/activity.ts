/** How often simulated customers buy: at random times, from their first day to the one that they stop on. */
import type { Random } from "./random.js";

/** When a customer is one, and how often they order. Days are counted from the beginning of the span. */
export interface Activity {
  readonly first: number;
  /** They order nothing from here on. */
  readonly stop: number;
  /** Orders a day. */
  readonly rate: number;
  /** Lines of an order, in the mean. */
  readonly lines: number;
}

/** Makes the activity of one customer in a span of so many days. */
export type Activities = (random: Random, days: number) => Activity;

/** 4 to 200 lines in the whole span, log-uniform; later beginnings are rarer; three in ten stop on the way. */
export const various: Activities = (random, days) => {
  const lines = 1 + random.uniform();
  const first = days * random.uniform() ** 2;
  const stop = random.uniform() < 0.3 ? first + (days - first) * random.uniform() : days;
  return { first, stop, rate: logUniform(random, 4, 200) / lines / days, lines };
};

/** The same, but nobody comes late and nobody stops: who ordered more will order more. */
export const lasting: Activities = (random, days) => {
  return { first: 0, stop: days, rate: logUniform(random, 4, 200) / 1.5 / days, lines: 1.5 };
};

/** All alike. */
export const equal: Activities = (_, days) => ({ first: 0, stop: days, rate: 20 / 1.5 / days, lines: 1.5 });

/** The lines that are to be expected of a customer from day `start` to day `end`. */
export function linesWithin({ first, stop, rate, lines }: Activity, start: number, end: number): number {
  return rate * lines * Math.max(0, Math.min(stop, end) - Math.max(first, start));
}

function logUniform(random: Random, least: number, most: number): number {
  return least * (most / least) ** random.uniform();
}
