/**
 * An audience as a person reads it.
 */
import type { Audience, BacktestResult, LiftEstimate } from "../../index.js";
import { fitted } from "../fitted.js";
import { count, counted } from "../format.js";

/** What is told beside the audience. */
interface Told {
  readonly lift: LiftEstimate | null;
  readonly tested: BacktestResult | null;
  /** Customers to print. */
  readonly top: number;
}

/** Lines of text. */
export function audienceLines(found: Audience, { lift, tested, top }: Told): string[] {
  const { saidNo, excluded, tooFew } = found.leftOut;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    `audience ${found.name}${found.about === found.name ? "" : ` (${found.about})`}: ${counted(found.size, "customer")}, ${count(found.target)} to address, ${count(found.control)} held out`,
    `expected within ${counted(found.horizonDays, "day")}: ${found.expectedPurchases.toFixed(1)} purchases, ${percent(found.reach)} of all; ${found.lift.toFixed(2)} times those of as many average customers`,
    ...testedLines(lift, tested),
    `not in it: ${count(saidNo)} said no to marketing, ${count(excluded)} excluded, ${count(tooFew)} with fewer than ${counted(found.minimumSupport, "labelled purchase")}`,
    "Affinity is not uplift: profile measure says afterwards whether addressing them worked.",
    ...(top === 0
      ? []
      : [
          "",
          `${fitted("customer", 24)} ${"expected".padStart(9)} ${"share".padStart(6)} ${"index".padStart(6)} ${"support".padStart(8)}  group`,
        ]),
    ...found.customers.slice(0, top).map(({ id, expectedPurchases, affinity, index, support, group }) => {
      const share = `${Math.round(100 * affinity)} %`;
      return `${fitted(id, 24)} ${expectedPurchases.toFixed(2).padStart(9)} ${share.padStart(6)} ${count(index).padStart(6)} ${count(support).padStart(8)}  ${group}`;
    }),
    ...(found.size > top && top > 0 ? [`… and ${count(found.size - top)} more`] : []),
  ];
}

function testedLines(lift: LiftEstimate | null, tested: BacktestResult | null): string[] {
  if (tested === null) return [];
  const measured =
    lift === null
      ? []
      : [
          `tried on the last ${counted(tested.days, "day")}: lift ${lift.lift.toFixed(2)} (${lift.lower.toFixed(2)} to ${lift.upper.toFixed(2)}, ${Math.round(100 * tested.level)} % interval)`,
        ];
  return [...measured, `of all classes: ${tested.verdict}`];
}
