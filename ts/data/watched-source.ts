/**
 * Whether the arrays of a source are what they were when its dataset was made: an engine keeps what it was given then.
 */
import type { DataSource } from "./arrays.js";
import { homeOf } from "./pixel-home.js";
import { type ChangeCheck, changeCheck } from "./snapshot.js";

const watched = new WeakMap<DataSource, readonly ChangeCheck[]>();

/** Notes what a source holds, the first time; `like`: as it was when that source was noted. */
export function watchSource(source: DataSource, like?: DataSource): void {
  if (watched.has(source)) return;
  const { labels } = source;
  const home = homeOf(source);
  const pixels: ChangeCheck = home === undefined ? changeCheck(source.images) : (where) => home.check(where);
  const checks = like && watched.get(like);
  watched.set(source, checks ?? [pixels, ...(labels === null ? [] : [changeCheck(labels)])]);
}

/** Refuses a source that was changed (DATA_MISMATCH): an engine that has it already would answer for what it was. */
export function checkSource(where: string, source: DataSource): void {
  for (const check of watched.get(source) ?? []) check(where);
}
