/**
 * The files of `explore --out`: a page, the grid and the one image as pictures.
 */
import { join } from "node:path";
import { type Dataset, type Example, pngEncoder, sheetPng } from "../../index.js";
import { type ExploreInput, exploreHtml } from "../../report.js";
import type { OutputFiles } from "../output-files.js";
import type { Explored } from "./explore.js";

/** Their names, the page first. */
export const EXPLORE_NAMES = ["explore.html", "grid.png", "image.png"] as const;

/** What is shown of the data. */
export interface Shown {
  /** The one image. */
  readonly sample: Example;
  /** The images of the grid, `columns` to a row. */
  readonly shown: Dataset;
  readonly columns: number;
  readonly augmented: ExploreInput["augmented"];
  /** Ends the work between two files. */
  readonly signal: AbortSignal;
  readonly files: OutputFiles;
}

/** Writes them into a folder that is there and returns the paths of those that are there; pictures only of grey bytes. Errors: IO, the signal's reason. */
export async function writeExploreFiles(
  folder: string,
  { images, origin }: Explored,
  { sample, shown, columns, augmented, signal, files }: Shown,
): Promise<string[]> {
  const written: string[] = [];
  const write = async (name: string, content: string | Uint8Array) => {
    // A signal is heard between two turns, and drawing takes its time in one.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    const path = join(folder, name);
    if (await files.write(path, content)) written.push(path);
  };
  const positions = [...(shown.indices ?? [])]; // images that were loaded are all of their source, in its order
  const page = { title: origin, data: images, sample: sample.index, grid: { columns, positions }, augmented };
  const [pageName, gridName, imageName] = EXPLORE_NAMES;
  await write(pageName, exploreHtml({ ...page, png: await pngEncoder() }));
  if (images.imageShape[2] !== 1 || !(sample.image instanceof Uint8Array)) return written;
  await write(gridName, await sheetPng(shown, { columns }));
  const alone = images.slice(sample.index, sample.index + 1);
  await write(imageName, await sheetPng(alone, { columns: 1 }));
  return written;
}
