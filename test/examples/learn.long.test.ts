/**
 * On the real data the course prints, to the digit, all that it says. Where the bits change on purpose, the course is to be
 * amended: its numbers, and its pictures by `node examples/learn.mjs docs/learn`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { blocks, runCourse } from "./course.js";

it("docs/learn.md prints what it says", async () => {
  const cwd = await mkdtemp(join(tmpdir(), "fashion-wasm-"));
  try {
    const printed = await runCourse(cwd, null);
    // The table of a report ends with an empty line, which the course leaves out.
    expect(printed.map((text) => text.trimEnd())).toEqual(blocks.map(({ output }) => output.trimEnd()));
  } finally {
    await rm(cwd, { recursive: true });
  }
});
