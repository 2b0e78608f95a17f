/**
 * The files of `explore --out`: a page, the grid and the one image as pictures.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Dataset, dataset, type Example, pngEncoder, sheetPng } from "../../index.js";
import { exploreHtml } from "../../report.js";
import type { LoadedImages } from "../load-images.js";
import { prepareFolder } from "../run-folder.js";

/** Writes them and answers with their paths; pictures only of grey bytes. Errors: IO. */
export async function writeExploreFiles(
  folder: string,
  { images, origin }: LoadedImages,
  sample: Example,
  shown: Dataset,
  columns: number,
): Promise<string[]> {
  await prepareFolder(folder);
  const written: string[] = [];
  const write = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, content);
    written.push(path);
  };
  const positions = [...(shown.indices ?? [])].map((place) => positionOf(images, place));
  const page = { title: origin, data: images, sample: sample.index, grid: { columns, positions } };
  await write("explore.html", exploreHtml({ ...page, png: await pngEncoder() }));
  if (images.imageShape[2] !== 1 || !(sample.image instanceof Uint8Array)) return written;
  await write("grid.png", await sheetPng(shown, { columns }));
  const labels = sample.label === null ? null : [sample.label];
  const { imageShape, classNames } = images;
  const alone = dataset.fromArrays({
    images: magnified(sample.image, imageShape),
    labels,
    imageShape: larger(imageShape),
    classNames,
  });
  await write("image.png", await sheetPng(alone, { columns: 1 }));
  return written;
}

/** The place in `images` of a place in their source. */
function positionOf({ indices }: Dataset, place: number): number {
  return indices === null ? place : indices.indexOf(place);
}

const SCALE = 10;

function larger([height, width, channels]: Dataset["imageShape"]): [number, number, number] {
  return [SCALE * height, SCALE * width, channels];
}

function magnified(image: Uint8Array, [height, width]: Dataset["imageShape"]): Uint8Array {
  return Uint8Array.from({ length: SCALE * SCALE * height * width }, (_, i) => {
    const [x, y] = [i % (SCALE * width), Math.floor(i / (SCALE * width))];
    return image[Math.floor(y / SCALE) * width + Math.floor(x / SCALE)] as number;
  });
}
