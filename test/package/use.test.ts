/** The user's story on the packed file: import or require, train, predict; the command line; the README's example. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, type Installed, packAndInstall, runIn, runScript } from "./packed.js";

let installed: Installed;
beforeAll(() => {
  installed = packAndInstall();
});

/** Trains an epoch on the sample and predicts; the same text for import and require. */
const STORY = `
  const { train, test } = await loadFashionMnist({ data: "sample" });
  const model = await sequential(recipes.seed.layers(), { inputShape: [28, 28, 1], seed: 3 });
  model.compile(recipes.seed.compile);
  const { history } = await model.fit(train, { epochs: 1, batchSize: 50 });
  const outputs = await model.predict(test.images);
  console.log(JSON.stringify({ loss: history.loss[0], outputs: outputs.length, hash: await model.weightsSha256() }));`;

describe("the installed package", () => {
  let byImport: Ended;
  beforeAll(() => {
    const head = `import { loadFashionMnist, recipes, sequential } from "fashion-wasm";`;
    byImport = runScript(installed.folder, "story.mjs", head + STORY);
  });

  it("trains and predicts after an import, and the process ends by itself", () => {
    expect({ code: byImport.code, stderr: byImport.stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(byImport.stdout)).toEqual({
      loss: expect.any(Number),
      outputs: 1000,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it("does the same after a require", () => {
    const head = `const { loadFashionMnist, recipes, sequential } = require("fashion-wasm");`;
    const { code, stdout } = runScript(installed.folder, "story.cjs", `${head}(async () => {${STORY}})();`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: byImport.stdout });
  });

  it("predicts by its smaller entry, after an import and after a require", () => {
    const story = `
      const model = await pretrained();
      const best = model.topK(await model.predictOne(new Uint8Array(784).fill(100)), 1);
      console.log(JSON.stringify([best[0].className, best[0].score > 0.5]));`;
    const imported = `import { pretrained } from "fashion-wasm/inference";${story}`;
    const required = `const { pretrained } = require("fashion-wasm/inference");(async () => {${story}})();`;
    for (const [name, script] of [
      ["small.mjs", imported],
      ["small.cjs", required],
    ] as const) {
      const ended = runScript(installed.folder, name, script);
      expect(ended).toEqual({ code: 0, stdout: '["Bag",true]\n', stderr: "" });
    }
  });

  it("brings the command fashion-wasm", () => {
    const args = ["--offline", "fashion-wasm", "train", "--data", "sample", "--epochs", "1", "--out", "kept", "--json"];
    const { code, stdout } = runIn(installed.folder, "npx", args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ recipe: "quick", trainImages: 458, epochs: 1 });
    expect(existsSync(join(installed.folder, "kept", "model.safetensors"))).toBe(true);
  });

  it("explores and judges by the command", () => {
    const shown = runIn(installed.folder, "npx", [
      "--offline",
      "fashion-wasm",
      "explore",
      "--data",
      "sample",
      "--json",
    ]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ shape: [500, 28, 28, 1] });
    const judged = runIn(installed.folder, "npx", ["--offline", "fashion-wasm", "eval", "kept", "--json"]);
    expect(JSON.parse(judged.stdout)).toMatchObject({ images: 100, reportFile: join("kept", "report.html") });
    expect(readFileSync(join(installed.folder, "kept", "report.html"), "utf8")).toContain("recipe quick, seed 1");
  });

  it("reads a table and makes a page, after an import and after a require", () => {
    const story = `
      const data = await dataset.fromCsv({ csv: new TextEncoder().encode("1,0,9,200,255\\n0,1,2,3,4\\n") });
      const page = { title: "mine", data, sample: 0, grid: { columns: 2, positions: [0, 1] }, png: await pngEncoder() };
      console.log(JSON.stringify([data.shape, [...data.image(0)], exploreHtml(page).includes("data:image/png;base64,iVBOR")]));`;
    const names = "{ dataset, pngEncoder }";
    const imported = `import ${names} from "fashion-wasm";import { exploreHtml } from "fashion-wasm/report";${story}`;
    const required = `const ${names} = require("fashion-wasm");const { exploreHtml } = require("fashion-wasm/report");(async () => {${story}})();`;
    for (const [name, script] of [
      ["page.mjs", imported],
      ["page.cjs", required],
    ] as const) {
      const { code, stdout, stderr } = runScript(installed.folder, name, script);
      expect({ code, stdout, stderr }).toEqual({
        code: 0,
        stdout: "[[2,2,2,1],[0,9,200,255],true]\n",
        stderr: "",
      });
    }
  });

  it("passes the exit code of wrong use through npx", () => {
    const { code, stderr } = runIn(installed.folder, "npx", ["--offline", "fashion-wasm", "train", "--recipe", "best"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Expected seed or quick.");
  });
});

describe("the README", () => {
  it("has JavaScript examples that run as they stand", () => {
    const readme = readFileSync(join(installed.folder, "node_modules", "fashion-wasm", "README.md"), "utf8");
    const examples = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code as string);
    expect(examples.length).toBeGreaterThan(0);
    // The photo that an example names: what a file is, its content says.
    const photo = `
      import { writeFileSync } from "node:fs";
      import { encodePng } from "fashion-wasm";
      const tones = Uint8Array.from({ length: 10_000 }, (_, i) => (i % 100 > 30 && i % 100 < 70 && i > 2000 && i < 8000 ? 60 : 255));
      writeFileSync("boot.jpg", await encodePng(tones, [100, 100, 1]));`;
    expect(runScript(installed.folder, "photo.mjs", photo)).toMatchObject({ code: 0, stderr: "" });
    for (const [i, example] of examples.entries()) {
      const ended = runScript(installed.folder, `readme-${i}.mjs`, example, { FASHION_WASM_DATA: "sample" });
      // The sample is too small for its last part to have images of all classes, as the real data's has.
      expect(ended).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(/^(fashion-wasm: fit: validationSplit .*\n)?$/),
      });
    }
    expect(existsSync(join(installed.folder, "model.safetensors"))).toBe(true);
  });
});
