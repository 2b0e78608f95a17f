/** 200 photos by keyboard alone, the page closed in the middle again and again: nothing is lost; on a phone's width, light and dark. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fashionMnistClassNames } from "fashion-wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startReview } from "../cli/review-cli.js";
import { type Made, writeShop } from "../cli/review-table.js";
import { emptyFolder } from "../cli/run-cli.js";
import { inBrowsers, launch } from "./browsers.js";
import { allSaved, keyFor, next, openReview, type Shown, until } from "./review-page.js";

const ROWS = 200;
/** After so many decisions the page is closed, while the last one may be on its way. */
const CLOSED_AFTER = [1, 37, 38, 100, 163];
/** After so many the server is killed as well, and started again. */
const KILLED_AFTER = 100;

inBrowsers("200 photos", (kind) => {
  let browser: Awaited<ReturnType<typeof launch>>;
  beforeAll(async () => {
    browser = await launch(kind);
  });
  afterAll(() => browser.close());

  it.each([390, 1280])("by keyboard alone, %d pixels wide", async (width) => {
    const folder = emptyFolder();
    const rows = await writeShop(folder, ROWS, { failed: 5 });
    const faults: string[] = [];
    let review = await startReview(["shop.csv", "--json"], folder);
    let page = await openReview(browser, review.address, faults, width);
    let shown: Shown = await next(page, 0);
    const seen = new Set<number>();
    for (let decided = 1; decided <= ROWS; decided++) {
      const { row } = shown;
      expect(seen.has(row)).toBe(false);
      seen.add(row);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBe(0);
      await page.keyboard.press(keyFor(rows[row - 1] as Made, fashionMnistClassNames));
      if (CLOSED_AFTER.includes(decided)) {
        if (decided === KILLED_AFTER) {
          // What the page calls saved outlives both.
          await allSaved(page);
          review.child.kill("SIGKILL");
          await review.ended;
          await page.close();
          review = await startReview(["shop.csv", "--json"], folder);
        } else await page.close();
        page = await openReview(browser, review.address, faults, width);
        shown = await next(page, 0);
      } else if (decided < ROWS) shown = await next(page, row);
    }
    await until(page, () => document.querySelector(".done") !== null, null);
    await allSaved(page);
    review.child.kill("SIGINT");
    const { stdout } = await review.ended;
    const labelled = rows.filter(({ label }) => label !== null);
    const right = labelled.filter(({ truth, label }) => truth === label).length;
    expect(JSON.parse(stdout)).toMatchObject({
      decided: ROWS,
      confirmed: right,
      accuracy: right / labelled.length,
      remaining: 0,
    });
    const lines = readFileSync(join(folder, "shop.csv"), "utf8").split("\r\n").slice(1, -1);
    expect(lines.map((line) => line.slice(line.lastIndexOf(",") + 1))).toEqual(rows.map(({ truth }) => truth));
    expect(
      faults.filter((fault) => !/refused|NetworkError|Failed to load|can.t establish|interrupted/i.test(fault)),
    ).toEqual([]);
    await page.close();
  });

  it.skipIf(kind.name === "Firefox")("have text that can be read, in light and in dark", async () => {
    const folder = emptyFolder();
    await writeShop(folder, 12, { tiny: true });
    const review = await startReview(["shop.csv"], folder);
    const page = await openReview(browser, review.address, []);
    await next(page, 0);
    const grounds: string[] = [];
    for (const value of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      const [ink, paper] = await page.evaluate(() => {
        const { color, backgroundColor } = getComputedStyle(document.body);
        return [color, backgroundColor] as const;
      });
      grounds.push(paper as string);
      expect(contrast(ink as string, paper as string)).toBeGreaterThan(7);
    }
    expect(new Set(grounds).size).toBe(2);
    await page.close();
    review.child.kill("SIGINT");
    await review.ended;
  });
});

/** The contrast of two colours, as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const parts = (colour.match(/\d+/g) ?? []).slice(0, 3).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (parts[0] ?? 0) + 0.7152 * (parts[1] ?? 0) + 0.0722 * (parts[2] ?? 0);
}
