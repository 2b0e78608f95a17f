/** `verbose` of fit and evaluate: what is written, where, and that nothing is where nobody watches. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sequential } from "fashion-wasm";
import { describe, expect, it, vi } from "vitest";
import { fitProgress } from "../../ts/training/progress.js";
import { compiled, garments, tiny } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";

const PROGRAM = fileURLToPath(new URL("./programs/verbose.mjs", import.meta.url));
const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
const ESC = "\u001b";

const ENVIRONMENT = { ...process.env, NO_COLOR: "", FORCE_COLOR: "" };

function inPipe(...args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: "utf8", env: ENVIRONMENT });
  expect(stderr).toBe("");
  return stdout;
}

function onTerminal(args: string, env: NodeJS.ProcessEnv = {}, columns = 120): string {
  const command = `stty columns ${columns} && ${process.execPath} ${PROGRAM} ${args}`;
  const ran = spawnSync("script", ["-qec", command, "/dev/null"], {
    encoding: "utf8",
    env: { ...ENVIRONMENT, TERM: "xterm-256color", ...env },
  });
  expect(ran.status).toBe(0);
  return ran.stdout;
}

const MEANS = String.raw`loss \d\.\d{4} {2}accuracy \d\.\d{4} {2}val loss \d\.\d{4} {2}val accuracy \d\.\d{4}`;
const LINES = new RegExp(
  String.raw`^epoch 1/2 {2}${MEANS} {2}[\d.]+ s\nepoch 2/2 {2}${MEANS} {2}learning rate 0\.0005 {2}[\d.]+ s\n` +
    String.raw`evaluate {2}loss \d\.\d{4} {2}accuracy \d\.\d{4} {2}[\d,]+ images/s {2}[\d.]+ s\n$`,
);

describe("in a pipe", () => {
  it.each(["default", "auto", "0"])("%s is silent", (verbose) => {
    expect(inPipe(verbose)).toBe("");
  });

  it.each(["1", "2"])("%s writes a line an epoch to stdout", (verbose) => {
    expect(inPipe(verbose)).toMatch(LINES);
  });
});

describe.skipIf(!hasScript)("on a terminal", () => {
  it.each(["default", "1"])("%s shows a bar that leaves no trace, and a line an epoch", (verbose) => {
    const shown = onTerminal(`${verbose} 20000`);
    expect(shown).toMatch(/epoch 1\/2 .*█+.*░+.* +\d+ % {2}loss \d\.\d{4} {2}accuracy \d\.\d{4}/);
    expect(shown).toMatch(/epoch 2\/2 .*validating with 20,000 images/);
    expect(kept(shown)).toMatch(LINES);
    expect(shown.endsWith("s\r\n")).toBe(true);
  });

  it("2 shows no bar", () => {
    const shown = onTerminal("2");
    expect(shown).not.toContain(ESC);
    expect(shown.replaceAll("\r\n", "\n")).toMatch(LINES);
  });

  it("0 shows nothing", () => {
    expect(onTerminal("0")).toBe("");
  });

  it("has no colours under NO_COLOR, and no bar where the cursor cannot move", () => {
    const plain = onTerminal("auto 20000", { NO_COLOR: "1" });
    expect(plain).toContain("█");
    expect(plain).not.toContain(`${ESC}[3`);
    const dumb = onTerminal("auto", { TERM: "dumb" });
    expect(dumb.replaceAll("\r\n", "\n")).toMatch(LINES);
  });

  it.each([20, 40, 60])("never wraps in %d columns", (columns) => {
    const shown = onTerminal("auto 20000", { NO_COLOR: "1" }, columns);
    const lines = shown.split(/\r\n|\r/).map((line) => line.replaceAll(`${ESC}[K`, ""));
    expect(lines.filter((line) => line.startsWith("epoch")).length).toBeGreaterThan(4);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });
});

/** What stays: of a line that was written over, its last form. */
function kept(shown: string): string {
  return shown.replaceAll("\r\n", "\n").replace(new RegExp(`[^\\n]*\\r${ESC}\\[K`, "g"), "");
}

it("tells any metric by its name, lists left out, and losses that are small or no number", () => {
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const { callback } = fitProgress(2);
  const counts = { steps: 1, batchSize: 1, trainImages: 1, validationImages: 0 };
  callback.onTrainBegin?.({ epochs: 10, initialEpoch: 0, ...counts });
  callback.onEpochBegin?.(1);
  const logs = { loss: 5e-5, accuracy: 1, f1Score: [0.5, 1], topKCategoricalAccuracy: 0.75, valLoss: Number.NaN };
  callback.onEpochEnd?.(1, { ...logs, learningRate: 1e-3 });
  write.mockRestore();
  expect(said.join("")).toMatch(
    /^epoch {2}2\/10 {2}loss 5\.0000e-5 {2}accuracy 1\.0000 {2}top k categorical accuracy 0\.7500 {2}val loss NaN {2}/,
  );
  expect(said.join("")).not.toContain("f1");
});

it("says that it validates in epochs that end so, in no others", () => {
  const said: string[] = [];
  const { isTTY } = process.stdout;
  process.stdout.isTTY = true;
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const { callback, stop } = fitProgress(1, (epoch) => epoch === 1);
  const counts = { steps: 1, batchSize: 1, trainImages: 1, validationImages: 5 };
  callback.onTrainBegin?.({ epochs: 2, initialEpoch: 0, ...counts });
  for (const epoch of [0, 1]) {
    callback.onEpochBegin?.(epoch);
    callback.onProgress?.(1, { loss: 1, accuracy: 1 });
  }
  stop();
  write.mockRestore();
  process.stdout.isTTY = isTTY;
  expect(said.filter((text) => text.includes("validating with 5 images"))).toEqual([
    expect.stringContaining("epoch 2/2"),
  ]);
});

it.each([3, -1, "on", true, null, {}])("%j is refused", async (verbose) => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1, engine: "local" });
  model.compile(compiled);
  const given = { verbose } as never;
  for (const call of [() => model.fit(garments(4), given), () => model.evaluate(garments(4), given)]) {
    await expectRefusal(call, "INVALID_ARGUMENT", ['option "verbose" is', '"auto", 0 (silent)']);
  }
});
