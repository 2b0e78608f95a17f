/**
 * The examples of Spark and Ray give what one machine gives: as they are, with a worker that dies while it labels, with fewer items
 * than partitions, with more customers than the prior's sample; and a row that cannot be labelled ends the job.
 *
 * What has passed is kept by a hash of everything it depends on, so that a run that is stopped goes on where it was. It is skipped
 * where Python, pip's packages or, for Spark, Java are missing.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ancestors, processes } from "./processes.js";

const WORK = join(tmpdir(), "fashion-wasm-scale");
const PASSED = join(WORK, "passed.txt");
const EXAMPLES = resolve("examples");
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "fashion-wasm");
const LIMIT = 1_200_000;

const ENGINES = [
  { engine: "spark", worker: "CoarseGrainedExecutorBackend" },
  { engine: "ray", worker: "ray::" },
] as const;

/** A hash of everything that an engine's outcome depends on. */
function stateOf(engine: string): string {
  const hash = createHash("sha256");
  const folders = ["examples/scale", `examples/${engine}`, "dist", "dist/node"];
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  files.push("test/examples/scale.long.test.ts", "test/examples/processes.ts");
  const isPart = (file: string) => statSync(file).isFile() && !file.endsWith(".md");
  for (const file of files.sort()) if (isPart(file)) hash.update(file).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  /** Command lines of workers that were killed. */
  readonly killed: readonly string[];
}

/** Runs a program in the example's way; `worker`: kills the first one of these that labels, by `kill -9`. */
function run(program: string, args: readonly string[], worker?: string): Promise<Ended> {
  const child = spawn(program, args, {
    env: { ...process.env, TIME_LIMIT: "1000" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const killed: string[] = [];
  const look = (): void => {
    const all = processes();
    for (const [pid, { command }] of all) {
      if (killed.length > 0 || !command.includes(" predict - ") || !command.includes("--no-header")) continue;
      const above = ancestors(all, pid);
      const found = above.find(({ command }) => command.includes(worker ?? ""));
      if (found === undefined || !above.some(({ pid }) => pid === child.pid)) continue;
      process.kill(found.pid, "SIGKILL");
      expect(output).not.toMatch(/^labelled$/m);
      killed.push(found.command);
    }
  };
  const timer = worker === undefined ? undefined : setInterval(look, 50);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      clearInterval(timer);
      done({ code, output, killed });
    });
  });
}

/** Runs the test, unless it has passed before with all as it is now. */
async function once(engine: string, name: string, test: () => Promise<void>): Promise<void> {
  const line = `${stateOf(engine)} ${engine}, ${name}`;
  if (existsSync(PASSED) && readFileSync(PASSED, "utf8").split("\n").includes(line)) return;
  mkdirSync(WORK, { recursive: true });
  await test();
  appendFileSync(PASSED, `${line}\n`);
}

/** Makes an engine's environment. Returns why it cannot be tried here, undefined where it can. */
function missing(engine: string): string | undefined {
  const { status, stderr } = spawnSync(join(EXAMPLES, engine, "run"), [WORK, "--only-set-up"], { encoding: "utf8" });
  if (status === 2) return stderr.trim();
  if (status !== 0) throw new Error(`examples/${engine}/run --only-set-up ended with ${status}: ${stderr}`);
  return undefined;
}

const SAME = {
  code: 0,
  output: expect.stringMatching(/lost +0\n[\s\S]*twice, or not asked for +0\n[\s\S]*^the same as on one machine$/m),
};

type Change = (rows: readonly string[]) => readonly string[];

/** What a comparison must find. */
const CHANGES: readonly (readonly ["labels" | "profiles", Change])[] = [
  ["labels", (rows) => rows.slice(1)],
  ["labels", ([first = "", ...rows]) => [first.replace(/0\.\d{4}|1\.0000/, "0.1234"), ...rows]],
  ["profiles", (rows) => [...rows, ...rows.slice(0, 1)]],
  // The last share, by 2e-9.
  [
    "profiles",
    ([first = "", ...rows]) => [first.replace(/[\d.E-]+$/i, (share) => String(Number(share) + 2e-9)), ...rows],
  ],
];

/** The exit code of the comparison when the rows of one file are others; the file is as it was afterwards. */
async function checkedWith(folder: string, part: string, change: Change): Promise<number | null> {
  const name = readdirSync(join(folder, part)).find((file) => file.endsWith(".csv")) ?? "";
  const file = join(folder, part, name);
  const text = readFileSync(file, "utf8");
  const [header = "", ...rows] = text.trimEnd().split("\n");
  writeFileSync(file, `${[header, ...change(rows)].join("\n")}\n`);
  try {
    return (await run(process.execPath, [join(EXAMPLES, "scale", "check.mjs"), folder])).code;
  } finally {
    writeFileSync(file, text);
  }
}

const TRIED = ENGINES.map(({ engine, worker }) => {
  const reason = missing(engine);
  return { engine, worker, reason, name: `examples/${engine}${reason === undefined ? "" : `, skipped: ${reason}`}` };
});

describe.each(TRIED)("$name", ({ engine, worker, reason }) => {
  const folder = join(WORK, engine);
  const example = (items: number, customers: number, killed?: string): Promise<Ended> =>
    run(join(EXAMPLES, engine, "run"), [folder, String(items), String(customers)], killed);
  const each = it.skipIf(reason !== undefined);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  each(
    "gives what one machine gives; the comparison finds a row that is lost, twice, or another",
    () =>
      once(engine, "plain", async () => {
        expect(await example(3000, 4000)).toMatchObject(SAME);
        for (const [part, change] of CHANGES) expect(await checkedWith(folder, part, change)).toBe(1);
      }),
    LIMIT,
  );

  it.skipIf(reason !== undefined || process.platform !== "linux")(
    "does so when a worker is killed while it labels",
    () =>
      once(engine, "killed", async () => {
        const ended = await example(3000, 1000, worker);
        expect(ended).toMatchObject(SAME);
        expect(ended.killed).toEqual([expect.stringContaining(worker)]);
      }),
    LIMIT,
  );

  each(
    "does so with empty partitions, and when the prior is of a sample of customers",
    () =>
      once(engine, "sample", async () => {
        const ended = await example(5, 24_000);
        expect(ended).toMatchObject(SAME);
        expect(ended.output).toMatch(/customers whose taste made the prior +20000\n/);
      }),
    LIMIT,
  );

  it.skipIf(reason !== undefined).each([
    {
      what: "a row that cannot be labelled",
      broken: "item-3,1,2",
      says: /item item-3 has no label: .*3 columns, expected 785/,
    },
    { what: "a first row without pixels", broken: "item-0,1,2", says: /exit(ed with error)? code 2/ },
  ])(
    "ends with an error for $what",
    ({ what, broken, says }) =>
      once(engine, what, async () => {
        mkdirSync(folder, { recursive: true });
        const pixels = Array.from({ length: 784 }, (_, place) => place);
        const rows = Array.from({ length: 60 }, (_, item) => `item-${item},${pixels.map((place) => place % 256)}`);
        rows[Number(/\d+/.exec(broken))] = broken;
        const header = `item_id,${pixels.map((place) => `pixel${place}`)}`;
        writeFileSync(join(folder, "catalogue.csv"), `${[header, ...rows].join("\n")}\n`);
        writeFileSync(join(folder, "orders.csv"), "date,order_id,customer_id,item_id,quantity,amount\n");
        const python = join(CACHE, `scale-${engine}-venv`, "bin", "python");
        const ended = await run(python, [join(EXAMPLES, engine, "labels_and_profiles.py"), folder]);
        expect(ended.code).toBe(1);
        expect(ended.output).toMatch(says);
        expect(ended.output).not.toMatch(/^labelled$/m);
      }),
    LIMIT,
  );
});
