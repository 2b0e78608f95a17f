/**
 * Whether `eval` and `explore` may write where they are asked to: they replace what this program has written, of the same
 * run or data folder, and nothing else unless `--force` says so.
 *
 * Pages of fashion-wasm say so above their title (report/page.ts).
 */
import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { claimIn } from "./claim-file.js";
import { UsageError } from "./exit.js";
import { CHECKPOINT_NAME, kind, REPORT_NAME, readOrdinary } from "./run-folder.js";

/** Where `eval` writes its page. */
export interface ReportPlace {
  readonly folder: string;
  /** The file of the model that is tested. */
  readonly checkpoint: string;
  readonly weightsSha256: string;
  readonly force?: boolean | undefined;
}

/**
 * Errors: USAGE for a folder of another run, and for a `report.html` that was not written by this program, or is of other
 * weights and lies elsewhere than in the folder of the run.
 */
export async function checkReportPlace({ folder, checkpoint, weightsSha256, force }: ReportPlace): Promise<void> {
  if (force) return;
  const isFolderOfModel = (await placeOf(folder)) === (await placeOf(dirname(checkpoint)));
  const isOfRun = isFolderOfModel && basename(checkpoint) === CHECKPOINT_NAME;
  if (!isFolderOfModel) {
    const [claim, model] = [await claimIn(folder), await kind(join(folder, CHECKPOINT_NAME))];
    if (claim !== null || model !== "nothing")
      throw refused(folder, claim?.told ?? "the model of another run is there");
  }
  const page = await textOf(join(folder, REPORT_NAME));
  if (page === null || page.includes(weightsSha256)) return;
  if (!isOurs(page)) throw refused(folder, `${REPORT_NAME} there was not written by fashion-wasm`);
  if (!isOfRun) throw refused(folder, `${REPORT_NAME} there is of another model`);
}

/**
 * Errors: USAGE for a file of one of these names that `explore` has not written: its page is ours, and pictures are if they
 * lie beside such a page.
 */
export async function checkExplorePlace(folder: string, [page, ...pictures]: readonly string[]): Promise<void> {
  const text = page === undefined ? null : await textOf(join(folder, page));
  if (text !== null && isOurs(text)) return;
  const there = await Promise.all(pictures.map((name) => isThere(join(folder, name))));
  const foreign = text === null ? pictures.find((_, i) => there[i]) : page;
  if (foreign !== undefined) throw refused(folder, `${foreign} there was not written by explore`);
}

/** The folder without links. */
function placeOf(folder: string): Promise<string> {
  return realpath(folder).catch(() => resolve(folder));
}

function refused(folder: string, what: string): UsageError {
  return new UsageError(`${folder}: ${what} → name another folder with --out, or replace it with --force`);
}

/** "" for what can be no page; null where nothing is, or a link to nothing. */
function textOf(path: string): Promise<string | null> {
  return readOrdinary(path).catch(() => "");
}

function isOurs(page: string): boolean {
  return page.includes('<p class="kind">fashion-wasm · ');
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
