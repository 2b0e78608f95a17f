/** What is in the packed file: everything that is needed, nothing else, no native code, no script that runs by itself. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type Installed, packAndInstall, runIn, runScript } from "./packed.js";

let installed: Installed;
beforeAll(() => {
  installed = packAndInstall();
});

describe("the packed file", () => {
  it("holds what is intended and nothing else", () => {
    const intended = [
      /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|THIRD-PARTY-NOTICES\.md)$/,
      /^dist\/(customers|data|engine-simd|engine-threads|inference-simd)\.wasm$/,
      /^dist\/(node|browser)\/[\w-]+\.js(\.map)?$/,
      /^dist\/(engine-worker-simd|engine-worker-threads|inference-worker|photo-worker)\.js$/,
      /^dist\/types\/[\w/-]+\.d\.ts$/,
      /^dist\/pretrained\/(fashion-mnist\.safetensors|README\.md)$/,
      /^dist\/photos\/(photos\.safetensors|README\.md)$/,
      /^dist\/sample\/((train|t10k)-(images-idx3|labels-idx1)-ubyte\.gz|LICENSE[\w.-]*|README\.md)$/,
    ];
    expect(installed.files.filter((file) => !intended.some((pattern) => pattern.test(file)))).toEqual([]);
  });

  it("holds what is needed", () => {
    expect(installed.files).toEqual(
      expect.arrayContaining([
        "package.json",
        "dist/customers.wasm",
        "dist/data.wasm",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "THIRD-PARTY-NOTICES.md",
        "dist/engine-simd.wasm",
        "dist/engine-threads.wasm",
        "dist/types/index.d.ts",
        ...["index", "inference"].flatMap((name) => [`dist/node/${name}.js`, `dist/browser/${name}.js`]),
        ...["engine-worker-simd", "engine-worker-threads", "inference-worker", "photo-worker"].map(
          (name) => `dist/${name}.js`,
        ),
        "dist/node/cli.js",
        "dist/sample/train-images-idx3-ubyte.gz",
        "dist/sample/t10k-labels-idx1-ubyte.gz",
        "dist/pretrained/fashion-mnist.safetensors",
        "dist/photos/photos.safetensors",
      ]),
    );
  });

  it("has no dependencies and nothing that runs on install", () => {
    const manifest = JSON.parse(
      readFileSync(join(installed.folder, "node_modules", "fashion-wasm", "package.json"), "utf8"),
    ) as Record<string, Record<string, string> | undefined>;
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"]) {
      expect(Object.keys(manifest[kind] ?? {})).toEqual([]);
    }
    expect(manifest.gypfile).toBeUndefined();
    const runsOnInstall = ["preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare"];
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => runsOnInstall.includes(name))).toEqual([]);
    const inModules = readdirSync(join(installed.folder, "node_modules")).filter((name) => !name.startsWith("."));
    expect(inModules).toEqual(["fashion-wasm"]);
  });

  it("names no file of the machine that built it", () => {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const folder = join(installed.folder, "node_modules", "fashion-wasm");
    const naming = installed.files.filter((file) => readFileSync(join(folder, file)).includes(root));
    expect(naming).toEqual([]);
  });
});

describe("importing", () => {
  it.each([
    ["fashion-wasm", ["sequential", "loadModel", "loadFashionMnist", "FashionWasmError"]],
    ["fashion-wasm/inference", ["loadModel", "pretrained", "init", "FashionWasmError"]],
    ["fashion-wasm/report", ["reportHtml", "exploreHtml", "photosHtml", "customersHtml"]],
  ])("%s starts nothing: no worker, no wasm, no file, and the process ends", (entry, expected) => {
    const { code, stdout, stderr } = runScript(
      installed.folder,
      "idle.mjs",
      `import fs from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      import workers from "node:worker_threads";
      const done = [];
      const watch = (object, name, kind) => {
        const own = object[name];
        object[name] = function (...args) {
          done.push(kind + name);
          return new.target ? new own(...args) : own.apply(this, args);
        };
      };
      watch(workers, "Worker", "");
      for (const name of ["Module", "Instance", "Memory", "compile", "instantiate"]) watch(WebAssembly, name, "WebAssembly.");
      for (const name of ["writeFile", "mkdir", "open", "readdir"]) watch(fs.promises, name, "fs.promises.");
      watch(globalThis, "fetch", "");
      syncBuiltinESMExports();
      const before = process.getActiveResourcesInfo().sort();
      const names = Object.keys(await import("${entry}"));
      await new Promise((resolve) => setTimeout(resolve, 50));
      const after = process.getActiveResourcesInfo().sort();
      console.log(JSON.stringify({ names, done, started: after.slice(before.length) }));`,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { names, ...rest } = JSON.parse(stdout) as { names: string[]; done: string[]; started: string[] };
    expect(rest).toEqual({ done: [], started: [] });
    expect(names).toEqual(expect.arrayContaining(expected));
  });
});

describe("the types", () => {
  const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
  it.each([
    ["bundler", "ESNext"],
    ["node16", "node16"],
  ])("serve a strict project with moduleResolution %s", (moduleResolution, module) => {
    const source = `import { conv2d, dense, FashionWasmError, flatten, loadFashionMnist, sequential } from "fashion-wasm";
      import type { Callback, History } from "fashion-wasm";
      import { type InferenceModel, loadModel, pretrained } from "fashion-wasm/inference";
      const { train, test } = await loadFashionMnist({ data: "sample" });
      await using model = await sequential([conv2d({ filters: 8, kernelSize: [3, 3] }), flatten(), dense({ units: 10 })], {
        inputShape: train.imageShape,
        seed: 1,
      });
      model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
      const callback: Callback = { onEpochEnd: (epoch, { loss }) => console.log(epoch.toFixed(), loss.toFixed(3)) };
      const history: History = await model.fit(train, { epochs: 1, callbacks: [callback] });
      const first: number | undefined = history.history.loss[0];
      const outputs: Float32Array = await model.predict(test.images);
      console.log(first, outputs.length, FashionWasmError.name);
      await using ready: InferenceModel = await pretrained({ engine: "local" });
      const best = ready.topK(await ready.predictOne(new Uint8Array(784)))[0];
      const words: string = \`\${best?.className} \${best?.score.toFixed(2)}\`;
      console.log(words, (await loadModel("model.safetensors")).classNames?.join());
      // @ts-expect-error it cannot train
      ready.fit(train);
      // @ts-expect-error a word that is no optimizer
      model.compile({ optimizer: "adamm", loss: "sparseCategoricalCrossentropy" });
      // @ts-expect-error a mistyped option
      dense({ unit: 10 });
      export {};\n`;
    writeFileSync(join(installed.folder, "consumer.ts"), source);
    const compilerOptions = {
      ...{ noEmit: true, strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
      ...{ target: "ES2022", lib: ["ES2023", "DOM", "ESNext.Disposable"], types: [], module, moduleResolution },
    };
    writeFileSync(join(installed.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
    const { code, stdout } = runIn(installed.folder, process.execPath, [tsc, "--project", "tsconfig.json"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  });
});
