/**
 * A JavaScript contestant in Chromium: the same protocol as node.mjs, with a page in between.
 *
 *   node chromium.mjs fashion-wasm.mjs
 *
 * A small server gives the page the repository, the build, the peers' packages and the data, with the headers that
 * shared memory takes. `navigator.hardwareConcurrency` says as many threads as were asked for, for jax-js starts that many.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import puppeteer from "puppeteer-core";
import { serve } from "./serve.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
const AWAKE = ["--disable-background-timer-throttling", "--disable-renderer-backgrounding"];

/** @type {Record<string, string>} */
const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm" };
const HEADERS = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const PAGE =
  '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/repository/bench/contestants/page.mjs"></script>';

const browser = await puppeteer.launch({
  executablePath: process.env.FASHION_WASM_CHROMIUM ?? "",
  headless: true,
  pipe: true, // Chromium ends with this process, however it ends
  args: [...FLAGS, ...QUIET, ...AWAKE],
  protocolTimeout: 0,
});

/**
 * @param {Record<string, string>} folders by the first part of an address
 * @returns {Promise<string>} its origin
 */
async function serveFolders(folders) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const [, first = "", ...rest] = path.split("/");
    const folder = folders[first];
    const inside = normalize(rest.join("/"));
    const file = folder === undefined || inside.startsWith("..") ? null : join(folder, inside);
    const content = path === "/" ? PAGE : file && (await readFile(file).catch(() => null));
    const type = path === "/" ? "text/html" : (TYPES[extname(path)] ?? "application/octet-stream");
    response.writeHead(content === null ? 404 : 200, { "content-type": type, ...HEADERS }).end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  return `http://localhost:${typeof address === "object" ? address?.port : ""}`;
}

/** @param {import("./contestant.js").Settings} settings */
async function prepare({ repository, build, packages, data, ...settings }) {
  const origin = await serveFolders({ repository, build, packages, data });
  const page = await browser.newPage();
  page.on("console", (message) => console.error(message.text()));
  page.on("pageerror", (error) => console.error(error));
  await page.evaluateOnNewDocument((threads) => {
    Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => threads });
  }, settings.threads);
  await page.goto(origin);
  await page.waitForFunction("globalThis.contestant !== undefined", { timeout: 20_000 });
  const places = Object.fromEntries(
    ["repository", "build", "packages", "data"].map((name) => [name, `${origin}/${name}`]),
  );
  const call = JSON.stringify([process.argv[2], { ...settings, ...places }]).slice(1, -1);
  /** @type {import("./contestant.js").Contestant} */
  const answer = /** @type {any} */ (await page.evaluate(`contestant.prepare(${call})`));
  return {
    ...answer,
    version: `${answer.version}, ${await browser.version()}`,
    round: async (/** @type {number} */ seconds) =>
      /** @type {import("./contestant.js").RoundResult} */ (await page.evaluate(`contestant.round(${seconds})`)),
  };
}

await serve({
  prepare,
  quit: async () => {
    await browser.close();
    process.exit(0);
  },
});
