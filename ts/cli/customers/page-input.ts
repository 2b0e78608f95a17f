/**
 * What the page of customers is made of: views of profiles, audiences and the backtest.
 */
import { basename } from "node:path";
import type { Audience, BacktestResult, CustomerProfile, CustomerProfiles } from "../../index.js";
import type { AudienceView, BacktestView, CustomersPageInput, SegmentView, TasteView } from "../../report.js";

/** From this probability on a first class counts as sure. */
export const SURE_FROM = 0.8;

/** An audience and its files. */
export interface ShownAudience {
  readonly audience: Audience;
  /** That was measured in the backtest, of the class or of all. */
  readonly lift: { readonly lift: number; readonly lower: number; readonly upper: number } | null;
  readonly files: readonly string[];
}

/** All that the page shows. */
export function pageInput(
  profiles: CustomerProfiles,
  audiences: readonly ShownAudience[],
  backtest: BacktestResult | null,
  halfLife: number,
): CustomersPageInput {
  const { summary } = profiles.orders;
  const all = [...profiles];
  return {
    shop: {
      title:
        summary.files.length === 1 ? basename(summary.files[0]?.name ?? "") : `${summary.files.length} files of orders`,
      created: new Date().toISOString(),
      customers: profiles.size,
      orders: summary.orders,
      lines: summary.lines,
      items: all.reduce((sum, { items }) => sum + items, 0),
      firstOrder: summary.firstOrder,
      lastOrder: summary.lastOrder,
      currency: summary.currency,
      files: summary.files.map(({ name, layout, rows, lines }) => ({ name: basename(name), layout, rows, lines })),
      leftOut: summary.leftOut,
      badRows: summary.badRows,
      halfLife: Number.isFinite(halfLife) ? halfLife : null,
      notes: summary.notes,
    },
    classNames: profiles.classNames,
    population: profiles.population,
    strength: profiles.priorStrength,
    tastes: profiles.classNames.map((name, i) => tasteView(all, name, i)),
    sureFrom: SURE_FROM,
    level: backtest?.level ?? 0.9,
    segments: segmentViews(all, summary.currency !== null || all.some(({ monetary }) => monetary !== 0)),
    rfm: rfmCounts(all),
    audiences: audiences.map(audienceView),
    backtest: backtest === null ? null : backtestView(backtest),
    uplift: null,
  };
}

function tasteView(all: readonly CustomerProfile[], name: string, place: number): TasteView {
  const sorted = Float64Array.from(all, ({ affinity }) => affinity[place] ?? 0).sort();
  const top = all.filter(({ topCategory }) => topCategory === name);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return {
    customersTop: top.length,
    sure: top.filter(({ sure }) => sure >= SURE_FROM).length,
    medianAffinity: at(0.5),
    deciles: Array.from({ length: 11 }, (_, i) => at(i / 10)),
  };
}

/** The segments, the largest first. */
export function segmentViews(all: readonly CustomerProfile[], hasPrices: boolean): SegmentView[] {
  const by = new Map<string, CustomerProfile[]>();
  for (const profile of all) {
    const list = by.get(profile.segment) ?? [];
    list.push(profile);
    by.set(profile.segment, list);
  }
  const views = [...by].map(([name, list]) => ({
    name,
    customers: list.length,
    orders: list.reduce((sum, { orders }) => sum + orders, 0),
    spend: hasPrices ? list.reduce((sum, { monetary }) => sum + monetary, 0) : null,
    recencyDays: median(list.map(({ recencyDays }) => recencyDays)),
    topClass: mostFrequent(list.map(({ topCategory }) => topCategory)),
  }));
  return views.sort((a, b) => b.customers - a.customers || (a.name < b.name ? -1 : 1));
}

function rfmCounts(all: readonly CustomerProfile[]): number[][] {
  const counts = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
  for (const { rfmScore } of all) {
    const row = counts[Number(rfmScore[0]) - 1];
    const column = Number(rfmScore[1]) - 1;
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}

function audienceView({ audience, lift, files }: ShownAudience): AudienceView {
  return {
    name: audience.name,
    what: audience.about,
    size: audience.size,
    target: audience.target,
    control: audience.control,
    reach: audience.reach,
    expectedPurchases: audience.expectedPurchases,
    horizonDays: audience.horizonDays,
    files,
    excluded: { consentNo: audience.leftOut.saidNo, excludeFile: audience.leftOut.excluded },
    minimumSupport: audience.minimumSupport,
    lift: lift?.lift ?? audience.lift,
    lower: lift?.lower ?? null,
    upper: lift?.upper ?? null,
  };
}

function backtestView(found: BacktestResult): BacktestView {
  return {
    cutoff: found.cutoff,
    days: found.days,
    customers: found.customers,
    purchases: found.purchases,
    k: found.share,
    methods: found.methods.map(({ name, lift, lower, upper }) => ({ name, lift, lower, upper })),
    perClass: found.classes.map(({ name, purchases, lifts: [ours] }) => ({
      name,
      purchases,
      lift: finite(ours?.lift),
      lower: finite(ours?.lower),
      upper: finite(ours?.upper),
    })),
    calibration: found.calibration.map(({ expected, observed, pairs }) => ({ expected, observed, customers: pairs })),
    verdict: found.verdict,
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function mostFrequent(names: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [best] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}
