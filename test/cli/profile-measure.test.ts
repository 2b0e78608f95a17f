/** `profile measure`: whether a campaign worked, from one table or from an audience and what was bought, as a shell has it. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";

const folder = emptyFolder();

/** 1,000 customers, every tenth held out; those with a large score bought more often where they were in the campaign. */
const customers = Array.from({ length: 1000 }, (_, i) => {
  const group = i % 10 === 0 ? "control" : "target";
  const score = (i * 7919) % 1000;
  const bought = group === "target" ? score % 100 < score / 20 : score % 100 < 10;
  return { id: `c${i}`, group, score, bought };
});

beforeAll(async () => {
  const table = (lines: readonly string[]) => `${lines.join("\n")}\n`;
  const write = (name: string, data: string | Buffer) => writeFile(join(folder, name), data);
  const buyers = customers.filter(({ bought }) => bought);
  const whole = customers.map(({ id, group, score, bought }) => `${id};${group};${bought ? 1 : 0};${score}`);
  await write("outcomes.csv", table(["customer_id;group;converted;score", ...whole]));
  const audience = customers.map(({ id, group, score }) => `${id},${group},${score / 1000}`);
  await write("audience.csv", table(["customer_id,group,expected_purchases", ...audience]));
  const bought = [
    ...buyers.map(({ id }) => `{"customer_id":"${id}","purchases":1}`),
    '{"customer_id":"x","purchases":2}',
  ];
  await write("bought.jsonl.gz", gzipSync(table(bought)));
  const spent = buyers.flatMap(({ id, score }) => [`${id},10`, `${id},${score}.25`]);
  await write("orders.csv", table(["customer_id,orders,revenue", ...spent.map((line) => line.replace(",", ",1,"))]));
  await write("half.csv", table(["group,outcome", "target,1", "target,", "control,0"]));
});

const measure = (args: string) => runCli(["profile", "measure", ...args.split(" ")], { cwd: folder });

/** The numbers by hand. */
function expectedUplift(): { target: number; control: number } {
  const mean = (name: string) => {
    const own = customers.filter(({ group }) => group === name);
    return own.filter(({ bought }) => bought).length / own.length;
  };
  return { target: mean("target"), control: mean("control") };
}

describe("profile measure", () => {
  it("says what was shown of one table", async () => {
    const { code, stdout, stderr } = await measure("outcomes.csv --control-share 0.1 --level 0.95");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("1,000 customers; outcome: converted, 0 or 1; score: score\n");
    expect(stdout).toMatch(
      /\n(The campaign raised the outcome|No effect was shown): .* of 900 target .* of 100 control/,
    );
    expect(stdout).toMatch(/\n {2,}target +control +points +interval \(95 %\) +relative lift\n/);
    expect(stdout).toMatch(/\nfirst 30 % by score +\d/);
    expect(stdout).toMatch(/\nQini coefficient 0\.\d+, AUUC 0\.\d+ \(/);
    expect(stdout).toContain("\ncontrol is 10 % of the customers, 10 % were meant (p = 1)\n");
  });

  it("joins an audience and what was bought, and counts who was not found", async () => {
    const joined = await measure("bought.jsonl.gz --audience audience.csv --json");
    const json = jsonOf(joined);
    const buyers = customers.filter(({ bought }) => bought).length;
    expect(joined.code).toBe(0);
    expect(json).toMatchObject({
      outcomes: "bought.jsonl.gz",
      audience: "audience.csv",
      columns: { id: "customer_id", group: "group", outcome: "purchases", score: "expected_purchases" },
      withoutOutcome: 1000 - buyers,
      leftOut: 1,
      summed: 0,
      outcomeKind: "binary",
      customers: 1000,
    });
    const { target, control } = expectedUplift();
    expect((json.overall as { uplift: number }).uplift).toBeCloseTo(target - control, 12);
    const whole = jsonOf(await measure("outcomes.csv --json"));
    expect((whole.ranking as { qini: { coefficient: number } }).qini.coefficient).toBeCloseTo(
      (json.ranking as { qini: { coefficient: number } }).qini.coefficient,
      12,
    );
    const told = await measure("bought.jsonl.gz --audience audience.csv");
    expect(told.stdout).toContain(
      `${1000 - buyers} customers of audience.csv not in bought.jsonl.gz: their outcome is 0\n`,
    );
    expect(told.stdout).toContain("1 customer of bought.jsonl.gz not in audience.csv: left out\n");
  });

  it("adds up amounts of one customer where that is asked for", async () => {
    const refused = await measure("orders.csv --audience audience.csv --outcome-column revenue");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /orders\.csv: lines 2 and 3 are both of customer "c\d+" → .* with --sum-duplicates\n$/,
    );
    const { code, stdout } = await measure(
      "orders.csv --audience audience.csv --outcome-column revenue --sum-duplicates",
    );
    expect(code).toBe(0);
    expect(stdout).toContain("outcome: revenue, an amount; score: expected_purchases");
    expect(stdout).toMatch(/\n\d+ rows added to that of the same customer before\n/);
    expect(stdout).toContain("defined for outcomes of 0 and 1 only");
    expect(stdout).toMatch(/\nwarning: \d+ customers of target and \d+ of control have an outcome above 0: /);
  });

  it.each<[args: string, exit: number, code: string, says: RegExp]>([
    [
      "orders.csv --audience audience.csv",
      1,
      "CSV_COLUMNS",
      /"orders", "revenue" may all .* say which with --outcome-column/,
    ],
    ["half.csv", 1, "CSV_VALUE", /^half\.csv: line 3: outcome is empty → write 0/],
    ["outcomes.csv --k 1", 2, "USAGE", /--k <f>' argument '1' is invalid/],
    ["outcomes.csv --k 0.0001", 2, "INVALID_ARGUMENT", /^k 0\.0001 takes 0 of 1000 customers/],
    ["- --audience -", 2, "USAGE", /both tables/],
    ["missing.csv", 1, "IO", /missing\.csv/],
  ])("%s → exit %i, %s", async (args, exit, code, says) => {
    const ended = await measure(`${args} --json`);
    expect(ended.code).toBe(exit);
    const { error } = jsonOf(ended) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(error.message).toMatch(says);
  });
});
