/** examples/shop, a third of it, on the images in the package: from photos to audiences, every figure near the truth. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { figuresLieNearTheTruth, withShop } from "./shop.js";

describe("examples/shop --small", () => {
  withShop(["--small", "--data", "sample"], (shop) => {
    figuresLieNearTheTruth(shop);

    it("leaves a page", async () => {
      const page = await readFile(join(shop().folder, "customers", "customers.html"), "utf8");
      expect(page).toMatch(/^<!doctype html>[\s\S]*Back-test[\s\S]*Coat or Pullover[\s\S]*<\/html>\s*$/i);
    });
  });

  it("says in a sentence which data is missing", async () => {
    const args = [resolve("examples/shop/run.mjs"), "shop", "--data", "nowhere"];
    const ended = promisify(execFile)(process.execPath, args, { cwd: (await import("node:os")).tmpdir() });
    await expect(ended).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/nowhere[\s\S]*--data sample/),
    });
  });
});
