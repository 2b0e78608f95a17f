/**
 * `profiles.csv` and `profiles.jsonl`: a row per customer, columns as analysts' tools call them.
 */
import type { CustomerProfile, CustomerProfiles } from "../../index.js";
import type { Cell } from "../predict/answer-fields.js";
import { csvText } from "./csv-text.js";

/** `affinity_ankle_boot`: letters, digits and underscores. */
function columnOf(prefix: string, name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
  return `${prefix}_${plain}`;
}

const COLUMNS = [
  ...["customer_id", "orders", "items", "first_order", "last_order", "recency_days", "frequency", "recency", "T"],
  ...[
    "monetary",
    "monetary_value",
    "rfm_score",
    "segment",
    "top_category",
    "sure",
    "support",
    "expected_purchases",
    "consent",
  ],
] as const;

function values(profile: CustomerProfile): Cell[] {
  return [
    ...[profile.id, profile.orders, rounded(profile.items), profile.firstOrder, profile.lastOrder, profile.recencyDays],
    ...[profile.frequency, profile.recency, profile.T, rounded(profile.monetary), rounded(profile.monetaryValue)],
    ...[profile.rfmScore, profile.segment, profile.topCategory, rounded(profile.sure), profile.support],
    ...[Number.isNaN(profile.expectedPurchases) ? null : rounded(profile.expectedPurchases), profile.consent],
  ];
}

/** Six digits: of money, and of shares. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** The table in CSV. */
export function profilesCsv(profiles: CustomerProfiles): string {
  const names = profiles.classNames;
  const header = [
    ...COLUMNS,
    ...names.map((name) => columnOf("affinity", name)),
    ...names.map((name) => columnOf("index", name)),
  ];
  function* rows(): Generator<Cell[]> {
    for (const profile of profiles) {
      yield [
        ...values(profile),
        ...profile.affinity.map(rounded),
        ...profile.index.map((index) => Math.round(index * 10) / 10),
      ];
    }
  }
  return csvText(header, rows());
}

/** The table in JSON Lines, all digits kept. */
export function profilesJsonl(profiles: CustomerProfiles): string {
  const lines: string[] = [];
  for (const profile of profiles) {
    const named = (list: readonly number[]) =>
      Object.fromEntries(profiles.classNames.map((name, i) => [name, list[i]]));
    const members = Object.fromEntries(COLUMNS.map((name, i) => [name, values(profile)[i]]));
    lines.push(JSON.stringify({ ...members, affinity: named(profile.affinity), index: named(profile.index) }));
  }
  return `${lines.join("\n")}\n`;
}
