/**
 * What is told of each photo or row beside its own columns: as cells of a CSV, and as members of an object.
 */
import { googleProductCategory } from "../../index.js";
import { isFailed, type Row, rounded } from "./rows.js";

/** Which fields there are, and what they are called. */
export interface AnswerFields {
  /** Classes of each row. */
  readonly topK: number;
  /** Whether the model says what a person should look at. */
  readonly review: boolean;
  /** Whether its classes have Google's product categories. */
  readonly google: boolean;
  /** Whether photos are prepared. */
  readonly photo: boolean;
  /** Before each name. */
  readonly prefix: string;
}

/** A cell of a CSV. */
export type Cell = string | number | boolean | null;

/** Whether any class has one of Google's product categories. */
export function hasGoogleCategories(classNames: readonly string[]): boolean {
  return classNames.some((name) => googleProductCategory(name) !== null);
}

const GOOGLE = ["google_product_category", "google_product_category_path"];

/** Names of the columns of a CSV. */
export function cellNames({ topK, review, google, photo, prefix }: AnswerFields): string[] {
  const more = Array.from({ length: topK - 1 }, (_, i) => [`label${i + 2}`, `probability${i + 2}`]).flat();
  return [
    "label",
    "probability",
    ...more,
    ...(review ? ["review", "reason"] : []),
    ...(google ? GOOGLE : []),
    ...(photo ? ["preparation", "background", "objects"] : []),
    "error",
  ].map((name) => prefix + name);
}

/** The cells of a row. */
export function cells(row: Row, fields: AnswerFields): Cell[] {
  if (isFailed(row)) return [...new Array<null>(cellNames(fields).length - 1).fill(null), row.error];
  const { topK, review, reason, preparation, background, objects } = row;
  const scores = Array.from({ length: fields.topK }, (_, i) => {
    const scored = topK[i];
    return scored === undefined ? [null, null] : [scored.label, scored.probability.toFixed(4)];
  });
  const category = googleProductCategory(topK[0].label);
  return [
    ...scores.flat(),
    ...(fields.review ? [review, reason] : []),
    ...(fields.google ? [category?.id ?? null, category?.path ?? null] : []),
    ...(fields.photo ? [preparation, background, objects] : []),
    null,
  ];
}

/** Names of the members of an object. */
export function memberNames({ review, google, photo, prefix }: AnswerFields): string[] {
  return [
    "label",
    "probability",
    "topK",
    ...(review ? ["review", "reason"] : []),
    ...(google ? GOOGLE : []),
    ...(photo ? ["preparation", "background", "objects"] : []),
    "error",
  ].map((name) => prefix + name);
}

/** The members of a row. */
export function members(row: Row, fields: AnswerFields): Record<string, unknown> {
  const names = memberNames(fields);
  const values = isFailed(row) ? failed(names.length, row.error) : answered(row, fields);
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

function failed(length: number, error: string): unknown[] {
  return [null, null, [], ...new Array<null>(length - 4).fill(null), error];
}

function answered(row: Exclude<Row, { readonly error: string }>, fields: AnswerFields): unknown[] {
  const { topK, review, reason, preparation, background, objects } = row;
  const scored = topK.map(({ label, probability }) => ({ label, probability: rounded(probability) }));
  const category = googleProductCategory(topK[0].label);
  return [
    topK[0].label,
    rounded(topK[0].probability),
    scored,
    ...(fields.review ? [review, reason] : []),
    ...(fields.google ? [category?.id ?? null, category?.path ?? null] : []),
    ...(fields.photo ? [preparation, background, objects] : []),
    null,
  ];
}

/** Quoted where a reader would take it apart, or take blanks off it. */
export function field(value: Cell, delimiter = ","): string {
  const text = value === null ? "" : String(value);
  return /["\r\n]|^\s|\s$/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}
