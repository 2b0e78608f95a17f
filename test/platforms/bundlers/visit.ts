/**
 * A visit to a page of the matrix: its story's outcome, and everything that the browser complained of.
 */
import type { Browser, Page } from "puppeteer-core";
import type { Outcome } from "./story-outcome.js";

/** What came of it. */
export interface Visit {
  readonly outcome: Outcome;
  /** Console errors, uncaught errors, requests that failed. */
  readonly complaints: readonly string[];
}

/** Opens `url` in a page of its own and lets it tell its story. */
export async function visit(browser: Browser, url: string): Promise<Visit> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  listen(page, (complaint) => complaints.push(complaint));
  try {
    await page.goto(url);
    await page.waitForFunction("globalThis.runtime !== undefined", { timeout: 20_000 });
    return { outcome: (await page.evaluate("runtime.story()")) as Outcome, complaints };
  } catch (error) {
    return { outcome: { error: `the page did not start: ${error}` }, complaints };
  } finally {
    await page.close();
  }
}

function listen(page: Page, complain: (text: string) => void): void {
  page.on("console", (message) => {
    if (message.type() === "error") complain(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complain(`uncaught: ${error instanceof Error ? error.message : String(error)}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // Chromium says so, now and then, of what a page has read to its end by a reader.
    if (reason === "net::ERR_ABORTED" && request.response()?.ok()) return;
    complain(`request: ${request.url()}: ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complain(`request: ${response.url()}: ${response.status()}`);
  });
}
