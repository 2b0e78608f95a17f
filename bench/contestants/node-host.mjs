/**
 * What a contestant asks of its host, in Node.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** @type {import("./contestant.js").Host} */
export const host = {
  load: (base, path) => import(pathToFileURL(join(base, path)).href),
  read: (base, path) => readFile(join(base, path)),
};
