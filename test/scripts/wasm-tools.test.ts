/** The tools in the cache: an install that fails or is interrupted leaves nothing that looks like a tool. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cacheFolder } from "../../scripts/setup/paths.mjs";
import { isOlder } from "../../scripts/setup/rust.mjs";
import { ensureWasmTools, wasmTools } from "../../scripts/setup/wasm-tools.mjs";

let folder = "";

/** Where set-up has put the tools; the tests have a cache of their own. */
const installed = join(cacheFolder(), "tools");

/** Stands for cargo: writes the program asked for into the `--root` folder, then ends as it is told. */
function cargoThat(ends: string): { name: string; source: string; env: NodeJS.ProcessEnv } {
  const file = join(folder, "cargo");
  const script = `#!/bin/sh
echo "$2" >> '${folder}/calls'
while [ $# -gt 0 ]; do
  case "$1" in --root) root=$2 ;; --bin) bin=$2 ;; esac
  shift
done
mkdir -p "$root/bin" && echo whole > "$root/bin/$bin"
${ends}
`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return { name: "rustc", source: "", env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } };
}

const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fashion-wasm-tools-"));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  vi.spyOn(console, "error").mockImplementation(() => {});
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

test("wasm-bindgen has the version of the crate in Cargo.lock, and that of its source", () => {
  const lock = readFileSync("Cargo.lock", "utf8");
  const [version, source] = wasmTools()[0]?.version.split("-") ?? [];
  expect(lock).toContain(`name = "wasm-bindgen"\nversion = "${version}"`);
  expect(source).toMatch(/^[0-9a-f]{8}$/);
});

test("wasm-bindgen refuses what it does not know instead of leaving it out", () => {
  const [tool] = wasmTools();
  const run = (...args: string[]) =>
    spawnSync(join(installed, `${tool?.crate}-${tool?.version}`, "bin", "wasm-bindgen"), args, { encoding: "utf8" });
  expect(run("--version").stdout).toBe(`wasm-bindgen ${tool?.version.split("-")[0]}\n`);
  for (const [args, message] of [
    [["--target", "bundler"], "target bundler → only web is built here"],
    [["--reference-types"], "--reference-types → main.rs of this program lists what it knows"],
    [["--target"], "--target has no value"],
    [["--target", "web"], "no wasm file is given"],
  ] as const) {
    const { status, stderr } = run(...args);
    expect({ status, stderr }).toEqual({ status: 1, stderr: `error: ${message}\n` });
  }
});

test("missing tools are installed once, by version, and found the second time", async () => {
  const rust = cargoThat("exit 0");
  const folders = await ensureWasmTools(rust);
  expect(calls()).toEqual(["--path", "wasm-pack"]);
  const programs = folders.map((bin, i) => join(bin, wasmTools()[i]?.program ?? ""));
  expect(programs.map((program) => readFileSync(program, "utf8"))).toEqual(["whole\n", "whole\n"]);
  expect(await ensureWasmTools(rust)).toEqual(folders);
  expect(calls()).toHaveLength(2);
});

test("a failed install leaves nothing behind, says why, and the next one starts afresh", async () => {
  await expect(ensureWasmTools(cargoThat("echo no such crate >&2; exit 101"))).rejects.toThrow(
    /no such crate[\s\S]*failed with exit code 101 → cargo needs crates.io/,
  );
  expect(readdirSync(join(folder, "cache", "fashion-wasm", "tools"))).toEqual([]);
  await ensureWasmTools(cargoThat("exit 0"));
  expect(calls()).toEqual(["--path", "--path", "wasm-pack"]);
});

test("what an interrupted install left is no tool and is swept away, unless its process lives", async () => {
  const [tool] = wasmTools();
  const tools = join(folder, "cache", "fashion-wasm", "tools");
  const living = `build-${process.ppid}`;
  const ended = spawnSync(process.execPath, ["--version"]).pid;
  const name = (pid: number) => `${tool?.crate}-${tool?.version}.unfinished-${pid}`;
  for (const left of [name(ended), living, `build-${ended}`]) {
    mkdirSync(join(tools, left, "bin"), { recursive: true });
  }
  const [bin] = await ensureWasmTools(cargoThat("exit 0"));
  expect(calls()).toContain("--path");
  expect(existsSync(join(bin ?? "", "wasm-bindgen"))).toBe(true);
  const finished = wasmTools().map(({ crate, version }) => `${crate}-${version}`);
  expect(readdirSync(tools).sort()).toEqual([living, ...finished].sort());
});

test.each([
  ["1.85.1", "1.86", true],
  ["1.86.0", "1.86", false],
  ["1.97.0-nightly", "1.86", false],
  ["1.100.0", "1.99.1", false],
  ["2.0.0", "1.86", false],
])("%s is older than %s: %s", (version, minimum, older) => {
  expect(isOlder(version, minimum)).toBe(older);
});
