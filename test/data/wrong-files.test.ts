/**
 * Wrong and odd files, written to a folder and read by path, all in one process of its own: each has the answer it should
 * have within a second, and together they take no memory worth the name.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Outcome, reportOfFiles } from "./wrong-files-process.js";
import { wrongImages } from "./wrong-images.js";
import { wrongTables } from "./wrong-tables.js";

const ALL = [
  ["csv", wrongTables],
  ["png", wrongImages],
] as const;
let scratch: string;
let report: Awaited<ReturnType<typeof reportOfFiles>>;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "fashion-wasm-wrong-"));
  for (const [kind, files] of ALL) {
    mkdirSync(join(scratch, kind));
    files.forEach(([, bytes], i) => {
      writeFileSync(join(scratch, kind, `${i}.${kind}`), bytes);
    });
  }
  report = await reportOfFiles(scratch, { csv: wrongTables.length, png: wrongImages.length });
});
afterAll(() => rmSync(scratch, { recursive: true }));

describe.each(ALL)("a file .%s", (kind, files) => {
  it.each(files.map(([name, , expected], i) => [name, expected, i] as const))("%s", (_, expected, i) => {
    const outcome = report.outcomes[kind]?.[i] as Outcome;
    if (expected === "accepted") expect(outcome).toMatchObject({ code: "accepted" });
    else {
      const [code, ...parts] = expected;
      expect(outcome).toMatchObject({ code, message: expect.stringContaining(join(scratch, kind, `${i}.${kind}: `)) });
      for (const part of parts) expect(outcome.message).toContain(part);
      expect(outcome.message.length).toBeLessThan(400);
      // What cannot be printed stays out of terminals.
      expect(outcome.message).not.toMatch(/\p{Cc}/u);
    }
    expect(outcome.milliseconds).toBeLessThan(1000);
  });
});

it("all of them together take less than 64 MB", () => {
  console.info(`${report.megabytes.toFixed(1)} MB`);
  expect(report.megabytes).toBeLessThan(64);
});
