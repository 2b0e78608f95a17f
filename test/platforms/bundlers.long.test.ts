/**
 * The packed file through every bundler of docs/platforms.md, in Chromium and Firefox, with Node's bits: one case after
 * the other, and only those that this tarball has not been through before (kept-rows.ts).
 */
import type { Browser } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "../runtime/browsers.js";
import { CASES } from "./bundlers/cases.js";
import { bitsOfNode } from "./bundlers/story-outcome.js";

import { type Surroundings, tryCase } from "./bundlers/trial.js";
import { checkDocument } from "./checked-document.js";
import { keptRow, type Row } from "./kept-rows.js";
import { packTarball } from "./projects.js";

const present = BROWSERS.filter(({ program }) => program !== "");

describe.skipIf(present.length < BROWSERS.length && !process.env.CI)("bundlers", () => {
  const browsers = new Map<string, Browser>();
  const rows: Row[] = [];
  let surroundings: Surroundings;
  beforeAll(async () => {
    for (const kind of BROWSERS) browsers.set(kind.name, await launch(kind));
    surroundings = { packed: packTarball(), browsers, expected: await bitsOfNode() };
  });
  afterAll(async () => {
    for (const browser of browsers.values()) await browser.close();
  });

  it.each(CASES.map((one, order) => [one.id, one, order] as const))("%s", async (id, one, order) => {
    rows.push(await keptRow(id, surroundings.packed.hash, () => tryCase(one, order, surroundings)));
  });

  it("are in docs/platforms.md as they were found", () => {
    expect(rows).toHaveLength(CASES.length);
    checkDocument("Bundlers", rows, new Set());
  });
});
