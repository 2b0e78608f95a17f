/** Every file in examples/ runs to its end and says what it promises. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const folder = resolve("examples");
let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "fashion-wasm-"));
});
afterAll(() => rm(cwd, { recursive: true }));

async function run(name: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await runWithErrors(name, ...args);
  expect(stderr).toBe("");
  return stdout;
}

async function runWithErrors(name: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [join(folder, name), ...args], {
    cwd,
    timeout: 50_000,
  });
}

describe("examples", () => {
  it("are all run here", async () => {
    expect((await readdir(folder)).filter((name) => name.endsWith(".mjs")).sort()).toEqual([
      "learn.mjs", // learn.test.ts
      "mobilenet.mjs",
      "own-images.mjs",
      "predict.mjs",
      "resnet20.mjs",
      "story.mjs",
      "train-sample.mjs",
    ]);
  });

  it("train-sample.mjs learns, predict.mjs names garments with what it kept", async () => {
    const trained = await run("train-sample.mjs");
    expect(trained).toContain("epoch 10:");
    expect(Number(/test accuracy (0\.\d+)/.exec(trained)?.[1])).toBeGreaterThan(0.6);
    const lines = (await run("predict.mjs")).trim().split("\n");
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(line).toMatch(/^\S.* {1,3}\d+ % {3}is \S/);
  });

  it("own-images.mjs tells patterns apart", async () => {
    const text = await run("own-images.mjs");
    expect(text).toMatch(/stopped after \d+ epochs/);
    const recalls = [...text.matchAll(/recall (\d\.\d\d)/g)].map(([, recall]) => Number(recall));
    expect(recalls).toHaveLength(3);
    expect(Math.min(...recalls)).toBeGreaterThan(0.8);
  });

  it("resnet20.mjs trains a model with forks", async () => {
    const text = await run("resnet20.mjs", "sample");
    for (const part of ["Connected to", "add_8", "epoch 2: loss", "test accuracy 0."]) expect(text).toContain(part);
  });

  it("mobilenet.mjs trains separable convolutions", async () => {
    const text = await run("mobilenet.mjs", "sample");
    for (const part of ["separable_conv2d_4", "epoch 2: loss", "test accuracy 0."]) expect(text).toContain(part);
  });

  it("story.mjs goes from images to a page that judges a model", async () => {
    const { stdout: text, stderr } = await runWithErrors("story.mjs", "sample", "--epochs", "2");
    // Of the sample the last fifth lacks a class; of the whole data set it does not.
    expect(stderr).toMatch(/^fashion-wasm: fit: validationSplit takes the last 100 images: .*"Dress".*\n$/);
    for (const part of ["train [500,28,28,1], test [100,28,28,1]", "epoch  2 ", "macro avg", "fitted on 100 images"]) {
      expect(text).toContain(part);
    }
    const story = join(cwd, "story");
    expect((await readdir(story)).sort()).toEqual([
      "explore.html",
      "grid.png",
      "image.png",
      "model.safetensors",
      "predictions.png",
      "report.html",
    ]);
    for (const page of ["explore.html", "report.html"]) {
      expect(await readFile(join(story, page), "utf8")).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/i);
    }
    for (const picture of ["grid.png", "image.png", "predictions.png"]) {
      expect((await readFile(join(story, picture))).subarray(1, 4).toString("latin1")).toBe("PNG");
    }
  });
});
