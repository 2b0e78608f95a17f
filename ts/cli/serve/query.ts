/**
 * The query of `/v1/classify`, checked: what is misspelt is not ignored.
 */
import { Problem } from "./problem.js";

/** What a query asks for. */
export interface Query {
  /** Classes of an answer. */
  readonly topK: number;
  /** Whether the answer has the image that the model saw. */
  readonly pixels: boolean;
}

const NAMES = ["topK", "pixels"];

/** Reads it; `topK` is the default, `classes` the most. Errors: 400 QUERY. */
export function queryOf(query: URLSearchParams, topK: number, classes: number): Query {
  for (const name of new Set(query.keys())) {
    if (!NAMES.includes(name)) throw wrong(`the query has an unknown parameter → known are ${NAMES.join(" and ")}`);
    if (query.getAll(name).length > 1) throw wrong(`the query has ${name} more than once`);
  }
  const asked = query.get("topK");
  const most = asked === null ? topK : Number(/^\d{1,4}$/.test(asked) ? asked : Number.NaN);
  if (!(most >= 1 && most <= classes)) throw wrong(`topK in the query: expected a whole number from 1 to ${classes}`);
  const pixels = query.get("pixels") ?? "false";
  if (pixels !== "true" && pixels !== "false") throw wrong("pixels in the query: expected true or false");
  return { topK: most, pixels: pixels === "true" };
}

function wrong(message: string): Problem {
  return new Problem(400, "QUERY", message);
}
