/** Folders and tables of a few images of the sample, as a person may have them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Dataset, encodePng } from "fashion-wasm";

/** Writes `folder/name/0.png` … for each name: up to `each` images of the class beside it. */
export async function writeFolders(
  folder: string,
  images: Dataset,
  classes: Readonly<Record<string, number>>,
  each: number,
): Promise<void> {
  for (const [name, label] of Object.entries(classes)) {
    mkdirSync(join(folder, name), { recursive: true });
    const places = [...images.labels.keys()].filter((i) => images.label(i) === label).slice(0, each);
    for (const [i, place] of places.entries()) {
      const file = await encodePng(images.image(place) as Uint8Array, images.imageShape);
      writeFileSync(join(folder, name, `${String(i).padStart(3, "0")}.png`), file);
    }
  }
}

/** Writes `label,pixel,…`, a row per image, without a header. */
export function writeTable(path: string, images: Dataset): void {
  const rows = [...images.labels].map((label, i) => [label, ...images.image(i)].join());
  writeFileSync(path, `${rows.join("\n")}\n`);
}

/** Writes three classes of coloured images, 12 high and 10 wide. */
export async function writeColours(folder: string, each: number): Promise<void> {
  for (const [channel, name] of ["red", "green", "blue"].entries()) {
    mkdirSync(join(folder, name), { recursive: true });
    for (let i = 0; i < each; i++) {
      const pixels = Uint8Array.from({ length: 12 * 10 * 3 }, (_, k) => (k % 3 === channel ? 200 + (k % 40) : 10 * i));
      writeFileSync(join(folder, name, `${i}.png`), await encodePng(pixels, [12, 10, 3]));
    }
  }
}
