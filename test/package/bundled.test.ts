/**
 * The packed file bundled by tools that are here anyway: what Vite copies of each entry, and pages in places where scripts
 * and files are easily lost: a CDN (Vite), a classic script (esbuild). All other bundlers: test/platforms/.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { markup, pageFiles } from "../platforms/bundlers/page-files.js";
import { type Bits, bitsOfNode, type Outcome } from "../platforms/bundlers/story-outcome.js";
import { closeBrowsers, inBrowsers } from "../runtime/browsers.js";
import { CDN_HEADERS, type Server, serveRepository } from "../runtime/server.js";
import { packAndInstall, runIn } from "./packed.js";

/** The esbuild of tsup. */
const fromTsup = createRequire(createRequire(import.meta.url).resolve("tsup"));
const esbuild = fromTsup("esbuild") as { build(options: Record<string, unknown>): Promise<unknown> };

let expected: Bits;
let folder: string;
const servers: Server[] = [];
const built = new Map<() => Promise<string>, Promise<string>>();

beforeAll(async () => {
  expected = await bitsOfNode();
  folder = packAndInstall().folder;
});
afterAll(async () => {
  await closeBrowsers();
  for (const server of servers) await server.close();
});

/** A folder with the files in it, in which the package is found. */
function app(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(folder, "app-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function serve(root: string, isolated: boolean, headers = {}): Promise<Server> {
  const server = await serveRepository({ isolated, headers, root: pathToFileURL(`${root}/`) });
  servers.push(server);
  return server;
}

/** Names of what Vite puts beside its own script for a page that predicts by `entry`. */
async function copied(entry: string): Promise<string[]> {
  const script = `import { pretrained } from "${entry}"; globalThis.predict = pretrained;`;
  const root = app({ "index.html": markup({ script: "./main.js" }), "main.js": script });
  await build({ root, configFile: false, logLevel: "silent" });
  const names = readdirSync(join(root, "dist/assets")).map((name) => name.replace(/-[\w-]{8}\.(\w+)$/, ".$1"));
  return names.filter((name) => name !== "index.js").sort();
}

/** Builds by Vite for a server of its own; returns the folder of the page, which has nothing but the markup. */
async function forCdn(): Promise<string> {
  const root = app({ "index.html": markup({ script: "./main.js" }), ...pageFiles() });
  const cdn = await serve(join(root, "dist"), true, CDN_HEADERS);
  await build({ root, base: `${cdn.origin}/`, configFile: false, logLevel: "silent" });
  mkdirSync(join(root, "page"));
  copyFileSync(join(root, "dist/index.html"), join(root, "page/index.html"));
  return join(root, "page");
}

/** Builds a classic script by esbuild, beside a copy of the package's files. */
async function classic(): Promise<string> {
  const root = app({
    ...pageFiles({ baseUrl: "/fashion-wasm/" }),
    "dist/index.html": markup({ script: "./main.js", classic: true }),
  });
  const [entry, outfile] = [join(root, "main.js"), join(root, "dist/main.js")];
  // It warns of import.meta.url, which a classic script has not, and which is not read with a baseUrl.
  await esbuild.build({ entryPoints: [entry], outfile, bundle: true, format: "iife", logLevel: "error" });
  const command = join(folder, "node_modules/.bin/fashion-wasm");
  expect(runIn(root, command, ["assets", "dist/fashion-wasm"])).toMatchObject({ code: 0, stderr: "" });
  return join(root, "dist");
}

/** Builds once for all browsers. */
function once(make: () => Promise<string>): Promise<string> {
  const root = built.get(make) ?? make();
  built.set(make, root);
  return root;
}

describe("Vite", () => {
  it("copies what an entry may need, and no more", async () => {
    expect(await copied("fashion-wasm/inference")).toEqual([
      "data.wasm",
      "fashion-mnist.safetensors",
      "inference-simd.wasm",
      "inference-worker.js",
      "photo-worker.js",
      "photos.safetensors",
    ]);
    const whole = await copied("fashion-wasm");
    for (const build of ["simd", "threads"]) {
      expect(whole).toEqual(expect.arrayContaining([`engine-${build}.wasm`, `engine-worker-${build}.js`]));
    }
    expect(whole).toContain("fashion-mnist.safetensors");
    expect(whole).not.toContain("inference-simd.wasm");
  });
});

inBrowsers("a bundled page", (_, open) => {
  it.each([
    ["by Vite for a CDN, isolated", forCdn, true],
    ["by Vite for a CDN, not isolated", forCdn, false],
    ["by esbuild as a classic script, isolated", classic, true],
    ["by esbuild as a classic script, not isolated", classic, false],
  ])("%s, has Node's bits", async (_, make, isolated) => {
    const server = await serve(await once(make), isolated);
    const page = await open(server.origin, "/index.html");
    const outcome = (await page.evaluate("runtime.story()")) as Outcome;
    await page.close();
    expect(outcome).toEqual({ bits: expected, threads: isolated ? 2 : 1 });
    expect(servers.flatMap(({ failures }) => failures)).toEqual([]);
  });
});
