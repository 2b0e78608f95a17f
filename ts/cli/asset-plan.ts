/**
 * What copying would do to a folder, found out before anything is written: which files are new, which are there already, and
 * whether somebody else's are in the way.
 */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "#platform/sha256";
import type { PackagedFile } from "../platform/packaged-url.js";
import { readPackaged } from "../platform/read-packaged.js";
import { assetFiles, type Entry } from "./asset-files.js";
import { type AssetList, LIST_NAME, readList } from "./asset-list.js";
import { refuseObstacles } from "./asset-obstacles.js";
import { UsageError } from "./exit.js";

/** What is asked for. */
export interface AssetWish {
  readonly folder: string;
  readonly entry?: Entry | undefined;
  readonly force?: boolean | undefined;
}

/** A file of the package and how it stands in the folder. */
export interface PlannedFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly hash: string;
  /** Of what is there, as {@link hashOf} tells it. */
  readonly found: string | null;
}

/** What is to be done. */
export interface AssetPlan {
  readonly files: readonly PlannedFile[];
  /** Names of an earlier copy's files that the package has no longer. */
  readonly outdated: readonly string[];
}

/**
 * Compares the folder with the package. Files of an earlier copy that are still there are brought to this version too, also
 * those that `entry` does not need, for a folder holds one version; what was not copied, or was changed since, stays unless
 * `force` is given.
 *
 * Errors: USAGE for files in the way; IO for files that the package lacks.
 */
export async function planAssets({ folder, entry, force }: AssetWish): Promise<AssetPlan> {
  const before = await readList(folder);
  const all = assetFiles();
  const earlier = Object.keys(before?.files ?? {});
  const needed = assetFiles(entry);
  const known = [...all.values()].filter(({ name }) => needed.has(name) || earlier.includes(name));
  const looked = await Promise.all(known.map((file) => planned(folder, file)));
  const files = looked.filter(({ name, found }) => needed.has(name) || found !== null);
  await refuseObstacles(folder, [...files.map(({ name }) => name), LIST_NAME]);
  const foreign = force ? [] : await foreignFiles(folder, files, before);
  if (foreign.length > 0) throw inTheWay(folder, foreign);
  const gone = earlier.filter((name) => !all.has(name));
  const hashes = await Promise.all(gone.map((name) => hashOf(folder, name)));
  return { files, outdated: gone.filter((name, i) => hashes[i] === before?.files[name]) };
}

async function planned(folder: string, file: PackagedFile): Promise<PlannedFile> {
  const { name } = file;
  const content = await readPackaged(undefined, file);
  return { name, content, hash: await sha256(content), found: await hashOf(folder, name) };
}

async function foreignFiles(
  folder: string,
  files: readonly PlannedFile[],
  before: AssetList | null,
): Promise<string[]> {
  const foreign = files.filter(({ name, hash, found }) => ![null, hash, before?.files[name]].includes(found));
  const list = before === null && (await hashOf(folder, LIST_NAME)) !== null ? [LIST_NAME] : [];
  return foreign.map(({ name }) => name).concat(list);
}

/** SHA-256 of a file; null where nothing is, "" for what is no ordinary file or cannot be read. */
async function hashOf(folder: string, name: string): Promise<string | null> {
  const path = join(folder, name);
  try {
    return (await stat(path)).isFile() ? await sha256(await readFile(path)) : "";
  } catch (cause) {
    return ["ENOENT", "ENOTDIR"].includes((cause as NodeJS.ErrnoException).code ?? "") ? null : "";
  }
}

const MOST_NAMED = 3;

function inTheWay(folder: string, names: readonly string[]): UsageError {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  const [were, them] = names.length === 1 ? ["was", "it"] : ["were", "them"];
  return new UsageError(
    `${folder}: ${names.slice(0, MOST_NAMED).join(", ")}${more} there ${were} not copied by fashion-wasm, or changed since → name another folder, or replace ${them} with --force`,
  );
}
