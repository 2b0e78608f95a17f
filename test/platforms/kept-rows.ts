/**
 * The rows of docs/platforms.md, kept as they are found: a run that is stopped goes on where it was.
 *
 * A row is valid for one tarball and one state of this folder. All that a run makes lies in `WORK`, outside of the
 * repository, so that no project finds the repository's own node_modules.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What is tried, in the order of the document. */
export const GROUPS = ["Bundlers", "Runtimes", "Test runners", "Hosts"] as const;

/** One place where the package was tried, and how it went. */
export interface Row {
  readonly group: (typeof GROUPS)[number];
  /** Orders the rows of a group. */
  readonly order: number;
  /** "Vite 8, build". */
  readonly name: string;
  /** Exactly what was installed. */
  readonly version: string;
  /** "as it comes", or the one line that it takes. */
  readonly settings: string;
  readonly works: boolean;
  /** What was tried and seen, or why it cannot work and what it says then. */
  readonly result: string;
}

/** The folder of all runs. */
export const WORK = join(tmpdir(), "fashion-wasm-platforms");

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROWS = join(WORK, "rows");

/** Returns the row of `id` as it was found before for the same tarball, or finds it by `find` and keeps it. */
export async function keptRow(id: string, tarballHash: string, find: () => Promise<Row>): Promise<Row> {
  const key = createHash("sha256").update(tarballHash).update(textOf(HERE)).digest("hex").slice(0, 16);
  const file = join(ROWS, `${id}.${key}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Row;
  const row = await find();
  mkdirSync(ROWS, { recursive: true });
  writeFileSync(`${file}.part`, JSON.stringify(row));
  renameSync(`${file}.part`, file);
  return row;
}

function textOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => `${file}\n${readFileSync(file, "utf8")}`)
    .join("\n");
}
