/**
 * A catalogue as `fashion-wasm predict` writes it, read: which classes each item may be of, and under which names orders may
 * know it.
 */
import { pauses } from "../../data/busy.js";
import { fashionMnistClassNames } from "../../data/fashion-mnist-classes.js";
import { openTable, type TableRow } from "../../data/table/table.js";
import { FashionWasmError } from "../../errors.js";
import { optionsObject, signalOption } from "../../options/check.js";
import { NO_GARMENT } from "../../photo/examples.js";
import type { ByteSource } from "../../platform/byte-source.js";
import type { HostAbortSignal } from "../../platform/host-types.js";
import { orderSource } from "../orders/files.js";
import { Catalogue, type CatalogueRow } from "./catalogue.js";
import { type CatalogueColumns, catalogueColumns } from "./columns.js";
import { type CheckedConfusion, type ConfusionCounts, checkedConfusion } from "./confusion.js";
import { type ItemLabel, labelOf } from "./item-label.js";

/** Options of {@link readCatalogue}. */
export interface CatalogueOptions {
  /**
   * How often the classifier took which class for which, on images it was not trained on: for tables that have labels without
   * probabilities. Without it such labels are taken as certain.
   */
  readonly confusion?: ConfusionCounts;
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal;
}

const WHERE = "readCatalogue";

/** As face.ts says. */
export async function readCatalogue(source: ByteSource, options?: CatalogueOptions): Promise<Catalogue> {
  const { confusion: given, signal } = optionsObject(WHERE, options, ["confusion", "signal"]);
  const confusion = checkedConfusion(WHERE, given);
  const file = orderSource(WHERE, source, "source", "the catalogue");
  const abort = signalOption(WHERE, signal);
  abort?.throwIfAborted();
  const pause = pauses(abort);
  const table = await openTable(await file.open(abort), { name: file.name });
  const columns = catalogueColumns(table, file.name);
  const found: { label: ItemLabel; names: CatalogueRow["names"] }[] = [];
  let unlabelled = 0;
  for await (const { rows } of table.batches({ kept: table.columns.map((_, place) => place), pixels: [] })) {
    for (const row of rows) {
      const label = read(row, columns, file.name);
      const names = label === null ? [] : columns.namesOf(row.cells ?? []);
      if (label === null || names.length === 0) unlabelled += 1;
      else found.push({ label, names });
    }
    await pause();
  }
  const classNames = confusion?.classNames ?? classesOf(found.map(({ label }) => label));
  const rows = found.map(({ label, names }) => ({
    names,
    given: label.given && confusion === undefined,
    probabilities: probabilitiesOf(label, classNames, confusion, file.name),
  }));
  return new Catalogue(classNames, rows, unlabelled);
}

function read(row: TableRow, columns: CatalogueColumns, name: string): ItemLabel | null {
  if (row.error !== null) {
    const advice = row.error.includes("→") ? "" : " → give the table as predict wrote it";
    throw new FashionWasmError("TABLE_ROW", `${name}: line ${row.line}: ${row.error}${advice}`);
  }
  const label = labelOf(columns.answerOf(row.cells ?? []), `${name}: line ${row.line}`);
  return label === null || label.classes[0]?.[0] === NO_GARMENT ? null : label;
}

/** The ten classes in their order where there are no others, else all in the order of their names. */
function classesOf(labels: readonly ItemLabel[]): string[] {
  const names = new Set(labels.flatMap(({ classes }) => classes.map(([name]) => name)));
  names.delete(NO_GARMENT);
  const own: readonly string[] = fashionMnistClassNames;
  if ([...names].every((name) => own.includes(name))) return [...own];
  return [...names].sort((a, b) => (a < b ? -1 : 1));
}

function probabilitiesOf(
  { classes, given }: ItemLabel,
  classNames: readonly string[],
  confusion: CheckedConfusion | undefined,
  name: string,
): Float64Array {
  const place = (label: string): number => {
    const found = classNames.indexOf(label);
    if (found >= 0) return found;
    const what = `${name}: has the label ${JSON.stringify(label)}, which is none of the confusion's classes`;
    throw new FashionWasmError(
      "CSV_LABEL",
      `${what} (${classNames.join(", ")}) → give the confusion of that classifier`,
    );
  };
  const [first] = classes;
  if (given && confusion !== undefined && first !== undefined && !first[2]) return confusion.column(place(first[0]));
  const probabilities = new Float64Array(classNames.length);
  const known = classes.filter(([label]) => label !== NO_GARMENT);
  let sum = 0;
  for (const [label, probability] of known) {
    probabilities[place(label)] = probability;
    sum += probability;
  }
  const others = classNames.length - known.length;
  const left = Math.max(0, 1 - sum);
  if (others > 0) {
    for (const [place, probability] of probabilities.entries()) {
      if (probability === 0 && !known.some(([label]) => classNames[place] === label))
        probabilities[place] = left / others;
    }
  }
  return probabilities;
}
