/** Photos for the tests of `predict`: garments of the sample, dark on a light background, as a shop would have them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Dataset, encodePng } from "fashion-wasm";

/** A photo of image `i`: `scale` pixels for each of its own, with a margin around it. */
export async function photoOf(images: Dataset, i: number, scale = 6): Promise<Uint8Array> {
  const image = images.image(i);
  const margin = 4 * scale;
  const side = 28 * scale + 2 * margin;
  const pixels = Uint8Array.from({ length: side * side }, (_, at) => {
    const [y, x] = [Math.floor(at / side) - margin, (at % side) - margin].map((place) => Math.floor(place / scale));
    const inside = [y, x].every((place) => (place as number) >= 0 && (place as number) < 28);
    return 245 - (inside ? (235 * (image[(y as number) * 28 + (x as number)] ?? 0)) / 255 : 0);
  });
  return encodePng(pixels, [side, side, 1]);
}

/** Writes files into a folder: a number is the photo of that image, `{ image }` the image itself, a text what the file holds. */
export async function writePhotos(
  folder: string,
  images: Dataset,
  files: Readonly<Record<string, number | string | { readonly image: number }>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await bytesOf(images, content));
  }
}

async function bytesOf(images: Dataset, content: number | string | { readonly image: number }): Promise<Uint8Array> {
  if (typeof content === "string") return Buffer.from(content);
  if (typeof content === "number") return photoOf(images, content);
  return encodePng(images.image(content.image) as Uint8Array, images.imageShape);
}
