/** The page of `fashion-wasm serve` in real browsers: photos by choice, drop and paste, answers, failures, and by keyboard. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { encodePng, loadFashionMnist } from "fashion-wasm";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { photoOf } from "../cli/photos.js";
import { post, type Served, startServer } from "../cli/serve-server.js";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { type Server, serveRepository } from "./server.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-serve-page-"));
const HOSTILE = "<img src=x onerror=alert(1)>.png";

let server: Served;
/** Makes a page of the tests ready; the server's own has nothing for tests. */
let start: Server;
const expected: { label: string; probability: number }[] = [];
beforeAll(async () => {
  server = await startServer(["--max-body", "64k"]);
  for (const i of [0, 1]) {
    const photo = await photoOf(images, i);
    writeFileSync(join(folder, `${i}.png`), photo);
    expected.push((await post(server, photo)).body);
  }
  writeFileSync(join(folder, HOSTILE), new Uint8Array(await photoOf(images, 2)));
  writeFileSync(join(folder, "broken.png"), (await photoOf(images, 3)).subarray(0, 900));
  writeFileSync(join(folder, "large.png"), Buffer.alloc(70_000));
  writeFileSync(join(folder, "start.html"), "<!doctype html><link rel=icon href=data:,><script>runtime = {}</script>");
  start = await serveRepository({ isolated: false, root: pathToFileURL(`${folder}/`) });
});
afterAll(async () => {
  await closeBrowsers();
  await start.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** The cards, once `count` are there and none waits. */
async function cards(page: Page, count: number) {
  await page.waitForFunction(
    (count) => document.querySelectorAll(".photo").length === count && !document.querySelector("[aria-busy]"),
    { timeout: 20_000 },
    count,
  );
  return page.evaluate(() =>
    [...document.querySelectorAll(".photo")].map((card) => ({
      name: card.querySelector("h3")?.textContent,
      classes: [...card.querySelectorAll(".classes li")].map((li) => (li as HTMLElement).innerText.split(/\s*\n\s*/)),
      widths: [...card.querySelectorAll<HTMLElement>(".bar")].map((bar) => bar.offsetWidth),
      pictures: [...card.querySelectorAll("img")].map(({ naturalWidth, alt }) => [naturalWidth, alt]),
      badge: card.querySelector(".badge")?.textContent ?? null,
      error: card.querySelector(".error")?.textContent ?? null,
    })),
  );
}

/** Gives the page files as a person would, by `drop` or `paste`. */
function give(page: Page, how: "drop" | "paste", names: readonly string[], content: string): Promise<void> {
  return page.evaluate(
    (how, names, content) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      for (const name of names) data.items.add(new File([bytes], name, { type: "image/png" }));
      const options = { bubbles: true, cancelable: true };
      // Firefox makes no ClipboardEvent with files.
      const event =
        how === "drop"
          ? new DragEvent("drop", { ...options, dataTransfer: data })
          : Object.defineProperty(new Event("paste", options), "clipboardData", { value: data });
      document.body.dispatchEvent(event);
    },
    how,
    names,
    content,
  );
}

inBrowsers("the page to drop images on", (_, open) => {
  it("shows photos that were chosen, dropped and pasted with their answers, and why others have none", async () => {
    const page = await open(start.origin, "/start.html");
    const told: string[] = [];
    page.on("request", (request) => told.push(request.url()));
    page.on("dialog", (dialog) => {
      told.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.setViewport({ width: 390, height: 800 });
    await page.goto(server.url);
    const input = await page.$('input[type="file"]');
    await input?.uploadFile(
      ...["0.png", "1.png", HOSTILE, "broken.png", "large.png"].map((name) => join(folder, name)),
    );
    const shown = await cards(page, 5);
    for (const [i, { label, probability }] of expected.entries()) {
      expect(shown[i]?.name).toBe(`${i}.png`);
      expect(shown[i]?.classes).toHaveLength(3);
      expect(shown[i]?.classes[0]).toEqual([label, `${(100 * probability).toFixed(1)} %`]);
      expect(shown[i]?.widths[0]).toBeGreaterThan(shown[i]?.widths[2] ?? Number.NaN);
      expect(shown[i]?.pictures).toEqual([
        [216, `Photo ${i}.png`],
        [28, `${i}.png as the model sees it`],
      ]);
    }
    expect(shown[2]?.name).toBe(HOSTILE);
    expect(shown[3]?.error).toMatch(/^No answer: is damaged/);
    expect(shown[4]?.error).toBe("No answer: larger than 64 kB, the limit of this server.");
    expect(await page.$eval("#tally", ({ textContent }) => textContent)).toMatch(/^5 photos, .*2 failed\.$/);

    const blank = Buffer.from(await photoOf(images, 0)).toString("base64");
    await give(page, "drop", ["a.png", "b.png"], blank);
    await give(page, "paste", ["pasted.png"], blank);
    const all = await cards(page, 8);
    expect(all.slice(5).map(({ name, classes }) => [name, classes[0]?.[0]])).toEqual(
      ["a.png", "b.png", "pasted.png"].map((name) => [name, expected[0]?.label]),
    );
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(overflow)).toBe(0);
    await page.setViewport({ width: 1280, height: 800 });
    expect(await page.evaluate(overflow)).toBe(0);

    const elsewhere = told.filter((url) => !/^(blob|data):/.test(url) && !url.startsWith(server.url));
    expect(elsewhere).toEqual([]);
    await page.close();
  });

  it("flags what a person should look at; can be used from the keyboard, and be cleared", async () => {
    const page = await open(start.origin, "/start.html");
    await page.goto(server.url);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("files");
    const noise = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i * i * 7919) & 255);
    await give(page, "drop", ["noise.png"], Buffer.from(await encodePng(noise, [64, 64, 1])).toString("base64"));
    const [card] = await cards(page, 1);
    expect(card?.badge).toBe("Unlike any garment");
    expect(await page.$eval("#tally", ({ textContent }) => textContent)).toBe("1 photo, 1 to review.");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("clear");
    await page.keyboard.press("Enter");
    expect(await page.$$(".photo")).toHaveLength(0);
    expect(await page.$eval("#results", (results) => (results as HTMLElement).hidden)).toBe(true);
    await page.close();
  });
});
