/**
 * What is known of each photo when the work is done: its answer or its error, as tables, terminals and programs read it.
 */
import type { ErrorCode, FashionWasmError, PhotoAnswer, ReviewReason } from "../../index.js";
import { oneLine } from "../exit.js";
import { inWords } from "../wording.js";
import type { PhotoFile } from "./photo-files.js";

/** A class and how probable it is. */
export interface Scored {
  readonly label: string;
  readonly probability: number;
}

/** A photo that was classified. */
export interface Classified {
  readonly file: string;
  /** The most probable class first. */
  readonly topK: readonly [Scored, ...Scored[]];
  readonly review: boolean;
  readonly reason: ReviewReason | null;
  /** "none": it was of the data set's own form, or is said to be, and went through as it is. */
  readonly preparation: "photo" | "none";
  /** null where nothing was prepared. */
  readonly background: "plain" | "gradient" | "textured" | null;
  readonly objects: number | null;
  readonly error: null;
}

/** A photo that failed. */
export interface Failed {
  readonly file: string;
  readonly code: ErrorCode;
  readonly error: string;
}

/** One of them. */
export type Row = Classified | Failed;

/** Whether a photo failed. */
export function isFailed(row: Row): row is Failed {
  return row.error !== null;
}

/** The row of an answer. */
export function rowOf({ file }: PhotoFile, answer: PhotoAnswer): Classified {
  const { label, probability, topK, review, reason, prepared } = answer;
  const [, ...others] = topK;
  const scored = others.map((each) => ({ label: each.label, probability: each.probability }));
  return {
    file,
    topK: [{ label, probability }, ...scored],
    review,
    reason,
    preparation: prepared.preparation,
    background: prepared.background?.kind ?? null,
    objects: prepared.background === null ? null : prepared.objects,
    error: null,
  };
}

/** The row of an error, which need not say again which file and which function it was. */
export function failedRow({ file, path }: PhotoFile, { code, message }: FashionWasmError): Failed {
  const short = message.replace(/^(\w+\.)?\w+: /, "");
  const plain = path === "" ? short : short.replaceAll(path, () => file);
  const said = plain.startsWith(`${file}: `) ? plain.slice(file.length + 2) : plain;
  return { file, code, error: oneLine(inWords(said, { command: "predict", options: new Map(), argv: [file] })) };
}

/** Probabilities have four decimals wherever they are told. */
export function rounded(probability: number): number {
  return Number(probability.toFixed(4));
}
