/**
 * `fashion-wasm predict`: what photos show, which of them a person should look at, and the same as a table and as a page.
 *
 * Written against the public API alone. Finding photos: photo-files.ts; what a person sees: screen.ts.
 */
import type { PhotoClassifier } from "../../index.js";
import { Interrupted } from "../exit.js";
import { count, counted } from "../format.js";
import { type SignalWatch, watchSignals } from "../interruption.js";
import { OutputFiles } from "../output-files.js";
import { patiently } from "../patience.js";
import { openClassifier, photoModelOf } from "../photo-model.js";
import { removeEmpty } from "../run-folder.js";
import { say, writeJson } from "../say.js";
import { print } from "../stdout.js";
import { terminalOf } from "../terminal.js";
import { classifyAll } from "./classify-all.js";
import { tellFound } from "./found.js";
import { prepareOutputs } from "./outputs.js";
import { sheetPage } from "./page-file.js";
import { findPhotos, type PhotoFile } from "./photo-files.js";
import { showPhotos } from "./progress.js";
import { finish, resultJson } from "./result.js";
import type { Row } from "./rows.js";
import { drawPhotos } from "./screen.js";
import { Sheet } from "./sheet.js";
import { summaryOf } from "./summary.js";
import { photoFields, tableText } from "./table-file.js";
import { topKOf } from "./top-k.js";

/** The options of `fashion-wasm predict`. */
export interface PredictSettings {
  readonly sources: readonly string[];
  readonly model?: string;
  readonly out?: string;
  readonly page?: string;
  readonly topK?: number;
  readonly preparation: "auto" | "photo" | "none";
  readonly recursive?: boolean;
  readonly force?: boolean;
  readonly threads?: number;
  readonly json?: boolean;
}

/** Classifies the photos, prints and writes the result; rejects with FashionWasmError of any code, Incomplete or Interrupted. */
export async function predict(settings: PredictSettings): Promise<void> {
  const watch = watchSignals("before a photo was looked at");
  let classifier: PhotoClassifier | undefined;
  let made: readonly string[] = [];
  try {
    const { sources, recursive = false, out, page, preparation } = settings;
    made = await prepareOutputs(settings);
    const found = await patiently("looking for photos", () => watch.race(findPhotos(sources, { recursive })));
    tellFound(found, sources);
    const model = await photoModelOf(settings, "predict");
    classifier = await watch.race(openClassifier(settings, model));
    const { classNames } = classifier;
    const topK = topKOf(settings, classNames.length);
    const sheet = page === undefined ? null : new Sheet(found.photos.length);
    const { photos } = found;
    const { rows, seconds } = await classified(classifier, photos, { topK, preparation, sheet, watch });
    const summary = summaryOf(rows, classNames, seconds);
    const fields = photoFields(classNames, topK);
    const facts = { sources, classNames, summary, model, preparation, table: out };
    const drawn = sheet && (await patiently(`drawing ${page}`, () => sheetPage({ ...facts, photos: sheet.photos })));
    await unlessInterrupted(watch, photos.length);
    const files = new OutputFiles();
    const written: string[] = [];
    if (out !== undefined && (await files.write(out, tableText(out, rows, fields)))) written.push(out);
    if (page !== undefined && drawn !== null && (await files.write(page, drawn))) written.push(page);
    if (settings.json) {
      const { others, twice } = found;
      const json = resultJson(rows, fields, summary, { model, others: others.length, twice, files: written });
      finish(rows, files, json);
      writeJson(json);
    } else {
      const tables = written.filter((path) => path === out);
      const shown = { rows, summary, preparation, tables };
      print(`${drawPhotos(shown, terminalOf(process.stdout)).join("\n")}\n`);
      for (const file of written) say(`wrote ${file}`);
      finish(rows, files);
    }
  } finally {
    watch.stop();
    removeEmpty(made);
    await classifier?.dispose();
  }
}

/** Throws Interrupted where a signal came while a page was drawn, which takes its time in one turn. */
async function unlessInterrupted({ signal }: SignalWatch, photos: number): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal.aborted) throw interrupted(signal.reason as Interrupted, photos, photos);
}

function interrupted({ signal }: Interrupted, done: number, photos: number): Interrupted {
  const what = `${count(done)} of ${counted(photos, "photo")} were done, nothing is kept`;
  return new Interrupted(signal, what, { photos, done });
}

interface Classifying {
  readonly topK: number;
  readonly preparation: PredictSettings["preparation"];
  readonly sheet: Sheet | null;
  readonly watch: SignalWatch;
}

/** The rows of all photos, and the time from the first to the last. Errors: Interrupted, which says how many were done. */
async function classified(
  classifier: PhotoClassifier,
  photos: readonly PhotoFile[],
  { topK, preparation, sheet, watch }: Classifying,
): Promise<{ readonly rows: readonly Row[]; readonly seconds: number }> {
  const { signal } = watch;
  const rows: Row[] = new Array(photos.length);
  const progress = showPhotos(photos.length, signal);
  const began = performance.now();
  let done = 0;
  const settings = { topK, preparation, steps: sheet !== null, signal };
  const all = classifyAll(classifier, photos, {
    ...settings,
    onRow(place, row, answer) {
      rows[place] = row;
      done += 1;
      sheet?.add(place, row, answer);
      progress.add();
    },
  });
  try {
    await watch.race(all);
  } catch (error) {
    throw error instanceof Interrupted ? interrupted(error, done, photos.length) : error;
  } finally {
    progress.stop();
  }
  return { rows, seconds: (performance.now() - began) / 1000 };
}
