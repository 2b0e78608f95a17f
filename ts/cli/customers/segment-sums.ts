/**
 * Customers added up by segments.
 */
import type { CustomerProfile } from "../../index.js";
import type { SegmentView } from "../../report.js";

interface Sum {
  customers: number;
  orders: number;
  spend: number;
  readonly recencies: number[];
  readonly classes: Map<string, number>;
}

/** The sums. */
export class SegmentSums {
  readonly #of = new Map<string, Sum>();

  add({ segment, orders, monetary, recencyDays, topCategory }: CustomerProfile): void {
    const none: Sum = { customers: 0, orders: 0, spend: 0, recencies: [], classes: new Map() };
    const sum = this.#of.get(segment) ?? none;
    this.#of.set(segment, sum);
    sum.customers += 1;
    sum.orders += orders;
    sum.spend += monetary;
    sum.recencies.push(recencyDays);
    sum.classes.set(topCategory, (sum.classes.get(topCategory) ?? 0) + 1);
  }

  /** The segments, the largest first. */
  views(hasPrices: boolean): SegmentView[] {
    const views = [...this.#of].map(([name, { customers, orders, spend, recencies, classes }]) => ({
      name,
      customers,
      orders,
      spend: hasPrices ? spend : null,
      recencyDays: median(recencies),
      topClass: mostFrequent(classes),
    }));
    return views.sort((a, b) => b.customers - a.customers || (a.name < b.name ? -1 : 1));
  }
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | null {
  const [best] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}
