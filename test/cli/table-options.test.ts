/** What a table does not say itself is said by --label-column and --header; the advice of errors names these options. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadFashionMnist } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.js";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "fashion-wasm-"));
  const { train } = await loadFashionMnist({ data: "sample" });
  const rows = Array.from({ length: 60 }, (_, i) => ({ label: train.label(i), pixels: [...train.image(i)].join() }));
  const write = (name: string, lines: readonly string[]) => writeFile(join(cwd, name), `${lines.join("\n")}\n`);
  await write(
    "last.csv",
    rows.map(({ label, pixels }) => `${pixels},${label}`),
  );
  await write(
    "first.csv",
    rows.map(({ label, pixels }) => `${label},${pixels}`),
  );
  await write("numbers.csv", [
    Array.from({ length: 785 }, (_, i) => i).join(),
    ...rows.map(({ label, pixels }) => `${label},${pixels}`),
  ]);
  await write(
    "index.csv",
    rows.map(({ pixels }, i) => `${i},${pixels}`),
  );
  const two = rows.filter(({ label }) => label === 8 || label === 7);
  await write("names.csv", [
    `kind,${Array.from({ length: 784 }, (_, i) => `pixel${i + 1}`).join()}`,
    ...two.map(({ label, pixels }) => `${label === 8 ? "Bag" : "Sneaker"},${pixels}`),
  ]);
});
afterAll(() => rm(cwd, { recursive: true }));

const explored = async (...options: string[]) => {
  const { code, stdout, stderr } = await runCli(["explore", "--json", ...options], { cwd });
  const { data: _, ...facts } = JSON.parse(stdout) as Record<string, unknown>;
  return { code, stderr, facts };
};

describe("explore", () => {
  it("refuses what is in doubt with the options that resolve it", async () => {
    const wrong: [string, string, RegExp][] = [
      ["last.csv", "CSV_LABEL", /--label-column last, or --label-column first if it is that one/],
      ["numbers.csv", "CSV_HEADER", /--header, or --no-header if it is an image/],
      ["index.csv", "CSV_LABEL", /if it is the label, say --label-column first/],
      ["names.csv", "CSV_HEADER", /--label-column/],
    ];
    for (const [file, code, message] of wrong) {
      const answer = await explored("--data", file);
      expect(answer).toMatchObject({ code: 1, facts: { error: { code, message: expect.stringMatching(message) } } });
    }
  });

  it("reads with them what it read without", async () => {
    const first = await explored("--data", "first.csv");
    expect(first.code).toBe(0);
    for (const options of [
      ["--data", "last.csv", "--label-column", "last"],
      ["--data", "last.csv", "--label-column", "784", "--no-header"],
      ["--data", "numbers.csv", "--header"],
      ["--data", "numbers.csv", "--header", "--label-column", "0"],
    ]) {
      expect(await explored(...options)).toEqual(first);
    }
    const named = ["--data", "names.csv", "--label-column", "kind", "--class-names", "Sneaker,Bag"];
    expect(await explored(...named)).toMatchObject({ code: 0 });
  });

  it("refuses them of other data", async () => {
    for (const option of [["--label-column", "first"], ["--header"], ["--no-header"]]) {
      const answer = await explored("--data", "sample", ...option);
      expect(answer).toMatchObject({
        code: 2,
        facts: { error: { code: "USAGE", message: expect.stringContaining("table in CSV") } },
      });
    }
  });
});

it("train keeps what was said of its table, and eval needs no word of it", async () => {
  const options = ["--data", "last.csv", "--label-column", "last", "--epochs", "1", "--out", "run", "--json"];
  const trained = await runCli(["train", ...options], { cwd });
  expect([trained.code, JSON.parse(trained.stdout).testImages]).toEqual([0, 12]);
  const tested = await runCli(["eval", "run", "--json"], { cwd });
  expect(tested.code).toBe(0);
  const accuracy = (text: string) => (JSON.parse(text).evaluation ?? JSON.parse(text)).accuracy;
  expect(accuracy(tested.stdout)).toBe(accuracy(trained.stdout));
});
