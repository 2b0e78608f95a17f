/**
 * What a person sees of the data in a terminal: pure text, for the terminal's width.
 */
import { createColors } from "picocolors";
import type { Dataset, Example } from "../../index.js";
import type { ExploreInput } from "../../report.js";
import { drawBars } from "../bars.js";
import { count, counted, decimals } from "../format.js";
import { drawGarment } from "../garments.js";
import { shrunk, sizeWithin } from "../shrunk.js";
import type { Terminal } from "../terminal.js";
import type { Explored } from "./explore.js";
import { drawPixelValues, howShown } from "./pixel-values.js";
import { drawTable } from "./table.js";
import { drawThumbnails, tileSize } from "./thumbnails.js";

/** Everything but the grid: what there is, the table, classes, tones, one image. */
export function drawReport({ images, origin }: Explored, sample: Example, terminal: Terminal): string[] {
  const colour = createColors(terminal.colours !== "none");
  const { width } = terminal;
  const { mean, std, min, max, tones } = images.statistics();
  const title = (text: string) => ["", colour.bold(text)];
  return [
    colour.bold(`${counted(images.length, "image")} of ${images.imageShape.join("×")}`),
    `from ${origin}`,
    `pixels from ${min} to ${max}, mean ${decimals(mean)}, standard deviation ${decimals(std)}`,
    ...title("the table: a row per image"),
    ...drawTable(images, width),
    ...(images.labelled ? [...title(classTitle(images)), ...drawBars(classBars(images), width)] : []),
    ...(tones === null
      ? []
      : [...title("pixels of each tone, 0 is black and 255 white"), ...drawBars(toneBars(tones), width)]),
    ...title(
      `image ${count(sample.index)}${sample.className === null ? "" : `: ${sample.className} (label ${sample.label})`}`,
    ),
    ...one(images, sample, terminal),
  ];
}

/** Bars of more classes would scroll everything else away. */
const MOST_CLASSES = 100;

function classTitle({ classNames: { length } }: Dataset): string {
  const title = "images of each class";
  return length <= MOST_CLASSES ? title : `${title}, the first ${MOST_CLASSES} of ${count(length)}`;
}

function classBars(images: Dataset) {
  const counts = images.classCounts().slice(0, MOST_CLASSES);
  return counts.map((value, label) => ({ name: `${label} ${images.classNames[label] ?? ""}`, value }));
}

/** 16 bars of 16 tones. */
function toneBars(tones: readonly number[]) {
  return Array.from({ length: 16 }, (_, i) => ({
    name: `${String(16 * i).padStart(3)} … ${String(16 * i + 15).padStart(3)}`,
    value: tones.slice(16 * i, 16 * i + 16).reduce((sum, n) => sum + n, 0),
  }));
}

function one({ imageShape }: Dataset, { image }: Example, terminal: Terminal): string[] {
  const [height, width, channels] = imageShape;
  if (channels !== 1) return [`${channels} channels: --out shows it in colour`];
  const to = sizeWithin({ width, height }, { width: Math.min(terminal.width, MOST_PIXELS), height: MOST_PIXELS });
  const small = shrunk({ pixels: image, width, height }, to);
  const isSmaller = to.width < width || to.height < height;
  const size = `${to.height}×${to.width} of ${height}×${width} pixels (height × width)`;
  return [
    ...(isSmaller ? [`drawn smaller, ${size}: each is the mean of those it covers`] : []),
    ...drawGarment(small.pixels, to.width, to.height, terminal.colours),
    "",
    `its ${counted(width * height, "number")}${howShown(width, height, terminal.width)}`,
    ...drawPixelValues(image, width, height, terminal),
  ];
}

/** Pixels a side of an image that is drawn as it is, where the terminal is wide enough: more would scroll everything away. */
const MOST_PIXELS = 128;

/** Images as training would see them, in rows whose first is the image itself. */
export function drawAugmented(
  { data, columns, layers }: NonNullable<ExploreInput["augmented"]>,
  terminal: Terminal,
): string[] {
  if (data.imageShape[2] !== 1) return [];
  const { lines } = drawThumbnails(data, columns, terminal);
  return [
    "",
    "as training sees them: the first of each row is the image itself",
    ...wrapped(layers, terminal.width),
    ...lines,
  ];
}

/** The grid, of grey images; `shown` are `columns` to a row. */
export function drawGrid(shown: Dataset, columns: number, terminal: Terminal): string[] {
  if (shown.imageShape[2] !== 1) return [];
  const inRow = Math.min(columns, shown.length);
  const { lines, columns: fitting } = drawThumbnails(shown, inRow, terminal);
  const tile = tileSize(shown, Number.POSITIVE_INFINITY).width + 1;
  const less = `the first ${fitting} of ${inRow} columns: a terminal of ${inRow * tile - 1} columns, or --out, shows all`;
  return ["", `${counted(shown.length, "image")} drawn at random${fitting < inRow ? `, ${less}` : ""}`, ...lines];
}

/** Words in lines of a terminal's width. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
