/** What the tests of starts share: the sample as data, and a contestant by its name. */
import { fileURLToPath } from "node:url";
import { contestants, type Entry } from "../../bench/contestants.mjs";

export const sample = fileURLToPath(new URL("../../data/sample", import.meta.url));

export const chosen = (wanted: string): Entry => contestants.find(({ id }) => id === wanted) as Entry;
