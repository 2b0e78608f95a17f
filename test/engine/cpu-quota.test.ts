/**
 * How many threads a process may use: quotas of control groups as Linux tells them, in folders that stand for `/`, and
 * one real quota where this machine allows it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withinQuota } from "../../ts/engine/choice.js";
import { cpuQuota, cpus } from "../../ts/platform/node/cpu-quota.js";
import { availableThreads, countListed, underQuota } from "../../ts/platform/node/parallelism.js";
import { quotaGroup } from "./control-group.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Makes a folder that stands for `/`, with these files. */
function rootWith(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "fashion-wasm-quota-"));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const V2 = (root: string, point = "/sys/fs/cgroup") =>
  `25 30 0:23 / /sys rw,relatime shared:7 - sysfs sysfs rw\n31 25 0:26 ${root} ${point} rw,nosuid shared:9 - cgroup2 cgroup2 rw\n`;
const V1 = (root: string, point = "/sys/fs/cgroup/cpu,cpuacct") =>
  `34 25 0:29 ${root} ${point} rw,nosuid - cgroup cgroup rw,cpu,cpuacct\n35 25 0:30 ${root} /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n`;

/** What the process is told, the files of the hierarchy, and how many CPUs it comes to; null: no quota. */
const CASES: [what: string, cgroup: string, mountinfo: string, files: Record<string, string>, cpus: number | null][] = [
  ["its own group", "0::/a", V2("/"), { "a/cpu.max": "150000 100000\n" }, 1.5],
  ["a period of its own", "0::/a", V2("/"), { "a/cpu.max": "25000 10000\n" }, 2.5],
  ["a group around it", "0::/a/b/c", V2("/"), { "a/b/c/cpu.max": "max 100000\n", "a/cpu.max": "50000 100000\n" }, 0.5],
  ["the smallest", "0::/a/b", V2("/"), { "a/b/cpu.max": "300000 100000\n", "a/cpu.max": "200000 100000\n" }, 2],
  ["no quota", "0::/a", V2("/"), { "a/cpu.max": "max 100000\n" }, null],
  ["a group beside it", "0::/a", V2("/"), { "b/cpu.max": "50000 100000\n" }, null],
  ["a namespace", "0::/", V2("/"), { "cpu.max": "100000 100000\n" }, 1],
  ["a namespace whose mount begins above it", "0::/", V2("/../.."), { "cpu.max": "100000 100000\n" }, 1],
  ["a group outside of its namespace", "0::/../x", V2("/"), { "cpu.max": "100000 100000\n" }, null],
  ["a mount of its group alone", "0::/docker/1a", V2("/docker/1a"), { "cpu.max": "100000 100000\n" }, 1],
  ["a mount of another group", "0::/docker/1a", V2("/docker/1"), { "cpu.max": "100000 100000\n" }, null],
  ["a blank in the path", "0::/a b", V2("/", "/my\\040groups"), { "/my groups/a b/cpu.max": "100000 100000\n" }, 1],
  ["nonsense in the file", "0::/a", V2("/"), { "a/cpu.max": "fast\n" }, null],
  ["a period of 0", "0::/a", V2("/"), { "a/cpu.max": "100000 0\n" }, null],
  [
    "version 1",
    "5:cpu,cpuacct:/a/b\n4:memory:/m",
    V1("/"),
    {
      "cpu,cpuacct/a/b/cpu.cfs_quota_us": "-1\n",
      "cpu,cpuacct/a/b/cpu.cfs_period_us": "100000\n",
      "cpu,cpuacct/a/cpu.cfs_quota_us": "125000\n",
      "cpu,cpuacct/a/cpu.cfs_period_us": "50000\n",
      "cpu,cpuacct/m/cpu.cfs_quota_us": "1000\n",
      "cpu,cpuacct/m/cpu.cfs_period_us": "50000\n",
    },
    2.5,
  ],
  [
    "version 1 in a container",
    "5:cpuacct,cpu:/docker/1a",
    V1("/docker/1a"),
    { "cpu,cpuacct/cpu.cfs_quota_us": "50000\n", "cpu,cpuacct/cpu.cfs_period_us": "100000\n" },
    0.5,
  ],
  [
    "both versions, the quota in the first",
    "0::/user.slice\n3:cpu:/a",
    `${V2("/", "/sys/fs/cgroup/unified")}${V1("/", "/sys/fs/cgroup/cpu")}`,
    { "cpu/a/cpu.cfs_quota_us": "200000\n", "cpu/a/cpu.cfs_period_us": "100000\n" },
    2,
  ],
  ["nothing that can be read", "0::/a", "", {}, null],
];

describe.skipIf(process.platform !== "linux")("the quota of a process", () => {
  it.each(CASES)("of %s", (_, cgroup, mountinfo, files, expected) => {
    const inHierarchy = Object.entries(files).map(([path, text]) => [
      path.startsWith("/") ? path : `sys/fs/cgroup/${path}`,
      text,
    ]);
    const told = { "proc/self/cgroup": `${cgroup}\n`, "proc/self/mountinfo": mountinfo };
    const quota = cpuQuota(rootWith({ ...told, ...Object.fromEntries(inHierarchy) }));
    expect(quota && cpus(quota)).toBe(expected);
  });

  it("is none where nothing tells it", () => {
    expect(cpuQuota(rootWith({}))).toBeNull();
  });
});

describe("threads under a quota", () => {
  it.each([
    [50, 1],
    [100, 1],
    [110, 1],
    [125, 2],
    [150, 2],
    [200, 2],
    [201, 2],
    [250, 3],
    [399, 4],
  ])("of %i ms in 100 ms: %i of 8 cores", (milliseconds, threads) => {
    const amount = milliseconds / 100;
    expect(underQuota({ milliseconds, periodMs: 100 }, 8)).toEqual({
      threads,
      cores: 8,
      limit: `this process may use ${amount} CPU${amount === 1 ? "" : "s"} (cgroup quota of ${milliseconds} ms in 100 ms)`,
    });
  });

  it("are the cores where it feeds all of them", () => {
    const unlimited = { threads: 2, cores: 2, limit: "" };
    expect(underQuota({ milliseconds: 150, periodMs: 100 }, 2)).toEqual(unlimited);
    expect(underQuota({ milliseconds: 900, periodMs: 100 }, 2)).toEqual(unlimited);
  });

  it.each([
    ["0-1", 2],
    ["3", 1],
    ["0-3,8,10-11", 7],
    ["", 0],
  ])("on the cores %j: %i", (list, count) => {
    expect(countListed(list)).toBe(count);
  });
});

describe("the choice of threads", () => {
  const limit = "this process may use 2 CPUs (…)";
  const limited = { threads: 2, cores: 32, limit };

  it("says what the quota took", () => {
    expect(withinQuota(undefined, limited)).toEqual({ threads: 2, notice: `2 threads instead of 16: ${limit}` });
  });

  it.each([1, 2])("lets %i be asked for, without a word", (threads) => {
    expect(withinQuota(threads, limited)).toEqual({ threads, notice: "" });
  });

  it("lets more be asked for, and says what it costs", () => {
    expect(withinQuota(3, limited)).toEqual({ threads: 3, notice: `3 threads may be slower than 2: ${limit}` });
  });

  it("says nothing where the quota feeds all lanes, or there is none", () => {
    expect(withinQuota(undefined, { threads: 20, cores: 32, limit })).toEqual({ threads: 16, notice: "" });
    expect(withinQuota(undefined, { threads: 4, cores: 4, limit: "" })).toEqual({ threads: 4, notice: "" });
    expect(withinQuota(8, { threads: 4, cores: 4, limit: "" })).toEqual({ threads: 8, notice: "" });
  });
});

const group = quotaGroup(0.5);
afterAll(() => group?.remove());
const { cores } = availableThreads();

describe.skipIf(group === null || cores < 2)("a real quota of half a CPU (needs root, Linux, two cores)", () => {
  const engineOf = (options: string) => {
    const index = JSON.stringify(new URL("../../dist/node/index.js", import.meta.url).href);
    const program = `
      import { dense, flatten, sequential } from ${index};
      const model = await sequential([flatten(), dense({ units: 2 })], { inputShape: [2, 2, 1], seed: 1${options} });
      console.log(JSON.stringify(model.engine));
      await model.dispose();`;
    const node = [process.execPath, "--input-type=module", "--eval", program];
    return JSON.parse(execFileSync("sh", ["-c", group?.shell ?? "", "sh", ...node], { encoding: "utf8" })) as object;
  };
  const limit = "this process may use 0.5 CPUs (cgroup quota of 50 ms in 100 ms)";

  it("gives a model one thread, and says why", () => {
    const notice = `1 thread instead of ${Math.min(16, cores)}: ${limit}`;
    expect(engineOf("")).toEqual({ build: "simd", threads: 1, host: "worker", notice });
  });

  it("lets two be asked for, and says what they cost", () => {
    const notice = `2 threads may be slower than 1: ${limit}`;
    expect(engineOf(", threads: 2")).toEqual({ build: "threads", threads: 2, host: "worker", notice });
  });
});
