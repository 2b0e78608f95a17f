/**
 * A folder of images, `class/name.png`: which files are taken, and which class each belongs to.
 *
 * In Node a path; in a browser the files of an `<input type="file" webkitdirectory>`, which know their folder. Decoding:
 * image-files.ts.
 */
import { listFolder, locate, pathInfo } from "#platform/files";
import { FashionWasmError } from "../errors.js";
import { optionsObject } from "../options/check.js";
import { list, show } from "../options/show.js";
import type { ByteSource } from "../platform/byte-source.js";
import { checkNames } from "./arrays.js";
import type { ImageFilesOptions, ImagesOptions } from "./image-files.js";

/** Options of `dataset.fromFolder`. */
export interface FolderOptions extends ImageFilesOptions {
  /**
   * A path (Node), or the files of a chosen folder (`input.files`). Folders in it are classes, named by the class's name or
   * number; a folder without folders holds images without labels. An empty folder is a class too, but not among chosen files,
   * which know nothing of it. Files that do not end in .png, .jpg, .jpeg or .webp,
   * and names that begin with a dot, are left out.
   */
  readonly folder: string | URL | Iterable<File>;
}

/** An image and the folder it lies in; "" where that is the top. */
interface Found {
  readonly source: ByteSource;
  readonly name: string;
  readonly className: string;
}

const WHERE = "dataset.fromFolder";
const IMAGE = /^[^.].*\.(png|jpe?g|webp)$/i;

/** Finds the images of a folder, sorted by class and name. Errors: DATA_NOT_FOUND, INVALID_ARGUMENT, IO. */
export async function imagesInFolder(options: FolderOptions): Promise<ImagesOptions> {
  const known = ["folder", "imageShape", "classNames", "maxBytes", "signal"] as const;
  const { folder, ...rest } = optionsObject(WHERE, options, known);
  if (rest.classNames !== undefined) checkNames(WHERE, rest.classNames);
  const isPath = typeof folder === "string" || folder instanceof URL;
  if (!isPath && (folder === null || typeof folder !== "object" || !(Symbol.iterator in folder))) {
    const message = `${WHERE}: folder is ${show(folder)} → give a path, or the files of a chosen folder`;
    throw new FashionWasmError("INVALID_ARGUMENT", message);
  }
  const { found, folders } = isPath ? await onDisk(folder) : chosen([...folder]);
  const place = isPath ? String(folder) : "the chosen files";
  if (found.length === 0) throw notFound(`${place} holds no image in a folder of its class`);
  const classNames = rest.classNames ?? sorted(folders);
  const labelled = folders.length > 0;
  const images = {
    ...rest,
    images: found.map(({ source }) => source),
    names: found.map(({ name }) => name),
  };
  if (!labelled) return { ...images, labels: null };
  const places = new Map(classNames.map((name, i) => [name, i]));
  const byNumber = rest.classNames !== undefined;
  const numbers = new Map(folders.map((name) => [name, places.get(name) ?? classOf(name, classNames, byNumber)]));
  return {
    ...images,
    classNames,
    labels: Uint32Array.from(found, ({ className }) => numbers.get(className) as number),
  };
}

/** Images straight in the folder count only where there are no folders of classes. */
async function onDisk(folder: string | URL): Promise<{ found: Found[]; folders: string[] }> {
  const place = locate(folder);
  if (place.kind === "url") {
    const message = `${WHERE}: ${place.url} is a URL, whose folders cannot be listed → give the files one by one to dataset.fromImages`;
    throw new FashionWasmError("INVALID_ARGUMENT", message);
  }
  const { path } = place;
  const info = await pathInfo(path);
  if (info?.kind !== "folder") throw notFound(`${path} ${info === null ? "does not exist" : "is not a folder"}`);
  const imagesOf = async (inside: string, className: string) => {
    const paths = (await listFolder(inside)).filter((name) => IMAGE.test(name)).map((name) => `${inside}/${name}`);
    const kinds = await Promise.all(paths.map(async (path) => (await pathInfo(path))?.kind));
    return paths.filter((_, i) => kinds[i] === "file").map((path) => ({ source: path, name: path, className }));
  };
  const folders: string[] = [];
  for (const name of await listFolder(path)) {
    if (!name.startsWith(".") && (await pathInfo(`${path}/${name}`))?.kind === "folder") folders.push(name);
  }
  if (folders.length === 0) return { found: await imagesOf(path, ""), folders };
  const found: Found[] = [];
  for (const name of sorted(folders)) found.push(...(await imagesOf(`${path}/${name}`, name)));
  return { found, folders };
}

/**
 * A chosen file says its path from the chosen folder on: `clothes/Bag/7.png`. As on disk, what lies deeper, or in a folder
 * whose name begins with a dot, is left out.
 */
function chosen(files: readonly File[]): { found: Found[]; folders: string[] } {
  const all = files
    .filter((file) => file instanceof Blob && typeof file.name === "string")
    .map((file) => {
      // Only browsers' files know a path; the name of any other may be one.
      const path = (file.webkitRelativePath ?? "").split("/").slice(1);
      const parts = path.length > 0 ? path : file.name.split("/").slice(-2);
      return { source: file, name: parts.join("/"), parts, className: parts.length > 1 ? (parts[0] as string) : "" };
    })
    .filter(({ parts, className }) => parts.length <= 2 && IMAGE.test(parts.at(-1) ?? "") && !className.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const folders = [...new Set(all.map(({ className }) => className))].filter((name) => name !== "");
  const order = new Map(sorted(folders).map((name, i) => [name, i]));
  const placeOf = ({ className }: Found) => order.get(className) ?? 0;
  const found = all
    .filter(({ className }) => folders.length === 0 || className !== "")
    .sort((a, b) => placeOf(a) - placeOf(b));
  return { found, folders };
}

/** Numbers by their value, else by code units, as Keras sorts them. */
function sorted(names: readonly string[]): string[] {
  const numbers = names.every((name) => /^\d+$/.test(name));
  return [...names].sort(numbers ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
}

/** The number of the class that a folder holds which has no class's name: where names were given, its own may be a number. */
function classOf(name: string, classNames: readonly string[], byNumber: boolean): number {
  if (byNumber && /^\d+$/.test(name) && Number(name) < classNames.length) return Number(name);
  throw new FashionWasmError(
    "DATA_MISMATCH",
    `${WHERE}: the folder ${show(name)} is no class → name it by one of the classes (${list(classNames.slice(0, 20))}${classNames.length > 20 ? ", …" : ""}) or its number`,
  );
}

function notFound(what: string): FashionWasmError {
  return new FashionWasmError(
    "DATA_NOT_FOUND",
    `${WHERE}: ${what} → give a folder with one folder a class and the images (.png, .jpg, .webp) in them`,
  );
}
