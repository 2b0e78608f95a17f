/** Both entries of the packed file in a web app that Vite bundles: what it copies, and Node's bits in the browsers. */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as inference from "fashion-wasm/inference";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "../runtime/browsers.js";
import { serveRepository } from "../runtime/server.js";
import { sixtyImages } from "../runtime/sixty-images.js";
import { packAndInstall } from "./packed.js";

/** Where the app of an entry was bundled to, by the entry. */
const bundles = new Map<string, string>();
let expected: Awaited<ReturnType<typeof sixtyImages>>;
beforeAll(async () => {
  expected = await sixtyImages(inference, { engine: "local" });
  const { folder } = packAndInstall();
  for (const entry of ["fashion-wasm", "fashion-wasm/inference"]) {
    const root = join(folder, entry.replace("/", "-app-"), "app");
    mkdirSync(root, { recursive: true });
    copyFileSync(new URL("../runtime/sixty-images.js", import.meta.url), join(root, "sixty-images.js"));
    writeFileSync(
      join(root, "index.html"),
      '<!doctype html><link rel="icon" href="data:,"><script type="module" src="./main.js"></script>',
    );
    writeFileSync(
      join(root, "main.js"),
      `import { pretrained } from "${entry}";
      import { sixtyImages } from "./sixty-images.js";
      globalThis.runtime = { predict: (options) => sixtyImages({ pretrained }, options) };`,
    );
    await build({ root, base: "./", configFile: false, logLevel: "silent", build: { target: "es2022" } });
    bundles.set(entry, join(root, "dist"));
  }
});
afterAll(closeBrowsers);

const copied = (entry: string) =>
  readdirSync(join(bundles.get(entry) ?? "", "assets"))
    .map((name) => name.replace(/-[\w-]{8}\.(\w+)$/, ".$1"))
    .filter((name) => !name.endsWith(".js"))
    .sort();

describe("Vite", () => {
  it("copies what an entry may need, and no more", () => {
    expect(copied("fashion-wasm/inference")).toEqual(["fashion-mnist.safetensors", "inference-simd.wasm"]);
    expect(copied("fashion-wasm")).toEqual(
      expect.arrayContaining(["engine-simd.wasm", "engine-threads.wasm", "fashion-mnist.safetensors"]),
    );
    expect(copied("fashion-wasm")).not.toContain("inference-simd.wasm");
  });
});

inBrowsers("a bundled page", (_, open) => {
  it.each([
    ["fashion-wasm", true],
    ["fashion-wasm", false],
    ["fashion-wasm/inference", false],
  ])("predicts by %s with Node's bits, isolated: %s", async (entry, isolated) => {
    const root = pathToFileURL(`${bundles.get(entry)}/`);
    const server = await serveRepository({ isolated, root });
    try {
      const page = await open(server.origin, "/index.html");
      for (const engine of ["worker", "local"]) {
        expect(await page.evaluate(`runtime.predict(${JSON.stringify({ engine })})`)).toEqual(expected);
      }
      await page.close();
    } finally {
      await server.close();
    }
  });
});
