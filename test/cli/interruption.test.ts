/** Ctrl-C, SIGTERM and their kin: training stops after the current step, a checkpoint is kept, the exit code says so. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadModel } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, startCli } from "./run-cli.js";

const LONG = [
  "train",
  "--data",
  "sample",
  "--recipe",
  "seed",
  "--threads",
  "1",
  "--epochs",
  "100000",
  "--batch-size",
  "50",
];

/** The variable by which a shell says that it started the tests under nohup. */
const NO_NOHUP = { _: "" };

describe("a signal during training", () => {
  it.each([
    ["SIGINT", 130, "interrupted"],
    ["SIGTERM", 143, "terminated"],
    ["SIGHUP", 129, "hung up"],
    ["SIGXCPU", 152, "out of CPU time"],
  ] as const)("%s ends it with exit %i and a checkpoint that loads", async (signal, exit, word) => {
    const out = join(emptyFolder(), "run");
    const { child, ended, stderrHas } = startCli([...LONG, "--out", out, "--json"], { env: NO_NOHUP });
    await stderrHas("epoch      2/100000");
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(exit);
    expect(stderr).toMatch(
      new RegExp(`^fashion-wasm: ${word}: stopped in epoch \\d+ of 100000, checkpoint kept in `, "m"),
    );
    expect(stderr).not.toMatch(/^\s+at /m);

    const json = jsonOf({ code, stdout, stderr });
    expect(json).toMatchObject({
      error: { code: "INTERRUPTED", message: expect.stringContaining(word) },
      recipe: "seed",
      trainImages: 400,
      validationImages: 100,
      checkpoint: join(out, "model.safetensors"),
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(json).not.toHaveProperty("testAccuracy");
    await using model = await loadModel(join(out, "model.safetensors"), { threads: 1 });
    expect(await model.weightsSha256()).toBe(json.weightsSha256);
    expect(model.history.epoch.length).toBe(json.epochs);
    expect(json.epochs).toBeGreaterThanOrEqual(2);
  });

  it("counts a repeat within half a second as the same key press", async () => {
    const out = join(emptyFolder(), "run");
    const { child, ended, stderrHas } = startCli([...LONG, "--out", out]);
    await stderrHas("epoch      1/100000");
    child.kill("SIGINT");
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain("checkpoint kept in");
    expect(existsSync(join(out, "model.safetensors"))).toBe(true);
  });

  it("goes on after SIGHUP under nohup, and ends as ever after SIGTERM", async () => {
    const out = join(emptyFolder(), "run");
    const { child, ended, stderrHas } = startCli([...LONG, "--out", out], { env: { _: "/usr/bin/nohup" } });
    await stderrHas("epoch      1/100000");
    child.kill("SIGHUP");
    await new Promise((done) => setTimeout(done, 300));
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect(code).toBe(143);
    expect(stderr).toContain("terminated: stopped in epoch");
  });
});
