/**
 * What the page of customers is made of: views of profiles, audiences and the backtest.
 */
import { basename } from "node:path";
import type { Audience, BacktestResult, CustomerProfiles } from "../../index.js";
import type { AudienceView, BacktestView, CustomersPageInput } from "../../report.js";
import { type Overview, SURE_FROM } from "./overview.js";

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
  { tastes, segments, rfm, items }: Overview,
  audiences: readonly ShownAudience[],
  backtest: BacktestResult | null,
  halfLife: number,
): CustomersPageInput {
  const { summary } = profiles.orders;
  return {
    shop: {
      title:
        summary.files.length === 1 ? basename(summary.files[0]?.name ?? "") : `${summary.files.length} files of orders`,
      created: new Date().toISOString(),
      customers: profiles.size,
      orders: summary.orders,
      lines: summary.lines,
      items,
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
    tastes,
    sureFrom: SURE_FROM,
    level: backtest?.level ?? 0.9,
    segments,
    rfm,
    audiences: audiences.map(audienceView),
    backtest: backtest === null ? null : backtestView(backtest),
    uplift: null,
  };
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
    lift: lift?.lift ?? null,
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
