/**
 * The story of an app whose bundler leaves behind what is fetched at run time: `npx fashion-wasm assets` copies it, `init({ baseUrl })`
 * says where; in pages, and in Node.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "../runtime/browsers.js";
import { serveRepository } from "../runtime/server.js";
import { sixtyImages } from "../runtime/sixty-images.js";
import { packAndInstall, runIn, runScript } from "./packed.js";

let folder: string;
let expected: Awaited<ReturnType<typeof sixtyImages>>;
beforeAll(async () => {
  expected = await sixtyImages(inference, { engine: "local" });
  folder = packAndInstall().folder;
});
afterAll(closeBrowsers);

/** Runs the command in the folder of the app. */
function assets(...options: string[]): void {
  const { code, stderr } = runIn(folder, "npx", ["--no-install", "fashion-wasm", "assets", ...options]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

/** A folder with the imported code of a host, without the files that lie beside it in the package. */
function codeAlone(host: "browser" | "node", place: string): void {
  cpSync(join(folder, "node_modules/fashion-wasm/dist", host), place, {
    recursive: true,
  });
}

inBrowsers("a page with copied files", (_, open) => {
  it.each([
    ["fashion-wasm", true],
    ["fashion-wasm", false],
    ["inference", false],
  ])("predicts by the files of --entry %s with Node's bits, isolated: %s", async (entry, isolated) => {
    const page = join(folder, `page-${entry}`);
    mkdirSync(page, { recursive: true });
    assets(join(page, "wasm"), "--entry", entry);
    codeAlone("browser", join(page, "code"));
    cpSync(new URL("../runtime/sixty-images.js", import.meta.url), join(page, "sixty-images.js"));
    writeFileSync(
      join(page, "main.js"),
      `import { init, pretrained } from "./code/${entry === "inference" ? entry : "index"}.js";
      import { sixtyImages } from "./sixty-images.js";
      await init({ baseUrl: "/wasm/" });
      globalThis.runtime = { predict: (options) => sixtyImages({ pretrained }, options) };`,
    );
    const html = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="./main.js"></script>';
    writeFileSync(join(page, "index.html"), html);
    const server = await serveRepository({ isolated, root: pathToFileURL(`${page}/`) });
    try {
      const opened = await open(server.origin, "/index.html");
      for (const engine of ["worker", "local"])
        expect(await opened.evaluate(`runtime.predict(${JSON.stringify({ engine })})`)).toEqual(expected);
      await opened.close();
    } finally {
      await server.close();
    }
  });
});

describe("a program for Node with copied files", () => {
  const program = `
    import { dense, flatten, init, loadFashionMnist, pretrained, sequential } from "./code/index.js";
    await init({ baseUrl: new URL("./wasm/", import.meta.url) });
    const { train } = await loadFashionMnist({ data: "sample" });
    for (const threads of [1, 2]) {
      const model = await sequential([flatten(), dense({ units: 10 })], { inputShape: [28, 28, 1], seed: 1, threads });
      model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
      await model.fit(train, { epochs: 1 });
      console.log(model.engine.build, (await model.weightsSha256()).length);
      await model.dispose();
    }
    const model = await pretrained();
    console.log((await model.predictClasses(train.images.subarray(0, 784))).length);
    await model.dispose();`;

  it("trains and predicts, on one thread and on two", () => {
    assets("wasm");
    codeAlone("node", join(folder, "code"));
    const { code, stdout, stderr } = runScript(folder, "program.mjs", program);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "simd 64\nthreads 64\n1\n", stderr: "" });
  });

  it("takes them from there alone", () => {
    rmSync(join(folder, "wasm/engine-worker-threads.js"));
    const { code, stdout, stderr } = runScript(folder, "program.mjs", program);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "simd 64\n" });
    expect(stderr).toContain("wasm/engine-worker-threads.js");
  });
});
