/** What takes longer than two seconds says what it is; the rest is silent, as the other tests of `explore` and `eval` see. */
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { emptyFolder, startCli } from "./run-cli.js";

const MODEL = resolve("data/pretrained/fashion-mnist.safetensors");

it("reading from a place that is slow", async () => {
  const server = createServer((_, response) => void setTimeout(() => response.writeHead(404).end(), 2500));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { child, ended, stderrHas } = startCli(["explore", "--data", address]);
  await stderrHas(`reading ${address} …\n`);
  child.kill("SIGTERM");
  expect((await ended).code).toBe(143);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

it.skipIf(process.platform === "win32")("testing; no page beside a model that was replaced meanwhile", async () => {
  const cwd = emptyFolder();
  const [model, report] = [join(cwd, "run", "model.safetensors"), join(cwd, "run", "report.html")];
  mkdirSync(join(cwd, "run"));
  copyFileSync(MODEL, model);
  const { child, ended, stderrHas } = startCli(["eval", "run", "--data", "sample"], { cwd });
  await stderrHas("no images are known to be held out");
  await wait(150); // for the test, which takes a second, to begin
  // A process that stands still takes long.
  child.kill("SIGSTOP");
  rmSync(model);
  copyFileSync(MODEL, model);
  await wait(2200);
  child.kill("SIGCONT");
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(0);
  expect(stderr).toMatch(/^(testing on 100 images, and on .*|drawing .*\.html) …$/m);
  expect(stderr).toMatch(/^another run has replaced the model in run meanwhile: no page is written$/m);
  expect(stdout).toMatch(/^test accuracy 0\.\d{4}.*\n(.*\n)*no report was written\n$/m);
  expect(existsSync(report)).toBe(false);
});
