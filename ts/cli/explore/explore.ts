/**
 * `fashion-wasm explore`: what is in the data, before anything is trained on it.
 *
 * Written against the public API alone. What a person sees is in the files beside; `--out` writes the same as pictures and
 * a page (files.ts).
 */
import { createColors } from "picocolors";
import type { Dataset, Example, ImageShape } from "../../index.js";
import { drawBars } from "../bars.js";
import { withNames } from "../class-names.js";
import { count, counted, decimals } from "../format.js";
import { drawGarment } from "../garments.js";
import { watchSignals } from "../interruption.js";
import { checkPart, findImages, type Part } from "../load-images.js";
import { OutputFiles } from "../output-files.js";
import { checkExplorePlace } from "../page-place.js";
import { patiently } from "../patience.js";
import { printable, printableNames } from "../printable.js";
import { prepareFolder, removeEmpty } from "../run-folder.js";
import { say, writeJson } from "../say.js";
import { shrunk, sizeWithin } from "../shrunk.js";
import { print } from "../stdout.js";
import { type TableOptions, tableOptions } from "../table-options.js";
import { type Terminal, terminalOf } from "../terminal.js";
import { EXPLORE_NAMES, writeExploreFiles } from "./files.js";
import { drawPixelValues, howShown } from "./pixel-values.js";
import { drawTable } from "./table.js";
import { drawThumbnails, tileSize } from "./thumbnails.js";

/** The options of `fashion-wasm explore`. */
export interface ExploreSettings extends TableOptions {
  readonly data?: string;
  readonly part?: Part;
  readonly seed: number;
  readonly grid: readonly [rows: number, columns: number];
  readonly classNames?: readonly string[];
  readonly imageShape?: ImageShape;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Images and where they came from. */
export interface Explored {
  readonly images: Dataset;
  readonly origin: string;
}

/** Loads the images and shows them; rejects with FashionWasmError of any code, or Interrupted. */
export async function explore(settings: ExploreSettings): Promise<void> {
  const watch = watchSignals("before all was shown");
  let made: readonly string[] = [];
  try {
    const { part, classNames, imageShape, data, seed, grid, out, force } = settings;
    if (out !== undefined && !force) await checkExplorePlace(out, EXPLORE_NAMES);
    if (out !== undefined) made = await prepareFolder(out);
    const wanted = { data, classNames, imageShape, ...tableOptions(settings), signal: watch.signal };
    const found = await watch.race(findImages(wanted));
    checkPart(found, part);
    const images = await watch.race(found.load(part ?? "train"));
    const explored = { images, origin: found.originOf(part ?? "train") };
    const [rows, columns] = grid;
    const sample = images.sample(seed);
    const shown = images.shuffle(seed).head(rows * columns);
    const files = new OutputFiles();
    const written =
      out === undefined
        ? null
        : await patiently(`drawing into ${out}`, () =>
            writeExploreFiles(out, explored, { sample, shown, columns, signal: watch.signal, files }),
          );
    if (settings.json) {
      const json = { ...facts(explored, sample), files: written };
      files.finish(json);
      writeJson(json);
    } else {
      const terminal = terminalOf(process.stdout);
      const plain = withNames(images, printableNames(images.classNames));
      const origin = printable(explored.origin);
      const drawn = plain.shuffle(seed).head(rows * columns);
      const lines = [
        ...report({ images: plain, origin }, plain.sample(seed), terminal),
        ...pictures(drawn, columns, terminal),
      ];
      print(`${lines.join("\n")}\n`);
      for (const file of written ?? []) say(`wrote ${file}`);
      files.finish();
    }
  } finally {
    watch.stop();
    removeEmpty(made);
  }
}

function report({ images, origin }: Explored, sample: Example, terminal: Terminal): string[] {
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

function pictures(shown: Dataset, columns: number, terminal: Terminal): string[] {
  if (shown.imageShape[2] !== 1) return [];
  const inRow = Math.min(columns, shown.length);
  const { lines, columns: fitting } = drawThumbnails(shown, inRow, terminal);
  const tile = tileSize(shown, Number.POSITIVE_INFINITY).width + 1;
  const less = `the first ${fitting} of ${inRow} columns: a terminal of ${inRow * tile - 1} columns, or --out, shows all`;
  return ["", `${counted(shown.length, "image")} drawn at random${fitting < inRow ? `, ${less}` : ""}`, ...lines];
}

function facts({ images, origin }: Explored, sample: Example): Record<string, unknown> {
  const { mean, std, min, max, tones } = images.statistics();
  return {
    data: origin,
    shape: images.shape,
    classNames: images.classNames,
    classCounts: images.labelled ? images.classCounts() : null,
    mean,
    std,
    min,
    max,
    tones,
    sample: { ...sample, image: [...sample.image] },
  };
}
