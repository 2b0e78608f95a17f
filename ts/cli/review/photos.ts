/**
 * Where the photos of a table lie, and what may be served of them: PNG, JPEG and WebP files that the table names, nothing else.
 */
import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../exit.js";
import { isRemote } from "../predict/table/photo-reference.js";

/** Where a row's photo is. */
export type Place =
  | { readonly kind: "file"; readonly path: string }
  /** The photo itself, as a `data:` URL. */
  | { readonly kind: "inline"; readonly url: string }
  | { readonly kind: "address"; readonly url: string }
  | { readonly kind: "nothing" };

/** A photo that can be shown. */
export interface OpenPhoto {
  readonly file: FileHandle;
  readonly bytes: number;
  readonly type: string;
  /** Another one where the file has changed. */
  readonly tag: string;
}

/** Says where photos are; relative paths begin at `base`. */
export function placeOf(image: string, base: string): Place {
  const text = image.trim();
  if (text === "") return { kind: "nothing" };
  if (isRemote(text)) return { kind: "address", url: text.startsWith("//") ? `https:${text}` : text };
  if (/^data:/i.test(text)) return { kind: "inline", url: text };
  if (/^file:\/\//i.test(text)) {
    try {
      return { kind: "file", path: fileURLToPath(text) };
    } catch {
      return { kind: "nothing" };
    }
  }
  if (image.includes("\0")) return { kind: "nothing" };
  return { kind: "file", path: resolve(base, image) };
}

/** Opens a photo; a text says why it cannot be shown. */
export async function openPhoto(path: string): Promise<OpenPhoto | string> {
  let file: FileHandle | undefined;
  try {
    // Opening a FIFO would wait for its other end.
    if (!(await stat(path)).isFile()) return "it is no ordinary file";
    file = await open(path, constants.O_RDONLY);
    const { size, mtimeMs } = await file.stat();
    const head = Buffer.alloc(12);
    await file.read(head, 0, head.length, 0);
    const type = typeOf(head.toString("latin1"));
    if (type !== null) return { file, bytes: size, type, tag: `"${size}-${mtimeMs}"` };
    await file.close();
    return "it is no PNG, JPEG or WebP file";
  } catch (cause) {
    await file?.close();
    const { code = "" } = cause as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? "there is no such file" : `it cannot be read (${code})`;
  }
}

/** The bytes of a photo in a `data:` URL, and their type; a text says why it cannot be shown. */
export function inlinePhoto(url: string): { readonly bytes: Uint8Array; readonly type: string } | string {
  const [, text = ""] = /^data:[^,]*;base64,(.*)$/is.exec(url) ?? [];
  const bytes = Buffer.from(text, "base64");
  const type = typeOf(bytes.subarray(0, 12).toString("latin1"));
  return type === null ? "it is no PNG, JPEG or WebP file" : { bytes, type };
}

function typeOf(head: string): string | null {
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  return /^RIFF.{4}WEBP/s.test(head) ? "image/webp" : null;
}

/** Rows that are tried. */
const SOME = 50;

/**
 * Finds the folder that relative paths begin at: the one that was named, or of the current folder and the table's the one in
 * which the photos are.
 *
 * @param images what the first rows name.
 * @throws UsageError where they are in neither, or different ones in both.
 */
export async function findBase(table: string, images: readonly string[], named: string | undefined): Promise<string> {
  if (named !== undefined) {
    if ((await stat(named).catch(() => null))?.isDirectory()) return resolve(named);
    throw new UsageError(`--images ${named}: there is no such folder`);
  }
  const [here, beside] = [resolve("."), dirname(resolve(table))];
  const relative = images.filter((image) => placeOf(image, here).kind === "file" && !isAbsolute(image)).slice(0, SOME);
  if (relative.length === 0 || here === beside) return here;
  const [inHere, inBeside] = [await countIn(here, relative), await countIn(beside, relative)];
  if (inHere > 0 && inBeside > 0) {
    const both = `${relative[0]} and others are in ${here} and in ${beside}`;
    throw new UsageError(`${table}: ${both} → say which ones are meant by --images FOLDER`);
  }
  return inBeside > 0 ? beside : here;
}

/** Errors: USAGE where none of the photos is there. */
export async function checkAnyThere(table: string, images: readonly string[], base: string): Promise<void> {
  const places = images.map((image) => placeOf(image, base)).filter(({ kind }) => kind !== "nothing");
  if (places.length === 0 || places.some(({ kind }) => kind !== "file")) return;
  const paths = places.flatMap((place) => (place.kind === "file" ? [place.path] : [])).slice(0, SOME);
  if ((await countIn("/", paths)) > 0) return;
  const what = `none of the first ${paths.length} photos of ${table} is there, such as ${paths[0]}`;
  throw new UsageError(`${what} → run review in the folder where predict ran, or name the folder by --images`);
}

async function countIn(base: string, images: readonly string[]): Promise<number> {
  const found = await Promise.all(images.map((image) => stat(resolve(base, image)).catch(() => null)));
  return found.filter((each) => each?.isFile()).length;
}
