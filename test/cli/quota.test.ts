/** Commands in a container that gets half a CPU: how many threads they take, and that they say why. */
import { afterAll, describe, expect, it } from "vitest";
import { availableThreads } from "../../ts/platform/node/parallelism.js";
import { quotaGroup } from "../engine/control-group.js";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const group = quotaGroup(0.5);
afterAll(() => group?.remove());

const { cores } = availableThreads();
const FEWER = `1 thread instead of ${Math.min(16, cores)}: `;
const LIMIT = "this process may use 0.5 CPUs (cgroup quota of 50 ms in 100 ms)";

describe.skipIf(group === null || cores < 2)("with half a CPU (needs root, Linux, two cores)", () => {
  const cwd = emptyFolder();
  const run = (line: string) => runCli([...line.split(" "), "--data", "sample"], { cwd, shell: group?.shell ?? "" });
  const train = (more: string) => run(`train --recipe seed --epochs 1 --json ${more}`);

  it("train takes one thread, and says why", async () => {
    const ended = await train("--out run");
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toContain(`\n1 thread (simd build): ${FEWER}${LIMIT}\n`);
    expect(jsonOf(ended)).toMatchObject({ threads: 1, build: "simd" });
    expect((await run("eval run --json")).stderr).toContain(`${FEWER}${LIMIT}\n`);
  });

  it("train takes as many as were asked for, and says what they cost", async () => {
    const ended = await train("--out asked --threads 2");
    expect(ended.stderr).toContain(`\n2 threads (threads build): 2 threads may be slower than 1: ${LIMIT}\n`);
    expect(jsonOf(ended)).toMatchObject({ threads: 2, build: "threads" });
  });

  it("bench measures no more than one thread, and says why", async () => {
    const ended = await run("bench --net S --seconds 0.01 --json");
    expect(ended.stderr).toContain(`\n1 thread at most: ${LIMIT}\n`);
    expect(jsonOf(ended)).toMatchObject({ threads: 1 });
  });
});
