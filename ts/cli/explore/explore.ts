/**
 * `fashion-wasm explore`: what is in the data, before anything is trained on it.
 *
 * Written against the public API alone. What a person sees: screen.ts; `--out` writes the same as pictures and
 * a page (files.ts).
 */
import type { Dataset, Example, ImageShape, Layer } from "../../index.js";
import { withNames } from "../class-names.js";
import { watchSignals } from "../interruption.js";
import { checkPart, findImages, type Part } from "../load-images.js";
import { OutputFiles } from "../output-files.js";
import { checkExplorePlace } from "../page-place.js";
import { patiently } from "../patience.js";
import { printable, printableNames } from "../printable.js";
import { prepareFolder, removeEmpty } from "../run-folder.js";
import { say, writeJson } from "../say.js";
import { print } from "../stdout.js";
import { type TableOptions, tableOptions } from "../table-options.js";
import { terminalOf } from "../terminal.js";
import { augmentInWords } from "../train/augment-option.js";
import { augmentedImages } from "./augmented.js";
import { EXPLORE_NAMES, writeExploreFiles } from "./files.js";
import { drawAugmented, drawGrid, drawReport } from "./screen.js";

/** The options of `fashion-wasm explore`. */
export interface ExploreSettings extends TableOptions {
  readonly data?: string;
  readonly part?: Part;
  readonly seed: number;
  readonly grid: readonly [rows: number, columns: number];
  readonly augment?: readonly Layer[];
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
    const { augment } = settings;
    const drawnAnew = augment === undefined ? null : await watch.race(augmentedImages(images, augment, seed));
    const layers = augmentInWords(augment ?? []);
    const augmented = drawnAnew === null ? undefined : { data: drawnAnew.images, columns: drawnAnew.columns, layers };
    const files = new OutputFiles();
    const written =
      out === undefined
        ? null
        : await patiently(`drawing into ${out}`, () =>
            writeExploreFiles(out, explored, { sample, shown, columns, augmented, signal: watch.signal, files }),
          );
    if (settings.json) {
      const json = { ...facts(explored, sample), ...(augment && { augment }), files: written };
      files.finish(json);
      writeJson(json);
    } else {
      const terminal = terminalOf(process.stdout);
      const plain = withNames(images, printableNames(images.classNames));
      const origin = printable(explored.origin);
      const drawn = plain.shuffle(seed).head(rows * columns);
      const lines = [
        ...drawReport({ images: plain, origin }, plain.sample(seed), terminal),
        ...drawGrid(drawn, columns, terminal),
        ...(augmented === undefined ? [] : drawAugmented(augmented, terminal)),
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
