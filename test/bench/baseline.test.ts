/** Another build beside this one: which are taken, and which refused. Nothing is measured. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { contestants, type Entry } from "../../bench/contestants.mjs";
import { openBaseline } from "../../bench/measure/baseline.mjs";
import { BenchError } from "../../bench/options.mjs";

const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a package and returns its folder. */
function packageFolder(name: string, files: Record<string, string>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), content);
  }
  return join(folder, name);
}

/** Packs a folder as `npm pack` does: all of it under package/. */
function tarball(from: string, name: string): string {
  const place = mkdtempSync(join(folder, "pack-"));
  cpSync(from, join(place, "package"), { recursive: true });
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), execFileSync("tar", ["-czf", "-", "package"], { cwd: place }));
  return join(folder, name);
}

const json = (name: string, version = "0.0.9") => JSON.stringify({ name, version, type: "module" });
const files = { "package.json": json("fashion-wasm"), "dist/node/index.js": "1;" };
const named = (...ids: string[]) => contestants.filter(({ id }) => ids.includes(id));
const node = named("fashion-wasm");
const own = packageFolder("own", { ...files, "dist/node/index.js": "2;", "dist/browser/index.js": "2;" });
const old = packageFolder("old", { ...files, "dist/types/index.d.ts": "export {};", "unrelated.txt": "" });

/** What is made temporarily is made here. */
const temporary = join(folder, "temporary");
beforeAll(() => {
  mkdirSync(temporary);
  vi.stubEnv("TMPDIR", temporary);
  vi.stubEnv("TEMP", temporary);
  return () => vi.unstubAllEnvs();
});

describe("a baseline", () => {
  test.each([
    ["a folder", () => old, "baseline: fashion-wasm 0.0.9 (old)"],
    [
      "a tarball",
      () => tarball(old, "fashion-wasm-0.0.9.tgz"),
      "baseline: fashion-wasm 0.0.9 (fashion-wasm-0.0.9.tgz)",
    ],
    ["a tarball with a colon and a space", () => tarball(old, "a:b/c d.tgz"), "baseline: fashion-wasm 0.0.9 (c d.tgz)"],
  ])("that is %s becomes the neighbour of this build's contestant", (_, path, name) => {
    const { entries, comparison } = openBaseline(path(), [...named("fashion-wasm", "pytorch")], own);
    expect(entries.map(({ id }) => id)).toEqual(["fashion-wasm", "baseline", "pytorch"]);
    expect(comparison).toMatchObject({ name, same: false, rows: [] });
    const [mine, theirs, other] = entries as [Entry, Entry, Entry];
    expect(readFileSync(join(mine.build ?? "", "dist/node/index.js"), "utf8")).toBe("2;");
    expect(readFileSync(join(theirs.build ?? "", "dist/node/index.js"), "utf8")).toBe("1;");
    expect([mine.pair, theirs.pair, other.pair]).toEqual(["fashion-wasm", "fashion-wasm", undefined]);
    expect(theirs).toMatchObject({ host: "node", module: "fashion-wasm.mjs", title: "baseline" });
    expect(mine.origin).toContain(comparison.ownBuild);
    expect(theirs.origin).toContain(comparison.build);
    expect(theirs.build?.startsWith(temporary)).toBe(true);
  });

  test("is known as the same build by what runs, packed or not", () => {
    const again = packageFolder("again", { ...files, "dist/types/index.d.ts": "export const other: 1;" });
    expect(openBaseline(again, node, old).comparison.same).toBe(true);
    expect(openBaseline(tarball(old, "old.tgz"), node, old).comparison.same).toBe(true);
    const more = packageFolder("more", { ...files, "dist/engine-simd.wasm": "" });
    expect(openBaseline(more, node, old).comparison.same).toBe(false);
  });

  test("brings its pretrained model, which older builds have beside dist/", () => {
    const model = "data/pretrained/fashion-mnist.safetensors";
    const beside = packageFolder("beside", { ...files, [model]: "old" });
    const inside = packageFolder("inside", { ...files, [model]: "source", "dist/pretrained/model": "new" });
    const [older, newer] = [openBaseline(beside, node, own), openBaseline(inside, node, own)];
    expect(readFileSync(join(older.entries[1]?.build ?? "", model), "utf8")).toBe("old");
    expect(existsSync(join(newer.entries[1]?.build ?? "", model))).toBe(false);
    const other = packageFolder("other-model", { ...files, [model]: "other" });
    expect(openBaseline(other, node, beside).comparison.same).toBe(false);
    expect(openBaseline(tarball(beside, "beside.tgz"), node, beside).comparison.same).toBe(true);
  });

  test("is a copy, which a new build does not change", () => {
    const place = packageFolder("changing", files);
    const { entries } = openBaseline(place, node, own);
    packageFolder("changing", { "dist/node/index.js": "3;" });
    expect(readFileSync(join(entries[1]?.build ?? "", "dist/node/index.js"), "utf8")).toBe("1;");
  });

  test("has a twin for each of this package's contestants", () => {
    const browser = packageFolder("browser", { ...files, "dist/browser/index.js": "1;" });
    const { entries } = openBaseline(browser, contestants, own);
    const twins = entries.filter(({ id }) => id.startsWith("baseline"));
    expect(twins.map(({ id, title, host, threads }) => [id, title, host, threads])).toEqual([
      ["baseline", "baseline", "node", undefined],
      ["baseline-1-thread", "baseline, 1 thread", "node", 1],
      ["baseline-chromium", "baseline in Chromium", "chromium", undefined],
    ]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });
});

describe("refused as a baseline:", () => {
  const text = (name: string, content: string) => () => join(packageFolder("texts", { [name]: content }), name);
  const wanted = "expected an `npm pack` .tgz of fashion-wasm, or the folder of a built version of it";
  const unbuilt = { "package.json": json("fashion-wasm") };
  test.each<[string, () => string, string]>([
    ["nothing there", () => join(folder, "missing"), `: does not exist → ${wanted}`],
    ["an empty folder", () => mkdtempSync(join(folder, "empty-")), `: has no package.json → ${wanted}`],
    ["dist/ itself", () => join(old, "dist"), ": has no package.json → "],
    ["a text", text("a.tgz", "hello"), ": cannot be unpacked ("],
    ["an empty file", text("b.tgz", ""), ": "],
    ["a part of a tarball", () => cut(tarball(own, "whole.tgz")), ": cannot be unpacked ("],
    ["another package", () => packageFolder("other", { ...files, "package.json": json("left-pad") }), '"left-pad"'],
    ["another package, packed", () => tarball(join(folder, "other"), "other.tgz"), ': is the package "left-pad" → '],
    ["no name", () => packageFolder("nameless", { ...files, "package.json": "[]" }), "package.json without a name"],
    ["no JSON", () => packageFolder("no-json", { ...files, "package.json": "{" }), "package.json without a name"],
    [
      "a folder that is not built",
      () => packageFolder("unbuilt", unbuilt),
      ": has no dist/node/index.js → run `npm run build` there",
    ],
    [
      "a tarball that was packed without a build",
      () => tarball(packageFolder("unbuilt", unbuilt), "unbuilt.tgz"),
      ": has no dist/node/index.js → expected a file that was packed after `npm run build`",
    ],
  ])("%s", (_, path, message) => {
    const given = path();
    const refuse = () => openBaseline(given, node, own);
    expect(refuse).toThrow(BenchError);
    expect(refuse).toThrow(`--baseline ${given}`);
    expect(refuse).toThrow(message);
  });

  test("one without a build for browsers, when Chromium takes part", () => {
    const refuse = () => openBaseline(old, named("fashion-wasm", "fashion-wasm-chromium"), own);
    expect(refuse).toThrow("has no dist/browser/index.js");
  });

  test.skipIf(!existsSync("/dev/null"))("what is neither a file nor a folder", () => {
    expect(() => openBaseline("/dev/null", node, own)).toThrow("is neither a file nor a folder");
  });

  /** Half of a file. */
  function cut(path: string): string {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
    return path;
  }
});

test("what was unpacked and copied is removed when the process ends, also by an exit in between", () => {
  const place = mkdtempSync(join(folder, "place-"));
  const script = `
    import { readdirSync } from "node:fs";
    import { openBaseline } from ${JSON.stringify(new URL("../../bench/measure/baseline.mjs", import.meta.url).href)};
    openBaseline(${JSON.stringify(tarball(old, "leaving.tgz"))}, ${JSON.stringify(node)}, ${JSON.stringify(own)});
    console.log(readdirSync(${JSON.stringify(place)}).length);
    process.exit(0);`;
  const env = { ...process.env, TMPDIR: place, TEMP: place };
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { env, encoding: "utf8" });
  expect(said.trim()).toBe("1");
  expect(readdirSync(place)).toEqual([]);
});

test("the command refuses with exit code 2 and one line", () => {
  const run = fileURLToPath(new URL("../../bench/run.mjs", import.meta.url));
  const missing = join(folder, "missing.tgz");
  const args = [run, "--baseline", missing, "--peers", "none", "--out", join(folder, "results")];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr.trim().split("\n")).toEqual([expect.stringContaining(`--baseline ${missing}: does not exist → `)]);
  expect(existsSync(join(folder, "results"))).toBe(false);
});
