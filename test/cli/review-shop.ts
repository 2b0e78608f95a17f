/** A shop of 12 photos for the tests of `review`, and what its table is when it was reviewed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Made, writeShop } from "./review-table.js";
import { emptyFolder } from "./run-cli.js";

/** A folder with 12 photos and their table. */
export async function shop(
  options?: Parameters<typeof writeShop>[2],
): Promise<{ folder: string; rows: Made[]; table: string }> {
  const folder = emptyFolder();
  const rows = await writeShop(folder, 12, { tiny: true, ...options });
  return { folder, rows, table: join(folder, "shop.csv") };
}

/** The text of a file. */
export const text = (path: string) => readFileSync(path, "utf8");

/** The table with a column more. */
export function reviewed(before: string, labels: Readonly<Record<number, string>>): string {
  const [head, ...lines] = before.split("\r\n").slice(0, -1);
  return [`${head},reviewed_label`, ...lines.map((line, i) => `${line},${labels[i] ?? ""}`)]
    .map((line) => `${line}\r\n`)
    .join("");
}
