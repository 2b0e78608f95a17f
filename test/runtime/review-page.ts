/** The page of `review` in a browser, driven by real key presses. */
import type { Browser, Page } from "puppeteer-core";
import type { Made } from "../cli/review-table.js";

/** What the page shows. */
export interface Shown {
  /** From 1, as the page says it; 0 where there is none. */
  readonly row: number;
  readonly message: string;
  readonly saved: string;
  readonly alarm: string;
}

/** What the page shows now. */
export function shownOn(page: Page): Promise<Shown> {
  return page.evaluate(() => {
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? "";
    const alarm = document.querySelector<HTMLElement>(".alarm");
    return {
      row: Number(/row ([\d,]+)/.exec(text(".name"))?.[1]?.replace(",", "") ?? 0),
      message: text(".message"),
      saved: text(".saved"),
      alarm: alarm?.hidden === false ? (alarm.textContent ?? "") : "",
    };
  });
}

/** Waits until a function of the page returns true; an error says what the page shows. */
export async function until<Given>(page: Page, holds: (given: Given) => boolean, given: Given): Promise<void> {
  for (const end = performance.now() + 10_000; !(await page.evaluate(holds as (given: unknown) => boolean, given)); ) {
    if (performance.now() > end)
      throw new Error(`not within 10 s: ${holds}; the page shows ${JSON.stringify(await shownOn(page))}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until the page says this. */
export function says(page: Page, selector: ".message" | ".alarm" | ".saved", text: string): Promise<void> {
  return until(page, ([selector, text]) => document.querySelector(selector)?.textContent?.includes(text) === true, [
    selector,
    text,
  ] as const);
}

/** Waits until another photo than that of `row` is shown, or none is left. */
export async function next(page: Page, row: number): Promise<Shown> {
  await until(
    page,
    (before) => {
      if (document.querySelector(".done") !== null) return true;
      const now = Number(
        /row ([\d,]+)/.exec(document.querySelector(".name")?.textContent ?? "")?.[1]?.replace(",", "") ?? 0,
      );
      const picture = document.querySelector<HTMLImageElement>(".shot img");
      return now > 0 && now !== before && picture?.complete === true && picture.naturalWidth > 0;
    },
    row,
  );
  return shownOn(page);
}

/** Waits until the page says that the server has everything. */
export function allSaved(page: Page): Promise<void> {
  return says(page, ".saved", "all saved");
}

/** Opens the page and notes what goes wrong on it, and where it asks for something elsewhere. */
export async function openReview(browser: Browser, address: string, faults: string[], width = 1280): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 844 });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (said) => {
    if (said.type() === "error") faults.push(said.text());
  });
  page.on("request", (asked) => {
    if (!asked.url().startsWith(address) && !asked.url().startsWith("data:")) faults.push(asked.url());
  });
  await page.goto(address, { waitUntil: "load" });
  return page;
}

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;

/** The key for what a photo shows: Enter where the model is right. */
export function keyFor({ truth, label }: Made, classNames: readonly string[]): "Enter" | (typeof KEYS)[number] {
  return truth === label ? "Enter" : (KEYS[classNames.indexOf(truth)] as (typeof KEYS)[number]);
}
