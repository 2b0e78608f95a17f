/**
 * The package in Node, Deno and Bun, as it is installed and in bundles for Node: the same weights, bit for bit, in all.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, runIn } from "../package/packed.js";
import { checkDocument } from "./checked-document.js";
import { keptRow, type Row, WORK } from "./kept-rows.js";
import { makeProject, packTarball, type Tarball } from "./projects.js";
import { bundle, NODE_BUNDLES, runBundle, typeOf } from "./runtimes/node-bundles.js";
import { RUNTIMES, THIS_NODE } from "./runtimes/programs.js";
import { story } from "./runtimes/story.mjs";

const FILES = fileURLToPath(new URL("./runtimes", import.meta.url));
const COMMAND = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const TRAIN = ["train", "--data", "sample", "--epochs", "1", "--force", "--out", "kept", "--json"];
const group = "Runtimes";
const rows: Row[] = [];
let tarball: Tarball;
let expected: Awaited<ReturnType<typeof story>>;
let weightsSha256: string;

beforeAll(async () => {
  tarball = packTarball();
  const file = join(WORK, "expected.safetensors");
  expected = await story(fashion, inference, file);
  rmSync(file);
  expect(expected).toMatchObject({ threads: 2, steps: 20, same: { loaded: true, inference: true } });
  expect(expected.pretrained).toHaveLength(1);
  expect(expected.photos).toHaveLength(1);
  weightsSha256 = told(runIn(WORK, process.execPath, [COMMAND, ...TRAIN])).weightsSha256;
}, 120_000);

describe("runtimes", () => {
  it.each(RUNTIMES)("$name does the user's story", async (runtime) => {
    const find = async (): Promise<Row> => {
      const project = makeProject(runtime.id, tarball, { files: FILES });
      const run = (...args: string[]) => runIn(project, runtime.program(), args);
      for (const app of ["app.mjs", "app.cjs"]) expect(told(run(...runtime.script, app))).toEqual(expected);
      expect(told(run(...runtime.command, ...TRAIN))).toMatchObject({ trainImages: 458, weightsSha256 });
      const judged = run(...runtime.command, "eval", "kept", "--json");
      expect(told(judged)).toMatchObject({ images: 100, weightsSha256 });
      const { name, version, settings } = runtime;
      const result = `${STORY}, after an import and after a require; the command line trains and tests`;
      return { group, order: RUNTIMES.indexOf(runtime), name, version, settings, works: true, result };
    };
    rows.push(await keptRow(`runtime-${runtime.id}`, tarball.hash, find));
  });

  it.each(NODE_BUNDLES.map((kind) => [`${kind.name}, ${kind.settings}`, kind] as const))("%s", async (_, kind) => {
    const find = async (): Promise<Row> => {
      const type = typeOf(kind.format);
      const project = makeProject(kind.id, tarball, { files: FILES, tool: "node-bundlers", type });
      bundle(project, kind);
      const { name, version, settings } = kind;
      const row = { group, order: RUNTIMES.length + NODE_BUNDLES.indexOf(kind), name, version, settings } as const;
      if (kind.fails !== undefined) {
        const { code, stderr } = runBundle(project);
        expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(kind.fails) });
        return {
          ...row,
          works: false,
          result: "the bundler leaves the package's files behind: the error says what to do",
        };
      }
      if (kind.way === "assets") {
        const made = runIn(project, "npx", ["--offline", "fashion-wasm", "assets", "files"]);
        expect(made.code, made.stderr).toBe(0);
      }
      expect(told(runBundle(project, kind.way === "assets" ? "files" : undefined))).toEqual(expected);
      return { ...row, works: true, result: STORY };
    };
    rows.push(await keptRow(`runtime-${kind.id}`, tarball.hash, find));
  });

  it("stand in docs/platforms.md", () => {
    expect(rows).toHaveLength(RUNTIMES.length + NODE_BUNDLES.length);
    checkDocument(group, rows, new Set([THIS_NODE.name]));
  });
});

/** What `story` found out. */
const STORY =
  "trains 20 steps on 2 threads, saves, loads, predicts, takes the pretrained model in a worker and local: Node's bits";

/** The object on stdout of a process that ended well. */
function told({ code, stdout, stderr }: Ended) {
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}
