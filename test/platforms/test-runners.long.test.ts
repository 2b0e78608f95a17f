/**
 * The packed package in a user's tests: Vitest and Jest, each with the environments they have, on all Nodes.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, runIn } from "../package/packed.js";
import { checkDocument } from "./checked-document.js";
import { keptRow, type Row } from "./kept-rows.js";
import { makeProject, packTarball, pinnedVersion, type Tarball } from "./projects.js";
import { RUNTIMES, type Runtime } from "./runtimes/programs.js";
import { RUNS, type Run } from "./test-runners/runs.js";

const FILES = fileURLToPath(new URL("./test-runners", import.meta.url));
const NODES = RUNTIMES.filter(({ id }) => id.startsWith("node"));
const TOOLS = {
  vitest: { program: "vitest/vitest.mjs", args: ["run"], config: "vitest.config.js", export: "export default " },
  jest: { program: "jest/bin/jest.js", args: ["--ci"], config: "jest.config.cjs", export: "module.exports = " },
} as const;
const group = "Test runners";
const rows: Row[] = [];
let tarball: Tarball;

beforeAll(() => {
  tarball = packTarball();
}, 120_000);

describe("test runners", () => {
  it.each(RUNS.map((run) => [`${run.name}, ${run.settings}`, run] as const))("%s", async (_, run) => {
    const nodes = NODES.filter((node) => run.on?.includes(majorOf(node)) ?? true);
    const find = async (): Promise<Row> => {
      const type = run.tool === "vitest" ? "module" : "commonjs";
      const project = makeProject(run.id, tarball, { tool: run.tool, files: FILES, type });
      for (const node of nodes) {
        const { code, stdout, stderr } = runTests(project, run, node);
        const said = `${stdout}${stderr}`;
        if (run.fails === undefined) expect(code, said).toBe(0);
        else {
          expect(code, said).toBe(1);
          expect(said).toMatch(run.fails.message);
        }
      }
      const version = `${pinnedVersion(run.tool, run.tool)}, Node ${nodes.map(majorOf).join(", ")}`;
      const result = run.fails?.why ?? "trains on 2 threads, loads, predicts with `pretrained()` in a worker and local";
      const { name, settings } = run;
      return { group, order: RUNS.indexOf(run), name, version, settings, works: run.fails === undefined, result };
    };
    rows.push(await keptRow(`test-runner-${run.id}`, tarball.hash, find));
  });

  it("stand in docs/platforms.md", () => {
    expect(rows).toHaveLength(RUNS.length);
    checkDocument(group, rows, new Set());
  });
});

/** Runs the one test file of `run`. */
function runTests(project: string, { tool, file, config, flags = [] }: Run, node: Runtime): Ended {
  const { program, args, config: name, export: start } = TOOLS[tool];
  const rest = tool === "jest" ? { testMatch: [`**/${file}`], testTimeout: 60_000 } : {};
  writeFileSync(join(project, name), `${start}${JSON.stringify({ ...rest, ...config })};\n`);
  const script = join("node_modules", program);
  const only = tool === "vitest" ? [file, "--testTimeout=60000"] : [];
  return runIn(project, node.program(), [...flags, script, ...args, ...only]);
}

function majorOf({ version }: Runtime): string {
  return version.split(".")[0] ?? version;
}
