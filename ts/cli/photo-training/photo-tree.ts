/**
 * Whether the images in a folder are photos, to be prepared, or images of one small size, to be taken as they are.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { FashionWasmError, preparePhoto } from "../../index.js";
import { isForeignFolder } from "../../options/foreign-folders.js";

/** How images are read: `auto` finds it out. */
export type Preparation = "auto" | "photo" | "none";

/** Images of each class that are looked at. */
const LOOKED_AT = 3;
/** Images with a longer side are photos. */
const LARGEST_SIDE = 64;
const IMAGE = /^[^.].*\.(png|jpe?g|jfif|webp)$/i;

/** Why the images of some folders are photos: one that is large; null where they are none. Looks at the first few of each class. */
export async function whyPhotos(folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    for (const path of await someImages(folder)) {
      const size = await sizeOf(path);
      if (size === null) continue;
      const [height, width] = size;
      if (Math.max(height, width) > LARGEST_SIDE) return `${path} is ${height}×${width} (height × width)`;
    }
  }
  return null;
}

async function someImages(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const inside = entries.filter(
    (entry) => entry.isDirectory() && !isForeignFolder(entry.name) && !entry.name.startsWith("."),
  );
  const own = [{ path: folder, names: entries.map(({ name }) => name) }];
  const places = inside.length === 0 ? own : await Promise.all(inside.map(({ name }) => listed(join(folder, name))));
  return places.flatMap(({ path, names }) =>
    names
      .filter((name) => IMAGE.test(name))
      .sort()
      .slice(0, LOOKED_AT)
      .map((name) => join(path, name)),
  );
}

async function listed(path: string) {
  return { path, names: await readdir(path).catch(() => []) };
}

/** Null for what cannot be read: whoever reads all will say so. */
async function sizeOf(path: string): Promise<[height: number, width: number] | null> {
  try {
    const { height, width } = await preparePhoto(path);
    return [height, width];
  } catch (error) {
    if (error instanceof FashionWasmError) return null;
    throw error;
  }
}
