/**
 * The photos that a command line names: files, and the folders that they lie in.
 *
 * A file that was named is a photo, whatever it holds: what is wrong with it becomes its row. In a folder a file is one if it
 * begins as a PNG, JPEG or WebP does, or is called so; the rest is counted. Hidden files are left out, and so is what systems
 * and tools put among a person's files. The order is that of `dataset.fromFolder`: paths by code units.
 */
import type { Dirent } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { ioError } from "#platform/io-error";
import type { FashionWasmError } from "../../index.js";
import { isForeignFolder } from "../../options/foreign-folders.js";
import { schemeOf, shownAddress } from "../../platform/address.js";
import { UsageError } from "../exit.js";
import { kind } from "../run-folder.js";

/** A photo, and the place it was found at. */
export interface PhotoFile {
  /** As the user named it, or its folder. */
  readonly file: string;
  /** Absolute: a relative one may look like a URL. */
  readonly path: string;
  /** Why it cannot be looked at: a folder that cannot be read. */
  readonly error?: FashionWasmError;
}

/** What was found. */
export interface FoundPhotos {
  readonly photos: readonly PhotoFile[];
  /** How often a photo was named once more. */
  readonly twice: number;
  /** Files in folders that are none. */
  readonly others: readonly string[];
  /** Folders in folders that were not looked into. */
  readonly unseen: readonly string[];
}

/** Finds them. Errors: USAGE for a URL. */
export async function findPhotos(
  sources: readonly string[],
  { recursive }: { readonly recursive: boolean },
): Promise<FoundPhotos> {
  const found = new Map<string, PhotoFile>();
  const others: string[] = [];
  const unseen: string[] = [];
  let twice = 0;
  const add = (photo: PhotoFile) => {
    if (found.has(photo.path)) twice += 1;
    else found.set(photo.path, photo);
  };
  for (const source of sources) {
    const what = await kind(source);
    if (what === "nothing") refuseUrl(source);
    if (what !== "folder") {
      add({ file: source, path: resolve(source) });
      continue;
    }
    const inside = await filesIn(source, recursive);
    for (const photo of inside.photos) add(photo);
    others.push(...inside.others);
    unseen.push(...inside.unseen);
  }
  const rest = new Set(others.filter((file) => !found.has(resolve(file)))); // one may also be named by itself
  return { photos: [...found.values()], twice, others: [...rest], unseen: [...new Set(unseen)] };
}

function refuseUrl(source: string): void {
  const scheme = schemeOf(source);
  const isUrl =
    /^[a-z][a-z0-9+.-]+:\/\//i.test(source) || ["http", "https", "data", "blob", "file"].includes(scheme ?? "");
  if (!isUrl) return;
  const advice = scheme === "file" ? "name its path" : "download the photos, and name their files or folder";
  throw new UsageError(`${shownAddress(source)} is a URL, and predict reads files of this machine → ${advice}`);
}

type InFolder = Pick<FoundPhotos, "photos" | "others" | "unseen">;

async function filesIn(folder: string, recursive: boolean): Promise<InFolder> {
  const photos: PhotoFile[] = [];
  const others: string[] = [];
  const unseen: string[] = [];
  const seen = new Set<string>(); // links may go in a circle
  const walk = async (inside: string): Promise<void> => {
    let entries: Dirent[];
    try {
      const place = await realpath(inside);
      if (seen.has(place)) return;
      seen.add(place);
      entries = await readdir(inside, { withFileTypes: true });
    } catch (cause) {
      photos.push({ file: inside, path: resolve(inside), error: ioError("read", inside, cause) });
      return;
    }
    for (const entry of entries) {
      const { name } = entry;
      if (name.startsWith(".")) continue;
      const file = inside.endsWith("/") || inside.endsWith(sep) ? `${inside}${name}` : `${inside}${sep}${name}`;
      const what = await kindOf(file, entry);
      if (what === "folder") {
        if (isForeignFolder(name)) continue;
        if (recursive) await walk(file);
        else unseen.push(file);
      } else if (isCalledPhoto(name) || (what === "file" && (await beginsAsPhoto(file)))) {
        photos.push({ file, path: resolve(file) });
      } else others.push(file);
    }
  };
  await walk(folder);
  return { photos: photos.sort((a, b) => (a.file < b.file ? -1 : 1)), others: others.sort(), unseen: unseen.sort() };
}

/** Links followed. */
async function kindOf(path: string, entry: Dirent): Promise<"file" | "folder" | "other"> {
  const found = entry.isSymbolicLink() ? await stat(path).catch(() => entry) : entry;
  if (found.isDirectory()) return "folder";
  return found.isFile() ? "file" : "other";
}

/** As `dataset.fromFolder` knows images. */
function isCalledPhoto(name: string): boolean {
  return /\.(png|jpe?g|jfif|webp)$/i.test(name);
}

/** By its first bytes. A file that cannot be read, and is not called a photo, is none. */
async function beginsAsPhoto(path: string): Promise<boolean> {
  const head = Buffer.alloc(12);
  try {
    const file = await open(path, "r");
    await file.read(head, 0, head.length, 0).finally(() => file.close());
  } catch {
    return false;
  }
  const text = head.toString("latin1");
  return text.startsWith("\x89PNG\r\n\x1a\n") || text.startsWith("\xff\xd8\xff") || /^RIFF.{4}WEBP/s.test(text);
}
