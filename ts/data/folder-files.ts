/**
 * The files in a folder of images, at any depth: on disk, or as a browser gives the files of a chosen folder.
 *
 * What systems and tools put there is left out; what the rest means: folder-classes.ts and image-folder.ts.
 */
import { listFolder, locate, pathInfo, whyMissing } from "#platform/files";
import { FashionWasmError } from "../errors.js";
import { isForeignFolder } from "../options/foreign-folders.js";
import { isBlob } from "../options/kinds.js";
import { show } from "../options/show.js";
import { shownAddress } from "../platform/address.js";
import type { ByteSource } from "../platform/byte-source.js";

/** A file and its path from the folder on. */
export interface FolderFile {
  readonly source: ByteSource;
  /** What messages call it. */
  readonly name: string;
  readonly parts: readonly string[];
}

/** What a folder holds: the names of the folders directly in it, all files, and the first folder that was not looked into. */
export interface FolderContent {
  readonly unseen?: string | undefined;
  readonly folders: readonly string[];
  readonly files: readonly FolderFile[];
}

const WHERE = "dataset.fromFolder";
/** Folders below those of the classes, and levels of them: more are no data set, or links in a circle. */
const MAX_DEEPER = 1000;
const MAX_LEVELS = 20;

/** The names of the folders directly in a folder on disk, without foreign ones. Errors: IO. */
export async function foldersIn(path: string): Promise<string[]> {
  const names: string[] = [];
  for (const name of await listFolder(path)) {
    if (!isForeignFolder(name) && (await pathInfo(`${path}/${name}`))?.kind === "folder") names.push(name);
  }
  return names;
}

/**
 * The content of a folder on disk, links followed; a foreign folder counts if it `isClass`.
 *
 * Errors: INVALID_ARGUMENT for a web address, DATA_NOT_FOUND, IO.
 */
export async function filesOnDisk(folder: string | URL, isClass: (name: string) => boolean): Promise<FolderContent> {
  const place = locate(folder, WHERE);
  if (place.kind === "url") {
    const message = `${WHERE}: ${shownAddress(place.url)} is a URL, whose folders cannot be listed → give the files one by one to dataset.fromImages`;
    throw new FashionWasmError("INVALID_ARGUMENT", message);
  }
  const { path: root } = place;
  const info = await pathInfo(root);
  if (info === null) throw notFound(`${root} does not exist${whyMissing(root)}`);
  if (info.kind !== "folder") throw notFound(`${root} is not a folder`);
  const folders: string[] = [];
  const files: FolderFile[] = [];
  let deeper = 0;
  let unseen: string | undefined;
  const walk = async (inside: string, above: readonly string[]): Promise<void> => {
    const names = (await listFolder(inside)).filter((name) => !name.startsWith("."));
    const infos = await Promise.all(names.map((name) => pathInfo(`${inside}/${name}`)));
    for (const [i, name] of names.entries()) {
      const [path, parts] = [`${inside}/${name}`, [...above, name]];
      const isTop = above.length === 0;
      if (infos[i]?.kind !== "folder") {
        // A class's folder may lie behind a link to a drive that is not there.
        if (isTop && infos[i] === null && !/\.\w{1,5}$/.test(name)) {
          throw new FashionWasmError(
            "IO",
            `cannot read ${path}: it links to nothing → restore what it links to, or remove it`,
          );
        }
        files.push({ source: path, name: path, parts });
      } else if (!isForeignFolder(name) || (isTop && isClass(name))) {
        if (isTop) folders.push(name);
        else if (++deeper > MAX_DEEPER || above.length > MAX_LEVELS) {
          unseen ??= path;
          continue;
        }
        await walk(path, parts);
      }
    }
  };
  await walk(root, []);
  return { folders, files, unseen };
}

/**
 * The content of a chosen folder: a chosen file says its path from that folder on, `clothes/Bag/7.png`. Only browsers' files
 * know a path; the name of any other may be one, whose folder's folder is the chosen one for those that lie highest.
 *
 * Errors: INVALID_ARGUMENT for what is no File.
 */
export function chosenFiles(chosen: Iterable<unknown>, isClass: (name: string) => boolean): FolderContent {
  const all = Array.from(chosen, (file, i) => {
    if (typeof file === "string") {
      const message = `${WHERE}: folder is an array with ${show(file)} → give one path; several folders are several data sets`;
      throw new FashionWasmError("INVALID_ARGUMENT", message);
    }
    if (!isBlob(file) || !("name" in file) || typeof file.name !== "string") {
      const message = `${WHERE}: folder[${i}] is ${show(file)} → give the Files of a chosen folder, as input.files has them`;
      throw new FashionWasmError("INVALID_ARGUMENT", message);
    }
    const path = ((file as File).webkitRelativePath ?? "").split("/").slice(1);
    if (path.length > 0) return { source: file, parts: path, isNamed: false };
    return { source: file, parts: file.name.split("/").filter((part) => part !== "" && part !== "."), isNamed: true };
  });
  const above = all
    .filter(({ parts, isNamed }) => isNamed && isImage(parts) && !parts.slice(-2, -1).some(isForeignFolder))
    .reduce((least, { parts }) => Math.min(least, parts.length - 2), Number.POSITIVE_INFINITY);
  const folders = new Set<string>();
  const files: FolderFile[] = [];
  for (const { source, parts: whole, isNamed } of all) {
    const parts = isNamed ? whole.slice(Math.min(Math.max(above, 0), whole.length - 1)) : whole;
    const inFolders = parts.slice(0, -1);
    if (inFolders.some((name, i) => isForeignFolder(name) && !(i === 0 && isClass(name)))) continue;
    if (inFolders[0] !== undefined) folders.add(inFolders[0]);
    if (!parts.at(-1)?.startsWith(".")) files.push({ source, name: parts.join("/"), parts });
  }
  return { folders: [...folders], files };
}

/** Whether the name of a file is that of an image that is read. */
export function isImage(parts: readonly string[]): boolean {
  return /^[^.].*\.(png|jpe?g|jfif|webp)$/i.test(parts.at(-1) ?? "");
}

/** Whether the name of a file is that of an image of a format that is not read. */
export function isOtherImage({ parts }: FolderFile): boolean {
  return (
    /\.(a?png|avif|bmp|dng|gif|hei[cf]|ico|j2k|jp2|jpe|jxl|p[bgnp]m|svg|tga|tiff?)$/i.test(parts.at(-1) ?? "") &&
    !isImage(parts)
  );
}

/** Returns a DATA_NOT_FOUND error that says what a folder of images is. */
export function notFound(what: string): FashionWasmError {
  return new FashionWasmError(
    "DATA_NOT_FOUND",
    `${WHERE}: ${what} → give a folder with one folder per class and the images (.png, .jpg, .webp) in them`,
  );
}
