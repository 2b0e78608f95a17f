/**
 * The package as npm packs it, with the hash of the file: what the rows of docs/platforms.md were found with.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WORK } from "../kept-rows.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** A packed file. */
export interface Packed {
  readonly file: string;
  readonly hash: string;
}

/** Packs what set-up has built. npm writes the same bytes for the same files. */
export function pack(): Packed {
  mkdirSync(WORK, { recursive: true });
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", WORK];
  const [packed] = JSON.parse(execFileSync("npm", args, { cwd: ROOT, encoding: "utf8" })) as { filename: string }[];
  if (packed === undefined) throw new Error("npm pack made nothing");
  const file = join(WORK, packed.filename);
  return { file, hash: createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16) };
}
