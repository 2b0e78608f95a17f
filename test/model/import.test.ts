/** Importing the package starts nothing, and it gives out exactly what it promises. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as api from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);

describe("importing fashion-wasm", () => {
  it.each(["fashion-wasm", "fashion-wasm/inference"])(
    "%s starts no worker, opens no handle, and the process ends by itself",
    async (entry) => {
      const script = `
      await import("${entry}");
      await new Promise((resolve) => setTimeout(resolve, 20));
      const busy = process.getActiveResourcesInfo().filter((name) => !/TTY|Pipe/.test(name));
      console.log(JSON.stringify(busy));`;
      const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", script]);
      expect(stderr).toBe("");
      expect(stdout.trim()).toBe("[]");
    },
  );

  it("gives out these values to predict only", () => {
    expect(Object.keys(inference).sort()).toEqual([
      "FashionWasmError",
      "init",
      "loadModel",
      "photoClassifier",
      "preparePhoto",
      "pretrained",
    ]);
    expect(inference.FashionWasmError).toBe(api.FashionWasmError);
  });

  it("gives out these values", () => {
    const { LAYERS, OPTIMIZERS, SCHEDULES, LOSSES, METRICS } = api;
    const inTables = [LAYERS, OPTIMIZERS, SCHEDULES, LOSSES, METRICS].flatMap((table) => Object.keys(table));
    expect(inTables.filter((name) => !(name in api))).toEqual([]);
    const others = Object.keys(api).filter((name) => !inTables.includes(name));
    expect(others.sort()).toEqual([
      "Dataset",
      "ERROR_CODES",
      "FashionWasmError",
      "LAYERS",
      "LOSSES",
      "METRICS",
      "NO_GARMENT",
      "OPTIMIZERS",
      "SCHEDULES",
      "audience",
      "augmentedSheet",
      "avgPool2d",
      "backtest",
      "branches",
      "calibratePhotos",
      "calibration",
      "classLogits",
      "classProbabilities",
      "classificationReport",
      "coverageAtPrecision",
      "coverageAtThreshold",
      "csvLogger",
      "customerProfiles",
      "dataset",
      "earlyStopping",
      "elu",
      "encodePng",
      "evaluateClassifier",
      "evaluationJson",
      "fashionMnistClassNames",
      "featureExtractor",
      "fineTune",
      "fitTemperature",
      "formatClassificationReport",
      "gelu",
      "globalAvgPool2d",
      "globalMaxPool2d",
      "googleProductCategory",
      "hardSwish",
      "init",
      "itemsToShow",
      "l1",
      "l1L2",
      "l2",
      "leakyRelu",
      "learningRateScheduler",
      "loadFashionMnist",
      "loadModel",
      "lookInside",
      "maxPool2d",
      "measureSimdPeak",
      "measureUplift",
      "modelCheckpoint",
      "parseIdx",
      "photoClassifier",
      "photoDataset",
      "photoExamples",
      "pngEncoder",
      "preparePhoto",
      "pretrained",
      "readCatalogue",
      "readOrders",
      "recipes",
      "reduceLROnPlateau",
      "relu",
      "residual",
      "scaleByTemperature",
      "sequential",
      "sheetPng",
      "shiftImages",
      "sigmoid",
      "silu",
      "softmax",
      "tanh",
      "tensorBoard",
      "terminateOnNaN",
      "topKAccuracy",
      "wilsonInterval",
    ]);
  });
});
