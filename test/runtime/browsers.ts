/**
 * Chromium and Firefox for tests, both by puppeteer-core; a test of a browser that this machine lacks is skipped,
 * visibly, and fails in CI.
 */
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { describe, it } from "vitest";

/** A browser to test in. */
export interface BrowserKind {
  readonly name: "Chromium" | "Firefox";
  readonly program: string;
}

const CHROMIUM: BrowserKind = { name: "Chromium", program: process.env.FASHION_WASM_CHROMIUM ?? "" };
const FIREFOX: BrowserKind = { name: "Firefox", program: process.env.FASHION_WASM_FIREFOX ?? "" };

/** What tests are made for; a `program` that this machine lacks is empty. */
export const BROWSERS: readonly BrowserKind[] = [CHROMIUM, FIREFOX];

const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A group of tests in each browser; `open` gives a page of the server at `origin`, ready to use: one that sets `runtime`. */
export function inBrowsers(
  title: string,
  tests: (kind: BrowserKind, open: (origin: string, path?: string) => Promise<Page>) => void,
): void {
  for (const kind of BROWSERS) {
    if (kind.program === "" && process.env.CI) {
      it(`${title} in ${kind.name}`, () => {
        throw new Error(
          `${kind.name} is not on this machine: install it, or set FASHION_WASM_${kind.name.toUpperCase()}`,
        );
      });
      continue;
    }
    describe.skipIf(kind.program === "")(`${title} in ${kind.name}`, () => {
      const browsers: Promise<Browser>[] = [];
      tests(kind, async (origin, path = "/test/runtime/page.html") => {
        if (browsers.length === 0) {
          browsers.push(launch(kind));
          closing.add(browsers);
        }
        const page = await (await (browsers[0] as Promise<Browser>)).newPage();
        await page.goto(`${origin}${path}`);
        await page.waitForFunction("globalThis.runtime !== undefined", { timeout: 20_000 });
        return page;
      });
    });
  }
}

const closing = new Set<Promise<Browser>[]>();

/** Closes every browser that was opened; for `afterAll`. */
export async function closeBrowsers(): Promise<void> {
  for (const browsers of closing) {
    for (const browser of browsers.splice(0)) await (await browser).close();
  }
}

/** Starts a browser; who starts it closes it. */
export function launch({ name, program }: BrowserKind): Promise<Browser> {
  return puppeteer.launch(
    name === "Chromium"
      ? { executablePath: program, headless: true, args: CHROMIUM_FLAGS }
      : { browser: "firefox", executablePath: program, headless: true },
  );
}
