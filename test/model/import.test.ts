/** Importing the package starts nothing, and it gives out exactly what it promises. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as api from "fashion-wasm";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);

describe("importing fashion-wasm", () => {
  it("starts no worker, opens no handle, and the process ends by itself", async () => {
    const script = `
      await import("fashion-wasm");
      await new Promise((resolve) => setTimeout(resolve, 20));
      const busy = process.getActiveResourcesInfo().filter((name) => !/TTY|Pipe/.test(name));
      console.log(JSON.stringify(busy));`;
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", script]);
    expect(stderr).toBe("");
    expect(stdout.trim()).toBe("[]");
  });

  it("gives out these values", () => {
    expect(Object.keys(api).sort()).toEqual([
      "Dataset",
      "ERROR_CODES",
      "FashionWasmError",
      "OPTIMIZERS",
      "activation",
      "adam",
      "batchNormalization",
      "classificationReport",
      "confusionMatrix",
      "conv2d",
      "dataset",
      "dense",
      "dropout",
      "fashionMnistClassNames",
      "flatten",
      "init",
      "loadFashionMnist",
      "loadModel",
      "maxPool2d",
      "maxPooling2d",
      "measureSimdPeak",
      "parseIdx",
      "pretrained",
      "recipes",
      "relu",
      "rescaling",
      "sequential",
      "sgd",
      "sigmoid",
      "softmax",
    ]);
  });
});
