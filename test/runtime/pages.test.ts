/**
 * The pages of fashion-wasm/report in real browsers: nothing is asked for, nothing of a hostile name happens, and a phone
 * needs no scrolling sideways.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pngEncoder } from "fashion-wasm";
import { exploreHtml, photosHtml, reportHtml } from "fashion-wasm/report";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exploreInput, images, photosInput, reportInput } from "../report/example.js";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { type Server, serveRepository } from "./server.js";

const HOSTILE = [
  "<img onerror=happened(1) src=//elsewhere.invalid/x>",
  `"><script>happened(2)</script>`,
  "' onload='happened(3)",
  "x",
];

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-pages-"));
let server: Server;
beforeAll(async () => {
  const test = images(HOSTILE);
  const png = await pngEncoder();
  const title = HOSTILE.join(" ");
  const pages = {
    report: reportHtml(reportInput({ title, test, png, facts: HOSTILE.map((word) => [word, word] as const) })),
    explore: exploreHtml(exploreInput({ title, data: test, png })),
    photos: photosHtml(
      photosInput({ title, png, classNames: HOSTILE, files: [...HOSTILE, ...HOSTILE], errors: HOSTILE }),
    ),
  };
  for (const [name, page] of Object.entries(pages)) {
    writeFileSync(join(folder, `${name}.html`), page);
    // The same without its own rule against scripts: escaping alone has to do.
    const rule = /<meta http-equiv="Content-Security-Policy"[^>]*>/;
    writeFileSync(join(folder, `${name}-bare.html`), page.replace(rule, '<link rel="icon" href="data:,">'));
  }
  // What makes a page of the server ready, and would note what happens in one opened beside it.
  writeFileSync(join(folder, "start.html"), "<!doctype html><link rel=icon href=data:,><script>runtime = {}</script>");
  server = await serveRepository({ isolated: false, root: pathToFileURL(`${folder}/`) });
});
afterAll(async () => {
  await server.close();
  await closeBrowsers();
  rmSync(folder, { recursive: true });
});

inBrowsers("a page of names that are markup", (_, open) => {
  it.each(["report", "report-bare", "explore", "explore-bare", "photos", "photos-bare"])(
    "%s is calm at any width",
    async (name) => {
      const page = await open(server.origin, "/start.html");
      const asked = new Set<string>();
      page.on("request", (request) => asked.add(request.url()));
      page.on("dialog", (dialog) => {
        asked.add(dialog.message());
        void dialog.dismiss();
      });
      await page.evaluateOnNewDocument("globalThis.happened = (what) => alert(what)");
      for (const width of [name.startsWith("photos") ? 320 : 360, 1280]) {
        await page.setViewport({ width, height: 800 });
        await page.goto(`${server.origin}/${name}.html`, { waitUntil: "load" });
        const seen = await page.evaluate(() => ({
          title: document.title,
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          scripts: document.scripts.length,
          pictures: [...document.images].filter(({ naturalWidth }) => naturalWidth > 0).length,
          broken: [...document.images].filter(({ naturalWidth }) => naturalWidth === 0).length,
          unnamed: [...document.images].filter(({ alt }) => alt === "").length,
        }));
        expect(seen).toEqual({
          title: expect.stringContaining(HOSTILE[0] as string),
          overflow: 0,
          scripts: 0,
          pictures: expect.any(Number),
          broken: 0,
          unnamed: 0,
        });
        expect(seen.pictures).toBeGreaterThan(6);
      }
      await page.close();
      const elsewhere = [...asked].filter((url) => !url.startsWith("data:") && url !== `${server.origin}/${name}.html`);
      expect(elsewhere).toEqual([]);
    },
  );

  it("shows one group of photos alone by its link, from the keyboard too, and all again", async () => {
    const page = await open(server.origin, "/start.html");
    await page.goto(`${server.origin}/photos.html`, { waitUntil: "load" });
    const shown = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("section.group")]
          .filter(({ clientHeight }) => clientHeight > 0)
          .map(({ id }) => id),
      );
    const all = await shown();
    expect(all).toEqual(["review", "class-0", "class-1", "class-2", "class-3", "failed"]);
    await page.focus('nav a[href="#class-1"]');
    await page.keyboard.press("Enter");
    expect(await shown()).toEqual(["class-1"]);
    await page.focus('#class-1 a[href="#all"]');
    await page.keyboard.press("Enter");
    expect(await shown()).toEqual(all);
    await page.close();
  });
});
