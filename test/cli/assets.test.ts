/** `fashion-wasm assets`: what it copies, that it can be a line of a build script, and whose files it leaves alone. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const LIST = "fashion-wasm.json";
/** What is in dist/ and fetched at run time: all but code that is imported, its types, and words to people. */
const ALL = filesIn(DIST).filter((name) => !/^(browser|node|types)\/|\.md$/.test(name));
const INFERENCE = [
  "data.wasm",
  "inference-simd.wasm",
  "inference-worker.js",
  "photo-worker.js",
  "photos/photos.safetensors",
  "pretrained/fashion-mnist.safetensors",
];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}

const isSame = (one: string, other: string) => readFileSync(one).equals(readFileSync(other));
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Runs `assets` with `--json` in a folder; `path` leads into the folder of the copies, `web`. */
function project() {
  const cwd = emptyFolder();
  return {
    path: (...names: string[]) => join(cwd, "web", ...names),
    put(name: string, text: string) {
      mkdirSync(dirname(join(cwd, "web", name)), { recursive: true });
      writeFileSync(join(cwd, "web", name), text);
    },
    async assets(...options: string[]) {
      const ended = await runCli(["assets", "web", "--json", ...options], { cwd });
      return { ...ended, json: jsonOf(ended) };
    },
  };
}

/** Makes the list of an earlier copy say that `name` had this content. */
function listAs(list: string, name: string, text: string): void {
  const told = JSON.parse(readFileSync(list, "utf8"));
  told.version = "0.0.1";
  told.files[name] = sha256(text);
  writeFileSync(list, JSON.stringify(told));
}

describe("assets", () => {
  it("copies every file that is fetched at run time, as it is", async () => {
    const { path, assets } = project();
    const { code, json } = await assets();
    expect(code).toBe(0);
    const bytes = ALL.reduce((sum, name) => sum + statSync(join(DIST, name)).size, 0);
    const { version } = JSON.parse(readFileSync(join(DIST, "..", "package.json"), "utf8"));
    const copied = { folder: "web", version, written: ALL, unchanged: [], removed: [], bytes };
    expect(json).toEqual({ ...copied, baseUrl: "/web/" });
    expect(filesIn(path())).toEqual([...ALL, LIST].sort());
    expect(ALL.filter((name) => !isSame(path(name), join(DIST, name)))).toEqual([]);
  });

  it("leaves alone what is right", async () => {
    const { path, assets } = project();
    await assets();
    const list = readFileSync(path(LIST), "utf8");
    utimesSync(path("data.wasm"), 1, 1);
    const { code, json } = await assets();
    expect({ code, json }).toMatchObject({ code: 0, json: { written: [], unchanged: ALL } });
    expect(statSync(path("data.wasm")).mtimeMs).toBe(1000);
    expect(readFileSync(path(LIST), "utf8")).toBe(list);
  });

  it.each([
    ["inference", INFERENCE],
    ["fashion-wasm", ALL.filter((name) => !name.startsWith("inference"))],
  ])("copies what --entry %s needs", async (entry, names) => {
    const { path, assets } = project();
    expect((await assets("--entry", entry)).json.written).toEqual(names);
    expect(filesIn(path())).toEqual([...names, LIST].sort());
    // One after the other: both are there, and listed.
    expect((await assets()).json).toMatchObject({
      unchanged: names,
      written: ALL.filter((name) => !names.includes(name)),
    });
    expect((await assets("--entry", entry)).json.unchanged).toEqual(ALL);
  });

  it("prints the line to write", async () => {
    const cwd = emptyFolder();
    const inPublic = await runCli(["assets", "app/public/my files/wasm", "--entry", "inference"], { cwd });
    expect([inPublic.code, inPublic.stderr]).toEqual([0, ""]);
    expect(inPublic.stdout).toMatch(
      /^app\/public\/my files\/wasm: 6 files of fashion-wasm \S+, \d\.\d MB \(6 written\)\n/,
    );
    expect(inPublic.stdout).toContain('import { init } from "fashion-wasm/inference";\n');
    expect(inPublic.stdout).toContain('await init({ baseUrl: "/my%20files/wasm/" });\n');
    expect(inPublic.stdout).toContain('await init({ baseUrl: new URL("./wasm/", import.meta.url) });\n');
    const odd = await runCli(["assets", "50% off?", "--entry", "inference"], { cwd });
    expect(odd.stdout).toContain('new URL("./50%25%20off%3F/", import.meta.url)');
    const { stdout } = await runCli(["assets", "wasm"], { cwd });
    expect(stdout).toContain('import { init } from "fashion-wasm";\n  await init({ baseUrl: "/wasm/" });\n');
  });

  it("says its options and examples in its help", async () => {
    const { stdout } = await runCli(["assets", "--help"]);
    for (const option of ["entry", "force", "json"]) expect(stdout).toContain(`--${option}`);
    expect(stdout).toContain("  npx fashion-wasm assets public/fashion-wasm\n");
  });
});

describe("assets after a new version of the package", () => {
  it("replaces files of the earlier copy without being asked, also those that --entry does not need", async () => {
    const { path, put, assets } = project();
    await assets();
    for (const name of ["inference-worker.js", "engine-simd.wasm"]) {
      put(name, "old");
      listAs(path(LIST), name, "old");
    }
    const { code, json } = await assets("--entry", "inference");
    expect({ code, json }).toMatchObject({ code: 0, json: { written: ["engine-simd.wasm", "inference-worker.js"] } });
    expect(isSame(path("engine-simd.wasm"), join(DIST, "engine-simd.wasm"))).toBe(true);
  });

  it("does not bring back what was removed, if --entry does not need it", async () => {
    const { path, assets } = project();
    await assets();
    rmSync(path("sample"), { recursive: true });
    const { written, unchanged } = (await assets("--entry", "fashion-wasm")).json as Record<string, string[]>;
    expect(written).toEqual(ALL.filter((name) => name.startsWith("sample/")));
    rmSync(path("sample"), { recursive: true });
    expect((await assets("--entry", "inference")).json).toMatchObject({ written: [], unchanged });
    expect(readFileSync(path(LIST), "utf8")).not.toContain("sample/");
  });

  it("removes files that the package has no longer, unless they were changed", async () => {
    const { path, put, assets } = project();
    await assets();
    put("thread.js", "old");
    put("engine.js", "mine");
    for (const name of ["thread.js", "engine.js"]) listAs(path(LIST), name, "old");
    expect((await assets()).json).toMatchObject({ written: [], removed: ["thread.js"] });
    expect([existsSync(path("thread.js")), readFileSync(path("engine.js"), "utf8")]).toEqual([false, "mine"]);
  });

  it("believes no list that names files elsewhere", async () => {
    const { path, put, assets } = project();
    await assets();
    put("../outside.js", "old");
    listAs(path(LIST), "../outside.js", "old");
    expect((await assets()).code).toBe(2);
    expect((await assets("--force")).code).toBe(0);
    expect(existsSync(path("..", "outside.js"))).toBe(true);
  });
});

describe("assets and files of others", () => {
  const refused = (ended: { code: number | null; json: object }, says: RegExp) =>
    expect(ended).toMatchObject({ code: 2, json: { error: { code: "USAGE", message: expect.stringMatching(says) } } });

  it("refuses them before it writes, and takes them by --force", async () => {
    const { path, put, assets } = project();
    put("sample/train-images-idx3-ubyte.gz", "mine");
    put("index.html", "mine");
    refused(await assets(), /^web: sample\/train-images-idx3-ubyte\.gz there was not copied .* → .*--force$/);
    expect(filesIn(path())).toEqual(["index.html", "sample/train-images-idx3-ubyte.gz"]);
    expect((await assets("--force")).code).toBe(0);
    expect(readFileSync(path("index.html"), "utf8")).toBe("mine");
    expect((await assets()).json).toMatchObject({ written: [], unchanged: ALL });
  });

  it("refuses a copy that was changed, and a list of somebody else", async () => {
    const { put, assets } = project();
    await assets();
    put("engine-worker-simd.js", "changed");
    put("data.wasm", "changed");
    refused(await assets(), /^web: data\.wasm, engine-worker-simd\.js there were not copied/);
    await assets("--force");
    put(LIST, '{ "name": "my app" }');
    refused(await assets(), /^web: fashion-wasm\.json there was not copied/);
  });

  it("takes files that were copied by hand", async () => {
    const { path, assets } = project();
    await assets();
    rmSync(path(LIST));
    expect((await assets()).json).toMatchObject({ written: [], unchanged: ALL });
  });

  it.each([
    ["sample", /^web: sample there is a file, expected a folder → /],
    ["data.wasm/mine", /^web: data\.wasm there is no ordinary file → /],
    [`${LIST}/mine`, /^web: fashion-wasm\.json there is no ordinary file → /],
  ])("refuses %s before it writes, also with --force, which cannot replace it", async (name, says) => {
    const { path, put, assets } = project();
    put(name, "mine");
    refused(await assets(), says);
    refused(await assets("--force"), says);
    expect(filesIn(path())).toEqual([name]);
  });
});
