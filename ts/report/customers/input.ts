/**
 * What the page of customers is made of: plain data, as JSON holds it.
 *
 * There is no place for an address or a customer's number in it, and what looks like an address in a text is taken out
 * (addresses.ts).
 */

/** What {@link customersHtml} shows. */
export interface CustomersPageInput {
  readonly shop: ShopView;
  /** The order of the classes, in `population` and `tastes` too. */
  readonly classNames: readonly string[];
  /** The share of each class in the purchases of the average customer; they add up to 1. */
  readonly population: readonly number[];
  /** Of the prior: how many purchases the average customer's taste counts for in every profile. */
  readonly strength: number;
  /** One entry a class. */
  readonly tastes: readonly TasteView[];
  /** The probability from which on a first class counts as sure, e.g. 0.8. */
  readonly sureFrom: number;
  /** Of the intervals of audiences and of the back-test, e.g. 0.9. */
  readonly level: number;
  readonly segments: readonly SegmentView[];
  /** Customers by their scores, `rfm[recency − 1][frequency − 1]`; empty: not known, and the map is left out. */
  readonly rfm: readonly (readonly number[])[];
  readonly audiences: readonly AudienceView[];
  /** Null: predictions were not tested, and the page says so. */
  readonly backtest: BacktestView | null;
  /** A campaign that was measured; null: the section is left out. */
  readonly uplift: CampaignView | null;
}

/** The orders that the page is about. */
export interface ShopView {
  /** E.g. the name of the shop or of its folder. */
  readonly title: string;
  /** When the page was made: an ISO 8601 time. */
  readonly created: string;
  readonly customers: number;
  readonly orders: number;
  /** Lines of orders that count. */
  readonly lines: number;
  /** Pieces in these lines. */
  readonly items: number;
  /** `YYYY-MM-DD`; null without orders. */
  readonly firstOrder: string | null;
  readonly lastOrder: string | null;
  /** E.g. `EUR`; null where the files name none. */
  readonly currency: string | null;
  readonly files: readonly FileView[];
  readonly leftOut: LeftOutCounts;
  /** Rows that could not be read. */
  readonly badRows: number;
  /** Days after which a purchase counts half; null: all count alike. */
  readonly halfLife: number | null;
  /** What else should be known, a sentence each. */
  readonly notes: readonly string[];
}

/** A file that was read. */
export interface FileView {
  /** Its name or path; the page shows the name alone. */
  readonly name: string;
  /** E.g. `shopify`. */
  readonly layout: string;
  readonly rows: number;
  /** Lines of orders in it that count. */
  readonly lines: number;
}

/** Lines of orders that were read and do not count, by the first reason that holds. */
export interface LeftOutCounts {
  readonly cancelled: number;
  readonly refunded: number;
  readonly unpaid: number;
  readonly duplicate: number;
  readonly noCustomer: number;
  readonly noLabel: number;
  readonly noQuantity: number;
}

/** How the affinity to one class is spread over the customers. */
export interface TasteView {
  /** Customers whose first class it is. */
  readonly customersTop: number;
  /** Those of them for whom that is sure. */
  readonly sure: number;
  readonly medianAffinity: number;
  /** Of the affinity over the customers: the least, nine deciles, the greatest. */
  readonly deciles: readonly number[];
}

/** A segment by recency, frequency and monetary value. */
export interface SegmentView {
  /** E.g. `Champions`. */
  readonly name: string;
  readonly customers: number;
  readonly orders: number;
  /** Null where prices are not known. */
  readonly spend: number | null;
  /** The median of the days since their last order. */
  readonly recencyDays: number;
  /** The class that most of them like most; null where there is none. */
  readonly topClass: string | null;
}

/** Customers to address. */
export interface AudienceView extends LiftView {
  /** As the back-test measured it; null where it did not: what is expected, the page computes of `reach`. */
  readonly lift: number | null;
  readonly name: string;
  /** The class, the expression, or the garment with the reason: how they were chosen. */
  readonly what: string;
  /** Customers in it, `target` and `control` together. */
  readonly size: number;
  /** Those to address. */
  readonly target: number;
  /** Those held out at random, to measure the effect. */
  readonly control: number;
  /** The share of all expected purchases of what it is about that its customers stand for. */
  readonly reach: number;
  /** Purchases of what it is about to be expected of its customers within `horizonDays`. */
  readonly expectedPurchases: number;
  readonly horizonDays: number;
  /** Names or paths of the files that were written; the page shows the names. */
  readonly files: readonly string[];
  readonly excluded: {
    /** Customers who said no to marketing. */
    readonly consentNo: number;
    /** Customers in the file of those to exclude. */
    readonly excludeFile: number;
  };
  /** Customers whose purchases count for less are not in it. */
  readonly minimumSupport: number;
}

/** Predictions made as of a day in the past, against what came after it. */
export interface BacktestView {
  /** `YYYY-MM-DD`: what was bought before it was known. */
  readonly cutoff: string;
  /** From then on. */
  readonly days: number;
  /** Customers known at the cut-off. */
  readonly customers: number;
  /** Purchases of theirs after it. */
  readonly purchases: number;
  /** The share of customers that is addressed. */
  readonly k: number;
  /** With the lift among the first `k` of the customers: what audiences are chosen by first, then simple rules to beat. */
  readonly methods: readonly MethodView[];
  /** Of the first method. */
  readonly perClass?: readonly (LiftView & { readonly name: string; readonly purchases: number })[];
  /** Customers by what was expected of them, a bin each; none: the chart is left out. */
  readonly calibration: readonly CalibrationBin[];
  /** The result in a sentence or two, also where a simple rule did better. */
  readonly verdict: string;
}

/** A lift with its interval; nulls where there is none. */
export interface LiftView {
  /** How many times the purchases of as many average customers. */
  readonly lift: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A way to choose customers. */
export interface MethodView extends LiftView {
  /** E.g. `most active`. */
  readonly name: string;
}

/** Customers of whom about the same was expected. */
export interface CalibrationBin {
  /** Mean number of purchases a customer. */
  readonly expected: number;
  readonly observed: number;
  readonly customers: number;
}

/** A campaign that was measured, target against control. */
export interface CampaignView {
  /** `binary`: means are shares of customers; `amount`: amounts a customer. */
  readonly outcomeKind: "binary" | "amount";
  readonly uplift: number;
  /** Null where no interval can be computed. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Of this interval. */
  readonly level: number;
  readonly target: CampaignGroup;
  readonly control: CampaignGroup;
  /** Among the first `k` of the customers by score; null without scores. */
  readonly upliftAtK: number | null;
  readonly k: number;
  /** The Qini coefficient; null where there is none. */
  readonly qini: number | null;
  /** The Qini curve: the first so many customers by score, and the outcomes gained among them; empty without scores. */
  readonly curve: readonly (readonly [customers: number, gain: number])[];
  readonly verdict: string;
  /** What speaks against the result. */
  readonly warnings: readonly string[];
}

/** A group of the campaign. */
export interface CampaignGroup {
  readonly customers: number;
  /** Of their outcomes. */
  readonly mean: number;
}

/** What may be said beside the data. */
export interface CustomersPageOptions {
  /** Pairs of words and values for "How it was made": versions, seed, options, … */
  readonly facts?: readonly (readonly [name: string, value: string])[];
}
