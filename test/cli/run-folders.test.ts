/** Which folder a run gets: no run replaces another, two at once do not share one, and what is lost is said. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadModel } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli, startCli } from "./run-cli.js";

const cwd = emptyFolder();
const TRAIN = ["train", "--data", "sample", "--recipe", "seed", "--threads", "1", "--epochs", "1", "--json"];
const LONG = [...TRAIN, "--epochs", "100000", "--batch-size", "50"];
const WHOLE = ["model.safetensors", "report.html", "run.json"];

const train = (...options: string[]) => runCli([...TRAIN, ...options], { cwd });
const filesIn = (folder: string) => readdirSync(join(cwd, folder)).sort();
const bytesIn = (folder: string) => filesIn(folder).map((name) => readFileSync(join(cwd, folder, name), "latin1"));
const recordOf = (folder: string) => JSON.parse(readFileSync(join(cwd, folder, "run.json"), "utf8"));

/** A run that trains until it is told to stop. */
async function trainLong(...options: string[]) {
  const running = startCli([...LONG, ...options], { cwd });
  await running.stderrHas("epoch      1/100000");
  return running;
}

/** Model, record and page speak of the same weights. */
async function expectWhole(folder: string): Promise<void> {
  await using model = await loadModel(join(cwd, folder, "model.safetensors"), { threads: 1 });
  const weightsSha256 = await model.weightsSha256();
  expect(recordOf(folder).weightsSha256).toBe(weightsSha256);
  if (existsSync(join(cwd, folder, "report.html"))) {
    expect(readFileSync(join(cwd, folder, "report.html"), "utf8")).toContain(weightsSha256);
  }
}

beforeAll(async () => {
  expect(await train("--out", "held")).toMatchObject({ code: 0 });
});

describe("the usual folder", () => {
  it("is numbered when it holds a run, which a line and the JSON say", async () => {
    const first = jsonOf(await train());
    expect(first.folder).toBe(join("runs", "seed-seed1"));
    expect(first).not.toHaveProperty("insteadOf");
    const before = bytesIn("runs/seed-seed1");
    mkdirSync(join(cwd, "runs/seed-seed1-2"));
    writeFileSync(join(cwd, "runs/seed-seed1-2/report.html"), "of a person");
    const second = await train();
    expect(second.stderr).toMatch(/^runs\/seed-seed1 is of another run: this one goes into runs\/seed-seed1-3$/m);
    expect(jsonOf(second)).toMatchObject({
      folder: join("runs", "seed-seed1-3"),
      insteadOf: join("runs", "seed-seed1"),
      checkpoint: join("runs", "seed-seed1-3", "model.safetensors"),
    });
    expect(filesIn("runs/seed-seed1-3")).toEqual(WHOLE);
    expect(bytesIn("runs/seed-seed1")).toEqual(before);
    expect(bytesIn("runs/seed-seed1-2")).toEqual(["of a person"]);
  });

  it("goes to each of two runs at once", async () => {
    const runs = await Promise.all([1, 2].map(() => train("--seed", "9")));
    const folders = runs.map((ended) => jsonOf(ended).folder).sort();
    expect(folders).toEqual(["seed-seed9", "seed-seed9-2"].map((name) => join("runs", name)));
    for (const folder of folders) expect(filesIn(folder as string)).toEqual(WHOLE);
  });
});

describe("--out", () => {
  it("is refused before data are read when it holds a run, with a folder that is free", async () => {
    mkdirSync(join(cwd, "held-2"));
    writeFileSync(join(cwd, "held-2", "run.json"), "{}");
    const before = bytesIn("held");
    const ended = await runCli(["train", "--data", "/nonexistent", "--out", "held/", "--json"], { cwd });
    expect([ended.code, (jsonOf(ended).error as { code: string }).code]).toEqual([2, "USAGE"]);
    expect(ended.stderr).toMatch(
      /--out held\/: a run is there \(model\.safetensors, run\.json, report\.html\) → name another folder, such as held-3, or .*--force\n$/,
    );
    expect(bytesIn("held")).toEqual(before);
  });

  it("goes to one of two runs at once", async () => {
    const runs = await Promise.all([train("--out", "both"), train("--out", "both")]);
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 2]);
    expect(filesIn("both")).toEqual(WHOLE);
    await expectWhole("both");
  });

  it("leaves nothing of a run that failed before it trained", async () => {
    const ended = await runCli(["train", "--data", "/nonexistent", "--out", "new/er"], { cwd });
    expect(ended.code).toBe(1);
    expect(existsSync(join(cwd, "new"))).toBe(false);
  });
});

describe("--force", () => {
  it("replaces a run as a whole; files of other names are left, and keep no run from a folder", async () => {
    mkdirSync(join(cwd, "forced"));
    writeFileSync(join(cwd, "forced", "report.html.old"), "mine");
    expect(await train("--out", "forced")).toMatchObject({ code: 0 });
    const { weightsSha256 } = recordOf("forced");
    const ended = await train("--out", "forced", "--force", "--seed", "2");
    expect(jsonOf(ended)).toMatchObject({ folder: "forced", seed: 2 });
    expect(filesIn("forced")).toEqual(["model.safetensors", "report.html", "report.html.old", "run.json"]);
    expect(readFileSync(join(cwd, "forced", "report.html.old"), "utf8")).toBe("mine");
    expect(recordOf("forced").weightsSha256).not.toBe(weightsSha256);
    await expectWhole("forced");
  });

  it("makes a folder that is not there, named or not", async () => {
    const named = await train("--out", "not/there", "--force");
    expect([named.code, jsonOf(named).folder]).toEqual([0, "not/there"]);
    const usual = await train("--force", "--seed", "11");
    expect([usual.code, jsonOf(usual).folder]).toEqual([0, join("runs", "seed-seed11")]);
    const file = await train("--out", "held/run.json", "--force");
    expect([file.code, file.stderr]).toEqual([1, expect.stringContaining("run.json is a file, expected a folder")]);
  });

  it("leaves the run as it was when it fails before the first step", async () => {
    const before = bytesIn("held");
    const ended = await train("--out", "held", "--force", "--data", "/nonexistent");
    expect(ended.code).toBe(1);
    expect(bytesIn("held")).toEqual(before);
    expect(filesIn("held")).toEqual(WHOLE);
  });

  it("leaves the run as it was when the process exits while the model is saved", async () => {
    const before = bytesIn("held");
    const page = JSON.stringify(join(cwd, "held", "report.html"));
    // Threads read NODE_OPTIONS as well, and an exit there ends the thread only: the command would fail with 1.
    const leave = `import { existsSync } from "node:fs";
      import { isMainThread } from "node:worker_threads";
      const look = () => (existsSync(${page}) ? setImmediate(look).unref() : process.exit(9));
      if (isMainThread) setImmediate(look).unref();`;
    const options = `--import data:text/javascript,${encodeURIComponent(leave)}`;
    const ended = await runCli([...TRAIN, "--out", "held", "--force", "--seed", "2"], {
      cwd,
      env: { NODE_OPTIONS: options },
    });
    expect(ended.code).toBe(9);
    expect(filesIn("held")).toEqual(WHOLE);
    expect(bytesIn("held")).toEqual(before);
  });

  it("leaves the run as it was when it is killed while it trains", async () => {
    const before = bytesIn("held");
    const { child, ended } = await trainLong("--out", "held", "--force");
    child.kill("SIGKILL");
    await ended;
    expect(filesIn("held")).toEqual(["model.safetensors", "report.html", "run.json", "training.json"]);
    rmSync(join(cwd, "held", "training.json"));
    expect(bytesIn("held")).toEqual(before);
  });
});

describe("a run that is killed", () => {
  it("leaves a claim: eval says so, the next run goes elsewhere, --force takes the folder", async () => {
    const { child, ended } = await trainLong("--seed", "5");
    const folder = join("runs", "seed-seed5");
    const busy = await runCli(["eval", folder], { cwd });
    expect(busy.stderr).toMatch(
      /there is no model\.safetensors in runs\/seed-seed5: a run trains there \(begun 2.*, process \d+, on /,
    );
    child.kill("SIGKILL");
    await ended;
    expect(filesIn(folder)).toEqual(["training.json"]);
    const tested = await runCli(["eval", folder], { cwd });
    expect([tested.code, tested.stderr]).toEqual([1, expect.stringContaining("the run there did not finish (begun ")]);
    expect(busy.stderr).toMatch(/\) → wait until it is done\n$/);
    expect(tested.stderr).toMatch(/\) → train again\n$/);
    expect(jsonOf(await train("--seed", "5")).folder).toBe(join("runs", "seed-seed5-2"));
    const refused = await train("--out", folder);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("did not finish")]);
    expect((await train("--out", folder, "--force")).code).toBe(0);
    expect(filesIn(folder)).toEqual(WHOLE);
  });
});

describe.skipIf(process.platform === "win32")("a FIFO", () => {
  it("in place of training.json is not waited for, and keeps the folder", async () => {
    mkdirSync(join(cwd, "fifo"));
    execFileSync("mkfifo", [join(cwd, "fifo", "training.json")]);
    const refused = await train("--out", "fifo");
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining("a run trains there or did not finish"),
    ]);
    const tested = await runCli(["eval", "fifo"], { cwd });
    expect([tested.code, tested.stderr]).toEqual([
      1,
      expect.stringMatching(/did not finish → wait until it is done, or train again\n$/),
    ]);
  });

  it("in place of run.json is not waited for", async () => {
    expect((await train("--out", "odd")).code).toBe(0);
    rmSync(join(cwd, "odd", "run.json"));
    execFileSync("mkfifo", [join(cwd, "odd", "run.json")]);
    const ended = await runCli(["eval", "odd", "--data", "sample"], { cwd });
    expect([ended.code, ended.stderr]).toEqual([
      1,
      expect.stringContaining("run.json: cannot be read: it is no ordinary file → correct it, remove it"),
    ]);
  });
});

describe("a folder that is taken from a run while it trains", () => {
  it("stays with the other run; this one is kept in the next", async () => {
    const { child, ended } = await trainLong("--out", "lost");
    const other = await train("--out", "lost", "--force", "--seed", "3");
    expect(other.stderr).toMatch(
      /^lost: a run trains there \(.*; should it still train, it is kept in another folder$/m,
    );
    child.kill("SIGTERM");
    const { code, stdout, stderr } = await ended;
    expect(stderr).toMatch(/^lost was taken over by another run: this one is kept in lost-2$/m);
    expect(jsonOf({ code, stdout, stderr })).toMatchObject({ folder: "lost-2", insteadOf: "lost" });
    expect(recordOf("lost").seed).toBe(3);
    expect(filesIn("lost")).toEqual(WHOLE);
    expect(filesIn("lost-2")).toEqual(["model.safetensors", "run.json"]);
    await Promise.all([expectWhole("lost"), expectWhole("lost-2")]);
  });

  it("is made again when it was removed", async () => {
    const { child, ended } = await trainLong("--out", "gone");
    rmSync(join(cwd, "gone"), { recursive: true });
    child.kill("SIGTERM");
    expect((await ended).code).toBe(143);
    expect(filesIn("gone")).toEqual(["model.safetensors", "run.json"]);
  });
});
