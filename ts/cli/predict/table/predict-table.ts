/**
 * `fashion-wasm predict` of a table: its rows, one by one, with what each shows; in memory that stays flat, to be gone on with
 * after any end.
 *
 * Reading: ts/data/table. What columns mean: layout.ts. Answers: answerer.ts. The loop: label-rows.ts. Where rows go: sink.ts.
 */
import { resolve } from "node:path";
import { openTable } from "../../../data/table/table.js";
import { UsageError } from "../../exit.js";
import { watchSignals } from "../../interruption.js";
import { OutputFiles } from "../../output-files.js";
import { patiently } from "../../patience.js";
import { removeEmpty } from "../../run-folder.js";
import { say, writeJson } from "../../say.js";
import { prepareOutputs } from "../outputs.js";
import { sheetPage } from "../page-file.js";
import { MOST_PHOTOS, Sheet } from "../sheet.js";
import { Tally } from "../tally.js";
import { topKOf } from "../top-k.js";
import { photoAnswerer, pixelAnswerer } from "./answerer.js";
import { Download } from "./download.js";
import { formatOf, openInput, STANDARD_STREAM } from "./input.js";
import { partialOf, removeJournal } from "./journal.js";
import { labelRows } from "./label-rows.js";
import { layoutOf } from "./layout.js";
import { earlierRun, originOf, type Rest, restOf } from "./resume.js";
import { showRows } from "./rows-progress.js";
import { FileSink, isWhole, type Sink, standardSink } from "./sink.js";
import { tellTable } from "./table-end.js";
import { openModel, type TableModel } from "./table-model.js";
import { outPlace } from "./table-places.js";
import { checkSettings, type TableSettings } from "./table-settings.js";
import { toldFields, writerOf } from "./told-fields.js";

/** Labels the table, writes and prints the result; rejects with FashionWasmError of any code, Incomplete or Interrupted. */
export async function predictTable(settings: TableSettings): Promise<void> {
  checkSettings(settings);
  const watch = watchSignals("before a row was read");
  const { signal } = watch;
  const { source, page } = settings;
  let made: readonly string[] = [];
  let model: TableModel | undefined;
  let sink: Sink | undefined;
  try {
    const place = await outPlace(settings);
    const out = place?.path ?? null;
    const journal = out === null ? null : await earlierRun(out, settings);
    const isDone = out !== null && journal !== null && (await isWhole(out, journal));
    made = await prepareOutputs({ ...settings, out: out ?? undefined, force: settings.force || isDone });
    model = await watch.race(openModel(settings.model, settings.threads));
    const topK = topKOf(settings, model.classNames.length);
    const input = await openInput(source, 0, signal);
    const { name } = input;
    const format = settings.format ?? formatOf(source);
    const opened = await openTable(input.chunks, { name, format, header: settings.header, live: input.size === null });
    if (opened.columns.length === 0 && opened.first === null) return await empty(settings, name, out);
    const layout = layoutOf(name, opened, model.inputShape, settings);
    if (page !== undefined && layout.photos === null) {
      throw new UsageError(`--page draws photos, and ${name} holds pixels → leave it out`);
    }
    if (settings.images !== undefined && layout.photos === null) {
      throw new UsageError(`--images is about photos, and ${name} holds pixels → leave it out`);
    }
    const following = followingOf(settings, input.folder);
    const fields = toldFields(settings, model, opened, layout, topK);
    const writer = writerOf(settings, out, opened, layout, fields);
    const origin = originOf(settings, { input, model, fields, out, folder: following.folder }, journal);
    const rest = await restOf(settings, { input, table: opened, layout, journal }, signal);
    const tally = new Tally(model.classNames);
    if (journal !== null) tally.restore(journal.counted);
    const facts = {
      model: model.name,
      table: name,
      kind: layout.photos?.kind ?? "a table of pixels",
      resumedAt: journal?.rows ?? 0,
      review: model.classifier !== null,
      toStdout: out === null,
    };
    if (isDone) {
      // All rows were written, and the process ended before it took the journal away.
      await removeJournal(partialOf(out).journal);
      const summary = tally.summary(journal.seconds);
      return tellTable(settings, tally, new OutputFiles(), { ...facts, summary, files: [out], ofProduct: 0 });
    }
    sink = out === null ? standardSink() : await FileSink.open(out, { origin, journal, mode: place?.mode });
    const sheet = page === undefined ? null : new Sheet(MOST_PHOTOS);
    const how = { topK, preparation: settings.preparation, steps: sheet !== null, signal };
    const answerer =
      layout.photos === null
        ? pixelAnswerer(name, rest.table, layout, model, how)
        : photoAnswerer(name, rest.table, layout, model, following, how);
    const progress = showRows(readOf(rest), signal);
    const hashed = out !== null && !(input.canSkip && layout.photos?.product === undefined);
    const labelling = { answerer, writer, sink, tally, sheet, progress, signal, journal, hashed, out };
    const seconds = await labelRows({ ...labelling, strict: settings.strict ?? false, done: rest.done });
    const summary = tally.summary(seconds);
    const files = new OutputFiles();
    const written: string[] = out === null ? [] : [out];
    if (page !== undefined && sheet !== null) {
      const { classNames } = model;
      const shown = { sources: [source], classNames, summary, model: model.name, preparation: settings.preparation };
      const draw = () => sheetPage({ ...shown, photos: sheet.photos, table: out ?? undefined });
      if (await files.write(page, await patiently(`drawing ${page}`, draw))) written.push(page);
    }
    const { ofProduct } = answerer.found;
    tellTable(settings, tally, files, { ...facts, summary, files: written, ofProduct });
  } finally {
    watch.stop();
    await sink?.leave();
    if (source === STANDARD_STREAM) process.stdin.destroy(); // or it would be waited for
    removeEmpty(made);
    await model?.dispose();
  }
}

function followingOf(settings: TableSettings, folder: string) {
  const { fetch = false, fetchTimeout, fetchSize, fetchRedirects, fetchParallel } = settings;
  const limits = {
    ...(fetchTimeout !== undefined && { seconds: fetchTimeout }),
    ...(fetchSize !== undefined && { bytes: fetchSize * 2 ** 20 }),
    ...(fetchRedirects !== undefined && { redirects: fetchRedirects }),
    ...(fetchParallel !== undefined && { parallel: fetchParallel }),
  };
  return { folder: resolve(settings.images ?? folder), download: fetch ? new Download(limits) : null };
}

function readOf({ input, from }: Rest) {
  return { size: input.size, from, position: () => input.position() };
}

/** A table without a row. Errors: NotWritten. */
async function empty({ json }: TableSettings, name: string, out: string | null): Promise<void> {
  say(`${name} is empty`);
  const files = new OutputFiles();
  const isWritten = out !== null && (await files.write(out, ""));
  const result = { rows: 0, failed: 0, files: isWritten ? [out] : [] };
  files.finish(result);
  if (json) writeJson(result);
}
