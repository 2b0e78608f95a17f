/**
 * An extension of Chromium (Manifest V3) that holds the package: its page, that page's workers, and its service worker.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { WORK } from "../kept-rows.js";
import { answer, type Outcome } from "./asking.js";
import { type HostKind, predict, predictLocal, type Request, trainOnTwo } from "./cases.js";
import { hostFiles } from "./files.js";

/** Which host of the extension is asked what. */
export const ASKED_OF_EXTENSION: readonly (readonly [HostKind, Request])[] = [
  ["page", predictLocal],
  ["page", predict],
  ["page", trainOnTwo],
  ["worker", trainOnTwo],
  ["sharedWorker", predictLocal],
  ["background", predictLocal],
];

/** The lines of the manifest without which an extension has no WebAssembly and no shared memory. */
export const EXTENSION_SETTINGS = {
  content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" },
  cross_origin_embedder_policy: { value: "require-corp" },
  cross_origin_opener_policy: { value: "same-origin" },
};

/** Puts an extension with the package of the folder `root` together, and returns its folder. */
export function makeExtension(name: string, root: URL, settings: object): string {
  const folder = join(WORK, "projects", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "hosts"), { recursive: true });
  cpSync(fileURLToPath(new URL("dist/", root)), join(folder, "dist"), { recursive: true });
  for (const [file, bytes] of hostFiles()) writeFileSync(join(folder, "hosts", file), bytes);
  const background = { service_worker: "hosts/asked.js", type: "module" };
  const manifest = { manifest_version: 3, name: "A user's extension", version: "1.0", background, ...settings };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  return folder;
}

/** Asks all of {@link ASKED_OF_EXTENSION} in a Chromium that has the extension of `folder`. */
export async function askExtension(
  folder: string,
  executablePath: string,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly version: string }> {
  const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
  const browser = await puppeteer.launch({ executablePath, pipe: true, enableExtensions: [folder], args });
  try {
    const background = await browser.waitForTarget((target) => target.type() === "service_worker");
    const outcomes: Outcome[] = [];
    for (const [kind, request] of ASKED_OF_EXTENSION) {
      const page = await browser.newPage();
      await page.goto(new URL("/hosts/page.html", background.url()).href);
      await page.waitForFunction("globalThis.runtime !== undefined");
      outcomes.push(await answer(page, kind, request));
      await page.close();
    }
    return { outcomes, version: /\d+/.exec(await browser.version())?.[0] ?? "" };
  } finally {
    await browser.close();
  }
}
