/**
 * Chromium, and a small server for its pages: the repository, a build, the peers' packages and the data, with the headers
 * that shared memory takes.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import puppeteer from "puppeteer-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
const AWAKE = ["--disable-background-timer-throttling", "--disable-renderer-backgrounding"];

/** @type {Record<string, string>} */
const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm" };
const HEADERS = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

export function launchChromium() {
  return puppeteer.launch({
    executablePath: process.env.FASHION_WASM_CHROMIUM ?? "",
    headless: true,
    pipe: true, // Chromium ends with this process, however it ends
    args: [...FLAGS, ...QUIET, ...AWAKE],
    protocolTimeout: 0,
  });
}

/**
 * @param {Record<string, string>} folders by the first part of an address
 * @param {string} script the page's, of type module
 * @returns {Promise<string>} its origin
 */
export async function servePage(folders, script) {
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module">${script}</script>`;
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const [, first = "", ...rest] = path.split("/");
    const folder = folders[first];
    const inside = normalize(rest.join("/"));
    const file = folder === undefined || inside.startsWith("..") ? null : join(folder, inside);
    const content = path === "/" ? page : file && (await readFile(file).catch(() => null));
    const type = path === "/" ? "text/html" : (TYPES[extname(path)] ?? "application/octet-stream");
    response.writeHead(content === null ? 404 : 200, { "content-type": type, ...HEADERS }).end(content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  return `http://localhost:${typeof address === "object" ? address?.port : ""}`;
}
