/**
 * A folder of images on disk: whether it is one, and whether it has training images and test images.
 *
 * Its own folders `train` and `test` are its parts. One of them alone is a part if it has folders itself, else a class that
 * is called so.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isForeignFolder } from "../options/foreign-folders.js";
import { kind } from "./run-folder.js";
import { say } from "./say.js";

/** A folder of images. */
export interface ImageTree {
  readonly path: string;
  /** The folders of its parts; none where its folders are classes. */
  readonly parts: { readonly train?: string; readonly test?: string };
}

const PUBLISHED = /^((train|t10k)-(images-idx3|labels-idx1)-ubyte|fashion-mnist_(train|test)\.csv)(\.gz)?$/;
const IMAGE = /\.(png|jpe?g|jfif|webp)$/i;

/** Looks at the place of `--data`; null for one that is no folder, has files of Fashion-MNIST, or neither folders nor images. */
export async function imageTree(place: string): Promise<ImageTree | null> {
  const path = pathOf(place);
  if (path === null || (await kind(path)) !== "folder") return null;
  const names = (await readdir(path)).filter((name) => !name.startsWith("."));
  if (names.some((name) => PUBLISHED.test(name))) return null;
  const folders = await foldersOf(path, names);
  if (folders.length === 0 && !names.some((name) => IMAGE.test(name))) return null;
  const [train, test] = ["train", "test"].map((name) => (folders.includes(name) ? join(path, name) : undefined));
  if (train !== undefined && test !== undefined) return withParts(path, { train, test }, folders);
  const only = train ?? test;
  if (only === undefined || (await foldersOf(only)).length === 0) return { path, parts: {} };
  return withParts(path, train === undefined ? { test: only } : { train: only }, folders);
}

/** The path that a place is, or that the URL of a file means; null for another URL, and for what `loadFashionMnist` refuses. */
function pathOf(place: string): string | null {
  if (!/^file:/i.test(place)) return place;
  try {
    return fileURLToPath(place);
  } catch {
    return null;
  }
}

/** Says which folders are left out: a validation set beside the others, or classes that lie a floor too high. */
function withParts(path: string, parts: ImageTree["parts"], folders: readonly string[]): ImageTree {
  const others = folders.filter((name) => !Object.hasOwn(parts, name));
  if (others.length > 0) {
    say(
      `${path}: only ${Object.keys(parts).join(" and ")} ${others.length === 1 ? "is" : "are"} read, not ${others.join(", ")}`,
    );
  }
  return { path, parts };
}

async function foldersOf(path: string, names?: readonly string[]): Promise<string[]> {
  const all = (names ?? (await readdir(path))).filter((name) => !isForeignFolder(name));
  const kinds = await Promise.all(all.map((name) => kind(join(path, name))));
  return all.filter((_, i) => kinds[i] === "folder");
}
