/**
 * A folder of images, `class/name.png`: which files are taken, and which class each belongs to.
 *
 * In Node a path; in a browser the files of an `<input type="file" webkitdirectory>`, which know their folder. Files:
 * folder-files.ts; classes: folder-classes.ts; decoding: image-files.ts.
 */
import { FashionWasmError } from "../errors.js";
import { optionsObject } from "../options/check.js";
import { isKind } from "../options/kinds.js";
import { listOfSome, show } from "../options/show.js";
import { warn } from "../options/warn.js";
import type { HostFile, HostUrl } from "../platform/host-types.js";
import { checkNames } from "./arrays.js";
import { classesOfFolders, sortedNames } from "./folder-classes.js";
import { chosenFiles, type FolderFile, filesOnDisk, isImage, isOtherImage, notFound } from "./folder-files.js";
import type { ImageFilesOptions, ImagesOptions } from "./image-files.js";

/** Options of `dataset.fromFolder`. */
export interface FolderOptions extends ImageFilesOptions {
  /**
   * A path (Node), or the files of a chosen folder (`input.files`). Folders in it are classes; a folder without folders holds
   * images without labels. An empty folder is a class too, but not among chosen files, which know nothing of it.
   *
   * Files that do not end in .png, .jpg, .jpeg, .jfif or .webp are left out, with a warning where they are images; so are names
   * that begin with a dot, and folders that systems and tools make by themselves (`@eaDir`, `__MACOSX`, …).
   */
  readonly folder: string | HostUrl | Iterable<HostFile>;
  /**
   * A name per class, in the order of the class numbers; default: the folders' names, sorted, in Unicode's composed form. A
   * folder is named by its class's name, with `_`, `-`, `:`, a blank or nothing for `/`, or by its number. Folders
   * without images that are none of the classes are left out.
   */
  readonly classNames?: readonly string[];
}

const WHERE = "dataset.fromFolder";
/** Files that systems put beside images. */
const NOT_MADE_BY_HAND = /^((eh)?thumbs(_vista)?\.db|desktop\.ini|icon\r)$/i;

/** The images of a folder, and their paths from the folder on. */
export type FoundImages = ImagesOptions & { readonly fileNames: readonly string[] };

/** Finds the images of a folder, sorted by class and name. Errors: DATA_NOT_FOUND, DATA_MISMATCH, INVALID_ARGUMENT, IO. */
export async function imagesInFolder(options: FolderOptions): Promise<FoundImages> {
  const known = ["folder", "imageShape", "classNames", "maxBytes", "signal"] as const;
  const { folder, ...rest } = optionsObject(WHERE, options, known);
  if (rest.classNames !== undefined) checkNames(WHERE, rest.classNames);
  const isPath = typeof folder === "string" || isKind(folder, "URL");
  const isBlank = typeof folder === "string" && folder.trim() === ""; // would be the current folder
  if (isBlank || (!isPath && (folder === null || typeof folder !== "object" || !(Symbol.iterator in folder)))) {
    const message = `${WHERE}: folder is ${show(folder)} → give a path, or the files of a chosen folder`;
    throw new FashionWasmError("INVALID_ARGUMENT", message);
  }
  const isClass = (name: string) => rest.classNames?.includes(name) === true;
  const content = isPath ? await filesOnDisk(folder, isClass) : chosenFiles(folder, isClass);
  // Chosen files come in any order; messages name the same ones as on disk.
  const folders = [...content.folders].sort();
  const files = [...content.files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const images = files.filter(({ parts }) => isImage(parts));
  const [top, found, deeper] = [
    images.filter(at(1)),
    images.filter(at(2)),
    images.filter(({ parts }) => parts.length > 2),
  ];
  const others = files.filter(isOtherImage);
  const taken = folders.length === 0 ? top : found;
  if (taken.length === 0) {
    const place = isPath ? `${folder} holds` : "the chosen files hold";
    const facts = [
      deeper.length > 0 && `deeper: ${counted(deeper)}`,
      folders.length > 0 && top.length > 0 && `beside its folders: ${counted(top)}`,
      others.length > 0 && `of another format: ${counted(others)}`,
    ].filter((fact) => fact !== false);
    if (files.length > 0) throw notFound([`${place} no image in a folder of its class`, ...facts].join("; "));
    const [its, are] = folders.length === 1 ? ["its folder", "is"] : ["its folders", "are"];
    const why = folders.length === 0 ? "nothing is in it" : `${its} ${listOfSome(folders, 5)} ${are} empty`;
    throw notFound(`${place} no image: ${why}`);
  }
  if (folders.length > 0) checkPlaces(top, deeper, content.unseen);
  const used = new Set(found.map(folderOf));
  for (const name of folders) {
    if (used.has(name)) continue;
    checkHollow(
      name,
      files.filter((file) => folderOf(file) === name),
      rest.classNames !== undefined,
    );
  }
  const classes = folders.length > 0 ? classesOfFolders(folders, used, rest.classNames) : undefined;
  if (others.length > 0) {
    const message = `${counted(others)}, of another format than PNG, JPEG and WebP: left out → convert what is to be used`;
    warn(WHERE, message);
  }
  // Files are in the order of their names, and this sort keeps it.
  const order = new Map(sortedNames(folders).map((name, i) => [name, i]));
  const placeOf = (file: FolderFile) => order.get(folderOf(file)) ?? 0;
  const inOrder = [...taken].sort((a, b) => placeOf(a) - placeOf(b));
  return {
    ...rest,
    images: inOrder.map(({ source }) => source),
    names: inOrder.map(({ name }) => name),
    fileNames: inOrder.map(({ parts }) => parts.join("/")),
    labels: classes ? Uint32Array.from(inOrder, (file) => classes.numbers.get(folderOf(file)) as number) : null,
    ...(classes && { classNames: classes.classNames }),
  };
}

const at = (depth: number) => (file: FolderFile) => file.parts.length === depth;
/** The folder that a file lies in, at any depth; a file at the top is in none. */
const folderOf = ({ parts }: FolderFile) => (parts.length > 1 ? (parts[0] as string) : "");

/** Refuses images outside the folders of the classes: they would be left out silently. */
function checkPlaces(top: readonly FolderFile[], deeper: readonly FolderFile[], unseen: string | undefined): void {
  const advice = "put images into the folder of their class itself, or remove what is no class";
  const place = "below the folders of the classes";
  if (deeper.length > 0) throw mismatch(`${place}: ${counted(deeper)} → ${advice}`);
  if (unseen !== undefined)
    throw mismatch(`${place} are very many folders, or links in a circle: ${unseen} → ${advice}`);
  if (top.length > 0) throw mismatch(`beside the folders of the classes: ${counted(top)} → ${advice}`);
}

/** Refuses a folder without images that has other files, unless classNames names it: it is probably no class. */
function checkHollow(name: string, files: readonly FolderFile[], isNamed: boolean): void {
  const others = files.filter(isOtherImage);
  if (others.length > 0) {
    throw mismatch(
      `the folder ${show(name)} holds no PNG, JPEG or WebP, but ${counted(others)} → convert or remove them`,
    );
  }
  const rest = files.filter(({ parts }) => !NOT_MADE_BY_HAND.test(parts.at(-1) as string));
  if (isNamed || rest.length === 0) return;
  const advice = "remove it if it is no class, or give classNames";
  throw mismatch(`the folder ${show(name)} holds no image, but ${(rest[0] as FolderFile).name} → ${advice}`);
}

/** Returns `3 images, e.g. a/more/2.png`. */
function counted(files: readonly FolderFile[]): string {
  return `${files.length} image${files.length === 1 ? "" : "s"}, e.g. ${(files[0] as FolderFile).name}`;
}

function mismatch(what: string): FashionWasmError {
  return new FashionWasmError("DATA_MISMATCH", `${WHERE}: ${what}`);
}
