/** Environments that are empty, or say half of what is needed: no cache in the current folder, and what to set. */
import { spawn } from "node:child_process";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, emptyFolder, jsonOf } from "./run-cli.js";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const CLI = path("../../dist/node/cli.js");
const otherUser = path("programs/other-user.mjs");

/** Runs `fashion-wasm` with this environment and no other variable. */
function runIn(env: NodeJS.ProcessEnv, args: readonly string[], { cwd = emptyFolder(), flags = [] as string[] } = {}) {
  const child = spawn(process.execPath, [...flags, CLI, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

describe("an empty environment", () => {
  it("is enough to train and to test, as a program in a pipe of Spark's has it", async () => {
    const cwd = emptyFolder();
    const args = ["train", "--data", "sample", "--epochs", "1", "--recipe", "seed", "--out", "run", "--json"];
    const trained = await runIn({}, args, { cwd });
    expect(trained.code, trained.stderr).toBe(0);
    const tested = await runIn({}, ["eval", "run", "--data", "sample", "--json"], { cwd });
    expect(tested.code, tested.stderr).toBe(0);
    expect(jsonOf(tested).weightsSha256).toBe(jsonOf(trained).weightsSha256);
  });
});

describe.skipIf(process.platform === "win32")("without data, a system that has none looks in a cache", () => {
  let home: string;
  beforeAll(() => {
    home = emptyFolder();
    const cache = process.platform === "darwin" ? ["Library", "Caches"] : [".cache"];
    cpSync(path("../../data/sample"), join(home, ...cache, "fashion-wasm", "fashion-mnist"), { recursive: true });
  });
  const explore = async (env: NodeJS.ProcessEnv, args: string[] = []) => {
    const cwd = emptyFolder();
    const ended = await runIn(env, ["explore", "--json", ...args], { cwd, flags: ["--import", otherUser] });
    expect(readdirSync(cwd), "nothing is made in the current folder").toEqual([]);
    return ended;
  };

  it.concurrent.each<[string, () => NodeJS.ProcessEnv]>([
    ["HOME is empty, and the system knows the user", () => ({ HOME: "", USER_HOME: home })],
    ["HOME is not set", () => ({ USER_HOME: home })],
    ["HOME is relative", () => ({ HOME: "home", USER_HOME: home })],
    [
      "XDG_CACHE_HOME is empty, and so is FASHION_WASM_DATA",
      () => ({ HOME: home, XDG_CACHE_HOME: "", FASHION_WASM_DATA: "" }),
    ],
    ["XDG_CACHE_HOME is relative", () => ({ HOME: home, XDG_CACHE_HOME: "cache" })],
  ])("of the user's home where %s", async (_, env) => {
    const ended = await explore(env());
    expect(ended.code, ended.stderr).toBe(0);
    expect(jsonOf(ended).data).toContain(home);
  });

  it.concurrent.each([
    ["HOME is not set", {}],
    ["HOME is empty", { HOME: "" }],
  ])("and says what to set where %s, and the system does not know the user", async (_, env) => {
    const ended = await explore(env);
    expect(ended).toMatchObject({ code: 1 });
    const said =
      /there is no home folder to keep a download in → set HOME to a folder, or say where the data is by --data or FASHION_WASM_DATA/;
    expect(jsonOf(ended)).toEqual({ error: { code: "DATA_NOT_FOUND", message: expect.stringMatching(said) } });
    expect((await explore(env, ["--data", "sample"])).code).toBe(0);
  });

  it.skipIf(process.platform !== "linux").concurrent(
    "and says what to set where nothing can be made in it",
    async () => {
      const said =
        /cannot make \/proc\/none: .*, to keep a download in → set XDG_CACHE_HOME .* or say where the data is by --data/;
      const { error } = jsonOf(await explore({ HOME: "/proc/none" }));
      expect(error).toEqual({ code: "IO", message: expect.stringMatching(said) });
    },
  );
});
