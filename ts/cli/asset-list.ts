/**
 * `fashion-wasm.json` in a folder of copied files: what an earlier copy put there, by which a later one knows its own files
 * from somebody else's.
 */
import { join } from "node:path";
import { readOrdinary } from "./run-folder.js";

/** Name of the list in the folder. */
export const LIST_NAME = "fashion-wasm.json";

/** What the list says. */
export interface AssetList {
  /** Of the package that was copied. */
  readonly version: string;
  /** SHA-256 of each file, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Reads the list of a folder; null where there is none, or none that can be read: then nothing counts as copied before. */
export async function readList(folder: string): Promise<AssetList | null> {
  try {
    const { version, files } = JSON.parse((await readOrdinary(join(folder, LIST_NAME))) ?? "") as AssetList;
    const isOfFiles = Object.entries(files).every(([name, hash]) => isInside(name) && typeof hash === "string");
    return typeof version === "string" && isOfFiles ? { version, files } : null;
  } catch {
    return null;
  }
}

/** Files named by the list may be removed: none outside of the folder. */
function isInside(name: string): boolean {
  return /^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(name);
}

/** The list as text: the same for the same files, so that a repository that keeps the folder shows no change. */
export function listText({ version, files }: AssetList): string {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ version, files: Object.fromEntries(sorted) }, null, 2)}\n`;
}
