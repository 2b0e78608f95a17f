/**
 * Makes folders of images for the tests of the reader, on disk and as the files that a browser gives.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Dataset, dataset, encodePng, type FolderOptions } from "fashion-wasm";
import { expect } from "vitest";

/** The tone of an image, or the text of a file, by its path. */
export type Files = Record<string, number | string>;

/** A folder on disk, the same files as a browser's chosen ones, and as files that only have names. */
export interface MadeFolders {
  readonly folder: string;
  readonly chosen: File[];
  readonly named: File[];
}

/** An image of 2 × 2 pixels of one tone; a text where `content` is one. */
async function file(content: number | string): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof content === "string") return Uint8Array.from(Buffer.from(content));
  return Uint8Array.from(await encodePng(new Uint8Array(4).fill(content), [2, 2, 1]));
}

/** Writes the files, and folders that are empty. */
export async function makeFolders(folder: string, files: Files, empty: string[] = []): Promise<MadeFolders> {
  const chosen: File[] = [];
  const named: File[] = [];
  for (const below of empty) await mkdir(join(folder, below), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), await file(content));
    const one = new File([await file(content)], path.split("/").at(-1) as string);
    chosen.push(Object.defineProperty(one, "webkitRelativePath", { value: `${basename(folder)}/${path}` }));
    named.push(new File([await file(content)], path));
  }
  return { folder, chosen: chosen.reverse(), named: named.reverse() };
}

/** The ways to give the same folder. */
export function waysOf(made: MadeFolders): FolderOptions["folder"][] {
  return [made.folder, pathToFileURL(made.folder), made.chosen, new Set(made.named)];
}

/** Tone and label of every image, and the names of the classes. */
export function seen(data: Dataset): unknown {
  const tones = Array.from({ length: data.length }, (_, i) => data.image(i)[0]);
  return { tones, labels: data.labelled ? [...data.labels] : null, classNames: data.classNames };
}

/** Checks what is read, in every way. */
export async function sameInAllWays(made: MadeFolders, options: Partial<FolderOptions>, expected: unknown) {
  for (const folder of waysOf(made)) expect(seen(await dataset.fromFolder({ folder, ...options }))).toEqual(expected);
}
