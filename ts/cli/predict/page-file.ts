/**
 * The contact sheet as a file: what the page is told beside the photos.
 */
import { basename, resolve } from "node:path";
import { pngEncoder } from "../../index.js";
import { photosHtml, type SheetPhoto } from "../../report.js";
import { count, duration } from "../format.js";
import { packageVersion } from "../version.js";
import type { Summary } from "./summary.js";
import { paceOf, waysOf } from "./ways.js";

/** What the sheet shows, and what is known of it. */
export interface SheetFacts {
  readonly sources: readonly string[];
  readonly classNames: readonly string[];
  readonly photos: readonly SheetPhoto[];
  readonly summary: Summary;
  readonly model: string;
  readonly preparation: "auto" | "photo" | "none";
  /** The file that holds all rows, if there is one. */
  readonly table: string | undefined;
}

/** The page. */
export async function sheetPage({
  sources,
  classNames,
  photos,
  summary,
  model,
  preparation,
  table,
}: SheetFacts): Promise<string> {
  const title = titleOf(sources);
  const facts: [string, string][] = [
    ["model", model],
    ["preparation", waysOf(summary, preparation)],
    ["photos from", sources.join(", ")],
    ["time", `${duration(summary.seconds)}, ${paceOf(summary)}`],
    ["made", `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`],
    ["fashion-wasm", packageVersion()],
    ["Node", process.version.slice(1)],
    ...(table === undefined ? [] : [["all answers", table] as [string, string]]),
  ];
  return photosHtml({ title, facts, classNames, photos, all: summary, png: await pngEncoder() });
}

/** `shop`, `shop and 2 more`. */
function titleOf([first = "", ...more]: readonly string[]): string {
  const name = basename(resolve(first)) || first;
  return more.length === 0 ? name : `${name} and ${count(more.length)} more`;
}
