/** A terminal that is closed while a run trains: the run is kept, and under nohup it goes on. Python lends the terminal. */
import { execFile, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { emptyFolder } from "./run-cli.js";

const CLI = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const CLOSE = fileURLToPath(new URL("close-terminal.py", import.meta.url));
const python = process.env.FASHION_WASM_PYTHON ?? "";
const canClose = process.platform === "linux" && spawnSync(python, ["--version"]).status === 0;

const train = (epochs: number) =>
  `"${process.execPath}" "${CLI}" train --data sample --recipe seed --threads 1 --batch-size 50 --epochs ${epochs} --out run`;

/** Runs a line of sh on a terminal that is closed when it shows `text`; its exit code, negative for a signal's number. */
async function closedAfter(text: string, line: string, cwd: string): Promise<number> {
  const { _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(python, [CLOSE, text, "/bin/sh", "-c", line], {
    cwd,
    env,
    timeout: 50_000,
  });
  return Number(stdout);
}

describe.skipIf(!canClose)("a terminal that is closed", () => {
  it("ends training after the step, with a checkpoint and exit 129", async () => {
    const cwd = emptyFolder();
    expect(await closedAfter("2/100000  loss", `exec ${train(100_000)}`, cwd)).toBe(129);
    expect(readdirSync(join(cwd, "run")).sort()).toEqual(["model.safetensors", "run.json"]);
  });

  it("ends nothing where SIGHUP was ignored before; what is printed into nowhere is no error", async () => {
    const cwd = emptyFolder();
    expect(await closedAfter("2/150  loss", `trap '' HUP; ${train(150)}; exit $?`, cwd)).toBe(0);
    expect(readdirSync(join(cwd, "run")).sort()).toEqual(["model.safetensors", "report.html", "run.json"]);
  });

  it("ends nothing under nohup", async () => {
    const cwd = emptyFolder();
    const shown = "until grep -q 'epoch *2/' log 2> /dev/null; do sleep 0.05; done; echo begun; wait";
    await closedAfter("begun", `nohup ${train(150)} < /dev/tty > log 2>&1 & ${shown}`, cwd);
    const report = join(cwd, "run", "report.html");
    for (let tenths = 0; !existsSync(report) && tenths < 200; tenths += 1) await wait(100);
    expect(existsSync(report)).toBe(true);
  });
});
