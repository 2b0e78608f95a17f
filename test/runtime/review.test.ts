/** The page of `review` in real browsers, by keyboard alone: order, keys, undo, a page that is closed, a server that is gone. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fashionMnistClassNames } from "fashion-wasm";
import type { Browser } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startReview } from "../cli/review-cli.js";
import { type Made, writeShop } from "../cli/review-table.js";
import { emptyFolder } from "../cli/run-cli.js";
import { inBrowsers, launch } from "./browsers.js";
import { allSaved, keyFor, next, openReview, says, shownOn, until } from "./review-page.js";

const ROWS = 20;
const FAILED = 2;

inBrowsers("the page of a review", (kind) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(kind);
  });
  afterAll(() => browser.close());

  async function shop(...args: readonly string[]) {
    const folder = emptyFolder();
    const rows = await writeShop(folder, ROWS, { tiny: true, failed: FAILED });
    return { folder, rows, review: await startReview(["shop.csv", "--json", ...args], folder) };
  }
  const made = (rows: readonly Made[], row: number) => rows[row - 1] as Made;

  it("takes all by keyboard, doubtful ones first, and loses nothing when it is closed", async () => {
    const { folder, rows, review } = await shop();
    const faults: string[] = [];
    let page = await openReview(browser, review.address, faults);
    let shown = await next(page, 0);
    const order: number[] = [];
    for (let i = 0; i < ROWS; i++) {
      order.push(shown.row);
      const { row } = shown;
      if (i === 2) {
        // A slip, taken back.
        await page.keyboard.press("9");
        const slipped = await next(page, row);
        await page.keyboard.press("z");
        shown = await next(page, slipped.row);
        expect(shown.row).toBe(row);
        expect(shown.message).toMatch(/^Taken back\. Photo 3 of 20: /);
      }
      if (i === 4) {
        await page.keyboard.press("s");
        shown = await next(page, row);
        continue;
      }
      await page.keyboard.press(keyFor(made(rows, row), fashionMnistClassNames));
      if (i === 8) {
        // In the middle, with a decision on its way.
        await page.close();
        page = await openReview(browser, review.address, faults);
        shown = await next(page, 0);
        // What was skipped is first again: the order is that of the table.
        expect(shown.row).toBe(order[4]);
        await page.keyboard.press("s");
      }
      shown = await next(page, i === 8 ? shown.row : row);
    }
    expect(shown.row).toBe(order[4]);
    await page.keyboard.press(keyFor(made(rows, shown.row), fashionMnistClassNames));
    await until(page, () => document.querySelector(".done") !== null, null);
    await allSaved(page);
    const doubtful = order.filter((row) => made(rows, row).isDoubtful && made(rows, row).label !== null);
    expect(order.slice(0, doubtful.length)).toEqual(doubtful.toSorted((a, b) => a - b)); // the file's probabilities rise
    expect(new Set(order.slice(-FAILED))).toEqual(new Set([ROWS - 1, ROWS]));
    expect(faults).toEqual([]);
    review.child.kill("SIGINT");
    const { code, stdout } = await review.ended;
    expect(code).toBe(0);
    const right = rows.filter(({ truth, label }) => truth === label).length;
    expect(JSON.parse(stdout)).toMatchObject({
      decided: ROWS,
      confirmed: right,
      corrected: ROWS - FAILED - right,
      namedWithoutLabel: FAILED,
      accuracy: right / (ROWS - FAILED),
      accuracyInterval: { low: right / (ROWS - FAILED), high: right / (ROWS - FAILED) },
      photosToHalveInterval: null,
    });
    const lines = readFileSync(join(folder, "shop.csv"), "utf8").split("\r\n").slice(1, -1);
    expect(lines.map((line) => line.slice(line.lastIndexOf(",") + 1))).toEqual(rows.map(({ truth }) => truth));
    await page.close();
  });

  it("says that something is saved only when it is, and that the server is gone", async () => {
    const { review } = await shop("--classes", [...fashionMnistClassNames, "Hat", "Glove"].join());
    const faults: string[] = [];
    const page = await openReview(browser, review.address, faults);
    // A class that has no key, by its name.
    const { row } = await next(page, 0);
    await page.keyboard.press("/");
    await page.keyboard.type("gl");
    await page.keyboard.press("Enter");
    const first = await next(page, row);
    await allSaved(page);
    expect(await (await review.ask("position?at=0")).json()).toMatchObject({ row: row - 1, reviewed: "Glove" });
    // Photos to come are there before the server stands still.
    await new Promise((resolve) => setTimeout(resolve, 300));
    review.child.kill("SIGSTOP");
    await page.keyboard.press("Enter");
    const second = await next(page, first.row);
    expect(second.saved).toBe("1 not saved yet");
    await page.keyboard.press("Enter");
    const third = await next(page, second.row);
    await page.keyboard.press("ArrowLeft");
    expect(await next(page, third.row)).toMatchObject({ row: second.row, saved: "2 not saved yet" });
    review.child.kill("SIGCONT");
    await allSaved(page);
    review.child.kill("SIGKILL");
    await review.ended;
    await page.keyboard.press("5");
    await says(page, ".alarm", "1 decision waits");
    expect(await shownOn(page)).toMatchObject({
      saved: "1 not saved yet",
      alarm: expect.stringContaining("does not answer"),
    });
    expect(
      faults.filter((fault) => !/refused|NetworkError|Failed to load|can.t establish|interrupted/i.test(fault)),
    ).toEqual([]);
    await page.close();
  });

  it("tells a second page what the first one decided, and shows what has the focus", async () => {
    const { rows, review } = await shop();
    const faults: string[] = [];
    const first = await openReview(browser, review.address, faults);
    const { row } = await next(first, 0);
    const second = await openReview(browser, review.address, faults, 390);
    expect((await next(second, 0)).row).toBe(row);
    expect(
      await second.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBe(0);
    await first.bringToFront();
    await first.keyboard.press("4");
    const after = await next(first, row);
    await second.bringToFront();
    await says(second, ".message", "Another page says Dress.");
    // The last decision wins, and both pages show it.
    await second.keyboard.press("7");
    await next(second, row);
    await allSaved(second);
    await first.bringToFront();
    await first.keyboard.press("ArrowLeft");
    await next(first, after.row);
    const chosen = () => first.evaluate(() => document.querySelector(".classes [aria-pressed=true]")?.textContent);
    await expect.poll(chosen).toBe("7Shirt✓");
    // By Tab to a class, which Enter then gives; Enter elsewhere confirms.
    await first.keyboard.press("Tab");
    expect(
      await first.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement as Element);
        return [document.activeElement?.textContent, outlineStyle, outlineWidth];
      }),
    ).toEqual(["1T-shirt/top", "solid", "3px"]);
    await first.keyboard.press("Enter");
    await next(first, row);
    await allSaved(first);
    // The focus has left the class: the next Enter does not give it to the next photo.
    expect(await first.evaluate(() => document.activeElement?.localName)).toBe("main");
    await first.keyboard.press("?");
    expect(await first.evaluate(() => document.querySelector("dialog")?.open)).toBe(true);
    await first.keyboard.press("1");
    await first.keyboard.press("Escape");
    expect(await first.evaluate(() => document.querySelector("dialog")?.open)).toBe(false);
    expect(faults).toEqual([]); // before the server is gone
    review.child.kill("SIGINT");
    const { stdout } = await review.ended;
    expect(JSON.parse(stdout)).toMatchObject({ decided: 1, rows: rows.length });
    await says(first, ".alarm", "The review has ended");
    await first.close();
    await second.close();
  });
});
