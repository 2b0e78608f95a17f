/** The course says what is so: its code runs as it stands, prints what is claimed, and is the code of examples/learn.mjs. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocks, course, pictures, runCourse } from "./course.js";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "fashion-wasm-"));
});
afterAll(() => rm(cwd, { recursive: true }));

/** Code without what formatting decides. */
function bare(code: string): string {
  return code.replace(/\s+/g, "").replace(/,([)}\]])/g, "$1");
}

describe("docs/learn.md", () => {
  it("runs from top to bottom on the sample and prints what does not depend on the data", async () => {
    const printed = await runCourse(cwd, "sample");
    expect(printed).toHaveLength(blocks.length);
    const fixed = blocks.flatMap((block, i) => (block.fixed ? [{ block, text: printed[i] }] : []));
    expect(fixed.length).toBeGreaterThan(10);
    for (const { block, text } of fixed) expect(text).toBe(block.output);
    blocks.forEach(({ output }, i) => {
      expect(printed[i] !== "", `block ${i}`).toBe(output !== "");
    });

    const all = printed.join("");
    expect(all).toContain("16981120 53066");
    expect(all).toContain("left    778.000");
    const [step, expected] = /step (\S+), -0.1 × slope (\S+)/.exec(all)?.slice(1).map(Number) ?? [];
    expect(step).toBeCloseTo(expected ?? Number.NaN, 4);
  });

  it("shows code of examples/learn.mjs", async () => {
    const script = bare(await readFile(resolve("examples/learn.mjs"), "utf8"));
    let from = 0;
    for (const { code } of blocks) {
      // The imports stand apart there, and the data is named by an argument.
      for (const part of code.replace("loadFashionMnist()", "loadFashionMnist(where)").split("\n\n")) {
        const at = script.indexOf(bare(part), from);
        expect(at, part).toBeGreaterThanOrEqual(from);
        from = at + 1;
      }
    }
  });

  it("shows pictures that are there, described and small", async () => {
    const shown = pictures.map(({ path }) => basename(path)).sort();
    expect((await readdir(resolve("docs/learn"))).sort()).toEqual(shown);
    let total = 0;
    for (const { alt, path } of pictures) {
      expect(alt.length, path).toBeGreaterThan(20);
      const { size } = await stat(path);
      expect(size, path).toBeLessThan(40_000);
      total += size;
    }
    expect(total).toBeLessThan(350_000);
  });

  it("links to headings and files that are there", async () => {
    const headings = [...course.matchAll(/^## (.*)$/gm)].map(
      ([, title = ""]) =>
        `#${title
          .toLowerCase()
          .replace(/[^a-z0-9 -]/g, "")
          .replaceAll(" ", "-")}`,
    );
    for (const [, target = ""] of course.matchAll(/[^!]\[[^\]]*\]\(([^)]*)\)/g)) {
      if (target.startsWith("#")) expect(headings).toContain(target);
      else if (!target.startsWith("learn/")) await stat(resolve("docs", target));
    }
  });
});

describe("examples/learn.mjs", () => {
  it("draws every picture of the course into the folder that is named", async () => {
    const args = [resolve("examples/learn.mjs"), "drawn", "sample"];
    const { stderr } = await promisify(execFile)(process.execPath, args, { cwd, timeout: 50_000 });
    expect(stderr).toBe("");
    const drawn = await readdir(join(cwd, "drawn"));
    expect(drawn.sort()).toEqual(pictures.map(({ path }) => basename(path)).sort());
    for (const name of drawn) {
      const start = (await readFile(join(cwd, "drawn", name))).subarray(0, 4).toString("latin1");
      expect(start).toBe(name.endsWith(".png") ? "\x89PNG" : "<svg");
    }
  });
});
