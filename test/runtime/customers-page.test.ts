/**
 * The page of customers in real browsers, on a phone and a wide screen, in light and dark: nothing is wider than the screen,
 * every text can be read, nothing is asked for, and all of it is reached by keyboard.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { customersHtml } from "fashion-wasm/report";
import { afterAll, beforeAll, expect, it } from "vitest";
import { audienceOf, CAMPAIGN, customersInput } from "../report/customers-example.js";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { faintTexts } from "./contrast.js";
import { type Server, serveRepository } from "./server.js";

const LONG = `${"Schlechtwetterjackenkapuze".repeat(4)}, <img onerror=alert(1) src=//elsewhere.invalid/x>`;
const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-customers-"));
let server: Server;
beforeAll(async () => {
  const names = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? `${i}${LONG}` : `class ${i}`));
  const pages = {
    usual: customersHtml(customersInput({ uplift: CAMPAIGN }), { facts: [["version", "0.1.0"]] }),
    crowded: customersHtml(
      customersInput({
        classNames: names,
        audiences: names.map((name) => audienceOf(name, { what: name, files: [name] })),
        segments: names.map((name) => ({
          name,
          customers: 1e6,
          orders: 1e9,
          spend: 1e12,
          recencyDays: 1000,
          topClass: name,
        })),
        uplift: { ...CAMPAIGN, lower: null, upper: null, verdict: LONG.repeat(3), warnings: [LONG] },
      }),
    ),
  };
  for (const [name, page] of Object.entries(pages)) {
    const rule = /<meta http-equiv="Content-Security-Policy"[^>]*>/; // escaping alone has to do
    const bare = page.replace(rule, '<link rel="icon" href="data:,">');
    writeFileSync(join(folder, `${name}.html`), bare);
    // Dark for a browser that cannot be asked to prefer it.
    writeFileSync(join(folder, `${name}-dark.html`), bare.replace(/ and \(prefers-color-scheme:dark\)/, ""));
  }
  writeFileSync(join(folder, "start.html"), "<!doctype html><link rel=icon href=data:,><script>runtime = {}</script>");
  server = await serveRepository({ isolated: false, root: pathToFileURL(`${folder}/`) });
});
afterAll(async () => {
  await server.close();
  await closeBrowsers();
  rmSync(folder, { recursive: true });
});

inBrowsers("the page of customers", ({ name: browser }, open) => {
  it.each(["usual", "crowded"])("%s: fits and can be read at any width, in light and dark", async (name) => {
    const page = await open(server.origin, "/start.html");
    const asked = new Set<string>();
    page.on("request", (request) => asked.add(request.url()));
    page.on("dialog", (dialog) => {
      asked.add(dialog.message());
      void dialog.dismiss();
    });
    const grounds = new Set<string>();
    for (const width of [390, 1280]) {
      await page.setViewport({ width, height: 800 });
      for (const value of ["light", "dark"]) {
        const isAsked = browser === "Chromium";
        if (isAsked) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
        const file = isAsked || value === "light" ? name : `${name}-dark`;
        await page.goto(`${server.origin}/${file}.html`, { waitUntil: "load" });
        const seen = await page.evaluate(() => {
          for (const details of document.querySelectorAll("details")) details.open = true;
          const { scrollWidth, clientWidth } = document.documentElement;
          return {
            overflow: scrollWidth - clientWidth,
            scripts: document.scripts.length,
            // What is wider than the screen and in no box that scrolls by itself.
            wide: [...document.querySelectorAll("table,svg,li,p,dl")].filter(
              (one) => one.closest(".scroll") === null && one.getBoundingClientRect().right > clientWidth + 1,
            ).length,
            strips: [...document.querySelectorAll(".strip")].filter(({ clientWidth }) => clientWidth < 40).length,
            unnamed: [...document.querySelectorAll("svg:not([aria-label]):not([aria-hidden]),table:not([aria-label])")]
              .length,
            ground: getComputedStyle(document.body).backgroundColor,
          };
        });
        grounds.add(seen.ground);
        expect({ ...seen, name, width, value }).toMatchObject({
          overflow: 0,
          scripts: 0,
          wide: 0,
          strips: 0,
          unnamed: 0,
        });
        expect(await page.evaluate(faintTexts)).toEqual([]);
      }
    }
    expect(grounds.size).toBe(2);
    // The measurement itself: in the dark, a grey that would do on white.
    await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<p style="color:#666">grey</p>'));
    expect(await page.evaluate(faintTexts)).toEqual([expect.stringMatching(/^grey: 3\.\d+$/)]);
    await page.close();
    const pages = [`${server.origin}/${name}.html`, `${server.origin}/${name}-dark.html`];
    expect([...asked].filter((url) => !url.startsWith("data:") && !pages.includes(url))).toEqual([]);
  });

  it("opens what is folded, and scrolls its tables, by keyboard", async () => {
    const page = await open(server.origin, "/start.html");
    await page.setViewport({ width: 390, height: 800 });
    await page.goto(`${server.origin}/crowded.html`, { waitUntil: "load" });
    await page.focus("#backtest summary");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.querySelector<HTMLDetailsElement>("#backtest details")?.open)).toBe(true);
    await page.focus("#segments .scroll");
    await page.keyboard.press("ArrowRight");
    const moved = () => page.evaluate(() => (document.querySelector("#segments .scroll") as Element).scrollLeft);
    await expect.poll(moved).toBeGreaterThan(0);
    await page.close();
  });
});
