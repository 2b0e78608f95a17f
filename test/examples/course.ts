/** The course docs/learn.md as a test reads it: its blocks of code with what stands below them, and its pictures. */
import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";

/** A block of code and what the course says it prints. */
export interface Block {
  readonly code: string;
  /** "" where nothing is said. */
  readonly output: string;
  /** Whether the output is the same for other data: marked by ```text fixed. */
  readonly fixed: boolean;
}

/** The text of the course. */
export const course = await readFile(resolve("docs/learn.md"), "utf8");

/** Its blocks of JavaScript, in order. */
export const blocks: readonly Block[] = [
  ...course.matchAll(/^```js\n([\s\S]*?)^```$(?:\n```text( fixed)?\n([\s\S]*?)^```$)?/gm),
].map(([, code = "", fixed, output = ""]) => ({ code, output, fixed: fixed !== undefined }));

/** Its pictures. */
export const pictures = [...course.matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)].map(([, alt = "", path = ""]) => ({
  alt,
  path: resolve("docs", path),
}));

/** Runs all blocks as one module in `cwd`, on `data`, and answers with what each printed. */
export async function runCourse(cwd: string, data: "sample" | null): Promise<string[]> {
  const marker = "\u0001";
  const source = blocks.map(({ code }) => `console.log(${JSON.stringify(marker)});\n${code}`).join("\n");
  const program =
    data === null ? source : source.replace("loadFashionMnist()", `loadFashionMnist({ data: "${data}" })`);
  // In the repository, where "fashion-wasm" is the package itself; it works in `cwd`.
  const path = resolve(`test/examples/course-${process.pid}.tmp.mjs`);
  await writeFile(path, program);
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [path], { cwd, timeout: 300_000 });
    return stdout.split(`${marker}\n`).slice(1);
  } finally {
    await rm(path);
  }
}
