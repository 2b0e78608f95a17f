/** Set-up a second time: nothing is called, so `npm start` goes straight to training. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const LIMIT_MS = 10_000;

let folder = "";
const called = () => join(folder, "called");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fashion-wasm-setup-"));
  for (const name of ["cargo", "rustc", "rustup", "npm", "node", "wasm-pack", "apt-get", "python3"]) {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> '${called()}'\nexit 1\n`);
    chmodSync(file, 0o755);
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs set-up where every program only notes that it was called; ends it with all it started after 10 s. */
function setUp(...args: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((done) => {
    let said = "";
    const env = { ...process.env, PATH: folder };
    const child = spawn(process.execPath, [resolve("scripts/setup.mjs"), ...args], { env, detached: true });
    const timer = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    }
    child.on("close", (code) => {
      clearTimeout(timer);
      done({ code, said });
    });
  });
}

test("after set-up, setting up again calls no program and says one line", async () => {
  const { code, said } = await setUp();
  expect(said).toMatch(/^set-up: ready \(\d+ ms\)\n$/);
  expect(existsSync(called()) ? readFileSync(called(), "utf8") : "").toBe("");
  expect(code).toBe(0);
});

test("an argument it does not know is refused before anything is done", async () => {
  const said = "setup: unknown argument --tests → use no argument, or --test\n";
  expect(await setUp("--tests")).toEqual({ code: 2, said });
});
