/**
 * `profiles.csv` and `profiles.jsonl`: a row per customer, columns as analysts' tools call them.
 */
import type { CustomerProfile, CustomerProfiles } from "../../index.js";
import type { Cell } from "../predict/answer-fields.js";
import { csvPieces } from "./csv-text.js";
import { distinct } from "./file-names.js";

/** `affinity_ankle_boot`: letters, digits and underscores, no two alike. */
function columnsOf(prefix: string, names: readonly string[]): string[] {
  const plain = names.map((name) =>
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, "_")
      .replace(/^_+|_+$/g, ""),
  );
  return distinct(
    plain.map((name) => `${prefix}_${name === "" ? "class" : name}`),
    "_",
  );
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

/** The table in CSV, in pieces. */
export function profilesCsv(profiles: CustomerProfiles): Iterable<string> {
  const names = profiles.classNames;
  const header = [...COLUMNS, ...columnsOf("affinity", names), ...columnsOf("index", names)];
  function* rows(): Generator<Cell[]> {
    for (const profile of profiles) {
      yield [
        ...values(profile),
        ...profile.affinity.map(rounded),
        ...profile.index.map((index) => Math.round(index * 10) / 10),
      ];
    }
  }
  return csvPieces(header, rows());
}

/** The table in JSON Lines, in pieces; shares and indices with all their digits. */
export function* profilesJsonl(profiles: CustomerProfiles): Generator<string> {
  const { classNames } = profiles;
  const named = (list: readonly number[]) => Object.fromEntries(classNames.map((name, i) => [name, list[i]]));
  for (const profile of profiles) {
    const cells = values(profile);
    const members = Object.fromEntries(COLUMNS.map((name, i) => [name, cells[i]]));
    yield `${JSON.stringify({ ...members, affinity: named(profile.affinity), index: named(profile.index) })}\n`;
  }
}
