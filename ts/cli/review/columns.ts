/**
 * What the columns of a table mean: where `predict` has put its answer, which column names the photos, which classes there are.
 */
import { fashionMnistClassNames } from "../../index.js";
import { UsageError } from "../exit.js";
import { type PhotoColumns, photoColumns } from "../predict/table/photo-column.js";
import { Products } from "../predict/table/products.js";
import type { RowFacts } from "./order.js";
import type { Table } from "./table.js";

/** The column of a person's answers. */
export const REVIEWED = "reviewed_label";

/** A class and how probable the model finds it. */
export interface Scored {
  readonly label: string;
  readonly probability: number;
}

/** A row as the page shows it. */
export interface Answer {
  readonly topK: readonly Scored[];
  readonly reason: string | null;
  readonly error: string | null;
  /** What the table names as its photo. */
  readonly image: string;
}

/** What was read of all rows. */
export interface Answers extends RowFacts {
  readonly classNames: readonly string[];
  /** The class a person gave before, -1 where nobody did. */
  readonly reviewed: Int32Array;
  answer(row: number): Answer;
}

/** Before the names of predict's columns, where the table had one of them already. */
const PREFIXES = ["predicted_", ""] as const;

/** Whether these are the columns of a table that `predict` wrote. */
export function isOfPredict(names: readonly string[]): boolean {
  return prefixOf(names) !== null;
}

function prefixOf(names: readonly string[]): string | null {
  const wanted = ["label", "probability"];
  return PREFIXES.find((prefix) => wanted.every((name) => names.includes(prefix + name))) ?? null;
}

/** What is asked for. */
export interface ColumnOptions {
  readonly imageColumn?: string;
  readonly classes?: readonly string[];
  /** Classes that were given before, and are not in the table yet. */
  readonly given: readonly string[];
}

/** Reads what all rows say. Errors: USAGE. */
export function answersOf(table: Table, options: ColumnOptions): Answers {
  const { names, rows, path } = table;
  const prefix = prefixOf(names);
  if (prefix === null) {
    const what = `${path} has the columns ${listed(names)}; label and probability are not among them`;
    throw new UsageError(`${what} → name a table that fashion-wasm predict --out wrote`);
  }
  const photos = photosOf(table, options.imageColumn, prefix);
  const products = new Products(photos);
  const own = new Products({ photo: photos.photo, isList: photos.isList, kind: photos.kind });
  /** Of rows whose product's photo is in another one. */
  const ofProduct = new Map<number, string>();
  const hasReview = names.includes(`${prefix}review`);
  const texts: (readonly [label: string | null, reviewed: string])[] = [];
  const [probabilities, flags] = [new Float64Array(rows), new Uint8Array(rows)];
  const found = new Set(options.given);
  const refuse = (row: number, what: string) => {
    throw new UsageError(`${path}: line ${table.line(row)}: ${what} → give the table as predict wrote it`);
  };
  for (let row = 0; row < rows; row++) {
    const record = table.record(row);
    const cell = (name: string) => text(record[prefix + name]);
    const photo = products.photoOf((name) => text(record[name]));
    if (photo?.ofProduct) ofProduct.set(row, photo.reference);
    const scored = topKOf(record, prefix);
    const [best] = scored;
    const reviewed = text(record[REVIEWED]);
    const label = cell("error") !== "" ? null : (best?.label ?? null);
    if (cell("error") === "" && label === null) refuse(row, "has no label and no error");
    if (label !== null) {
      const { probability } = best as Scored;
      const isFlagged = hasReview ? cell("review").toLowerCase() : "false";
      if (!(probability >= 0 && probability <= 1)) refuse(row, `probability is "${cell("probability")}"`);
      if (isFlagged !== "true" && isFlagged !== "false")
        refuse(row, `review is "${cell("review")}", not true or false`);
      probabilities[row] = probability;
      flags[row] = isFlagged === "true" ? 1 : 0;
    }
    for (const { label } of scored) found.add(label);
    if (reviewed !== "") found.add(reviewed);
    texts.push([label, reviewed]);
  }
  const classNames = classesOf(found, options.classes, path);
  const places = new Map(classNames.map((name, place) => [name, place]));
  return {
    classNames,
    probabilities,
    flags,
    labels: Int32Array.from(texts, ([label]) => (label === null ? -1 : (places.get(label) as number))),
    reviewed: Int32Array.from(texts, ([, reviewed]) => places.get(reviewed) ?? -1),
    answer: (row) => {
      const record = table.record(row);
      const cell = (name: string) => text(record[prefix + name]);
      const [reason, error] = [cell("reason") || null, cell("error") || null];
      const image = ofProduct.get(row) ?? own.photoOf((name) => text(record[name]))?.reference ?? "";
      return { topK: error === null ? topKOf(record, prefix) : [], reason, error, image };
    },
  };
}

function text(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

/** The likeliest classes, the likeliest first: `topK` of JSON, or the columns label, label2, …. */
function topKOf(record: Record<string, unknown>, prefix: string): Scored[] {
  const whole = record[`${prefix}topK`];
  if (Array.isArray(whole)) {
    return whole.map((each) => ({ label: text(each?.label), probability: numberOf(each?.probability) }));
  }
  const scored: Scored[] = [];
  for (let place = 1; ; place++) {
    const suffix = place === 1 ? "" : String(place);
    const label = text(record[`${prefix}label${suffix}`]);
    if (label === "") return scored;
    scored.push({ label, probability: numberOf(record[`${prefix}probability${suffix}`]) });
  }
}

function numberOf(value: unknown): number {
  return text(value).trim() === "" ? Number.NaN : Number(value);
}

/** Those that were named, or the ten garments, or all that were found by their names. */
function classesOf(found: ReadonlySet<string>, named: readonly string[] | undefined, path: string): readonly string[] {
  if (named !== undefined) {
    const lacking = [...found].filter((name) => !named.includes(name));
    if (lacking.length === 0) return named;
    throw new UsageError(`${path} has the classes ${listed(lacking)}, which --classes lacks → name them, too`);
  }
  const garments: readonly string[] = fashionMnistClassNames;
  const hasGarments = garments.some((name) => found.has(name));
  const others = [...found].filter((name) => !hasGarments || !garments.includes(name)).sort();
  return hasGarments ? [...garments, ...others] : others;
}

/** Where photos are named: in `file`, as predict tells photos that it was given, or where it finds them in a table. Errors: USAGE. */
function photosOf({ names, path }: Table, said: string | undefined, prefix: string): PhotoColumns {
  const isOfPhotos = said === undefined && prefix === "" && names[0] === "file";
  return photoColumns(path, names, { header: true, said: isOfPhotos ? "file" : said });
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
