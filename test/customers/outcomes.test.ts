/**
 * Tables of outcomes, read and joined; what could mean two things is refused. `profile measure` reads them: its tests are
 * test/cli/profile-measure.test.ts.
 */
import { describe, expect, it } from "vitest";
import type { OutcomeTable } from "../../ts/customers/outcome-table.js";
import { type ReadOutcomesOptions, readOutcomes } from "../../ts/customers/outcomes.js";

/** A table from lines of cells without quotation marks. */
function table(name: string, ...lines: string[]): OutcomeTable {
  const [columns = [], ...rows] = lines.map((line) => line.split(","));
  return { name, columns, rows: rows.map((cells, i) => ({ line: i + 2, cells, error: null })) };
}

const objects = (name: string, ...rows: Record<string, unknown>[]): OutcomeTable => ({
  name,
  columns: Object.keys(rows[0] ?? {}),
  rows: rows.map((cells, i) => ({ line: i + 1, cells, error: null })),
});

const audience = () =>
  table("audience.csv", "customer_id,group,expected_purchases", "a,target,0.5", "b,control,0.25", "c,target,0.75");

/** As expectRefusal, of the sources' own class of errors. */
async function expectRefusal(call: () => Promise<unknown>, code: string, named: readonly string[]): Promise<void> {
  const error = await call().then(
    () => expect.fail("it was not refused"),
    (error: Error & { code?: string }) => error,
  );
  expect(error).toMatchObject({ name: "FashionWasmError", code });
  expect(error.message).toContain("→");
  for (const part of named) expect(error.message).toContain(part);
}

describe("one table", () => {
  it("has a row a customer", async () => {
    const read = await readOutcomes(
      table("o.csv", "customer_id,group,outcome,score", "a,target,1,5", "b,control,0,3.5"),
    );
    expect(read).toEqual({
      outcome: Float64Array.of(1, 0),
      group: Uint8Array.of(1, 0),
      score: Float64Array.of(5, 3.5),
      columns: { id: "customer_id", group: "group", outcome: "outcome", score: "score" },
      withoutOutcome: 0,
      leftOut: 0,
      summed: 0,
    });
  });

  it.each([
    ["Treatment,Revenue", ["1,12.50", "0,1e2"], [1, 0], [12.5, 100]],
    [" GROUP ,Converted", ["Treatment,yes", " control ,NO"], [1, 0], [1, 0]],
    ["treatment group,purchases", ["1.0,.5", "0.0,+3"], [1, 0], [0.5, 3]],
    ["treatment,bought", ["true,TRUE", "false,false"], [1, 0], [1, 0]],
  ])("is known by its names: %s", async (header, rows, group, outcome) => {
    const read = await readOutcomes(table("o.csv", header, ...rows));
    expect(Array.from(read.group)).toEqual(group);
    expect(Array.from(read.outcome)).toEqual(outcome);
    expect(read.score).toBeUndefined();
    expect(read.columns).toMatchObject({ id: null, score: null });
  });

  it("may be JSON Lines, whose ids may be numbers", async () => {
    const read = await readOutcomes(
      objects("o.jsonl", { customer_id: 7, group: 1, converted: true }, { customer_id: "8", group: 0, converted: 0 }),
    );
    expect(Array.from(read.outcome)).toEqual([1, 0]);
  });

  it("says which column is meant", async () => {
    const rows = ["id,arm,clicks,orders,rank", "a,target,3,1,9", "b,control,2,0,8"];
    const said = { idColumn: "id", groupColumn: "arm", outcomeColumn: "clicks", scoreColumn: "rank" };
    const read = await readOutcomes(table("o.csv", ...rows), said);
    expect(read.columns).toEqual({ id: "id", group: "arm", outcome: "clicks", score: "rank" });
    expect(Array.from(read.outcome)).toEqual([3, 2]);
  });

  it("adds up rows of one customer where that is asked for", async () => {
    const rows = ["customer_id,group,spend,score", "a,target,5,1", "b,control,2,1", "a,target,7.5,1"];
    const read = await readOutcomes(table("o.csv", ...rows), { sumDuplicates: true });
    expect(Array.from(read.outcome)).toEqual([12.5, 2]);
    expect(read.summed).toBe(1);
  });

  it("takes rows for customers where there are no ids", async () => {
    const read = await readOutcomes(table("o.csv", "group,outcome", "target,1", "target,1", "control,0"));
    expect(Array.from(read.group)).toEqual([1, 1, 0]);
  });
});

describe("an audience and outcomes", () => {
  it("are joined by the customers' ids", async () => {
    const outcomes = table("o.csv", "customer_id,amount", " c ,3", "z,9", "b,4", "z,9");
    const read = await readOutcomes(outcomes, { audience: audience() });
    expect(read).toEqual({
      outcome: Float64Array.of(0, 4, 3),
      group: Uint8Array.of(1, 0, 1),
      score: Float64Array.of(0.5, 0.25, 0.75),
      columns: { id: "customer_id", group: "group", outcome: "amount", score: "expected_purchases" },
      withoutOutcome: 1,
      leftOut: 1,
      summed: 0,
    });
  });

  it("may be without anybody who bought", async () => {
    const read = await readOutcomes(table("o.csv", "customer_id,amount"), { audience: audience() });
    expect(Array.from(read.outcome)).toEqual([0, 0, 0]);
    expect(read.withoutOutcome).toBe(3);
  });

  it("may agree on groups, and other columns called group are no matter", async () => {
    const outcomes = table("o.csv", "customer_id,group,amount", "c,1,3", "b,wholesale,4", "c,target,5");
    const read = await readOutcomes(outcomes, { audience: audience(), sumDuplicates: true });
    expect(Array.from(read.outcome)).toEqual([0, 4, 8]);
    expect(read.summed).toBe(1);
  });

  it("have columns of their own names", async () => {
    const dealt = table("a.csv", "customer_id,arm,points", "a,target,1", "b,control,2");
    const outcomes = table("o.csv", "user,won,points", "a,3,x");
    const said = { idColumn: "user", groupColumn: "arm", outcomeColumn: "won", scoreColumn: "points" };
    const read = await readOutcomes(outcomes, { audience: dealt, ...said });
    expect(read.columns).toEqual({ id: "user", group: "arm", outcome: "won", score: "points" });
    expect(Array.from(read.score ?? [])).toEqual([1, 2]);
  });
});

describe("refuses", () => {
  const whole = "customer_id,group,outcome,score";
  it.each<
    [string, string[], ReadOutcomesOptions, "CSV_COLUMNS" | "CSV_VALUE" | "CSV_EMPTY" | "DATA_MISMATCH", string[]]
  >([
    [
      "no outcome",
      ["group,x", "1,2"],
      {},
      "CSV_COLUMNS",
      ['no column of outcomes among "group", "x"', "outcomeColumn"],
    ],
    ["no group", ["outcome", "1"], {}, "CSV_COLUMNS", ["no column of groups", "groupColumn"]],
    [
      "several outcomes",
      ["group,orders,revenue", "1,2,3"],
      {},
      "CSV_COLUMNS",
      ['"orders", "revenue" may all', "outcomeC"],
    ],
    ["a name twice", ["group,outcome,outcome", "1,2,3"], {}, "CSV_COLUMNS", ["may all be", "names that differ"]],
    ["a missing column", [whole], { scoreColumn: "rank" }, "CSV_COLUMNS", ['no column "rank"', '"score"']],
    ["a column for two", [whole], { scoreColumn: "outcome" }, "CSV_COLUMNS", ['"outcome" is named for two things']],
    ["no row", [whole], {}, "CSV_EMPTY", ["no row below the header"]],
    ["an empty outcome", [whole, "a,target,,1"], {}, "CSV_VALUE", ["line 2: outcome is empty", "write 0"]],
    ["no number", [whole, "a,target,12;5,1"], {}, "CSV_VALUE", ['line 2: outcome is "12;5"', "12.50"]],
    ["a loss", [whole, "a,target,-3,1"], {}, "CSV_VALUE", ['outcome is "-3"', "returns"]],
    ["infinity", [whole, "a,target,1e999,1"], {}, "CSV_VALUE", ['outcome is "1e999"']],
    ["a hexadecimal number", [whole, "a,target,0x10,1"], {}, "CSV_VALUE", ['outcome is "0x10"']],
    ["no score", [whole, "a,target,1,high"], {}, "CSV_VALUE", ['score is "high"', "a number"]],
    ["another group", [whole, "a,holdout,1,1"], {}, "CSV_VALUE", ['group is "holdout"', "control or 0"]],
    ["no id", [whole, ",target,1,1"], {}, "CSV_VALUE", ["customer_id is empty"]],
    [
      "a customer twice",
      [whole, "a,target,1,1", "b,1,1,1", "a,1,0,1"],
      {},
      "CSV_VALUE",
      ["lines 2 and 4", '"a"', "sumDup"],
    ],
    [
      "a customer in both groups",
      [whole, "a,target,1,1", "a,control,0,1"],
      { sumDuplicates: true },
      "DATA_MISMATCH",
      ["line 3 has another group or score", "line 2"],
    ],
    [
      "no customer in common",
      ["customer_id,amount", "A,3"],
      { audience: audience() },
      "DATA_MISMATCH",
      ['"A"', "alike"],
    ],
    [
      "another group",
      ["customer_id,group,amount", "a,0,3"],
      { audience: audience() },
      "DATA_MISMATCH",
      ["another group"],
    ],
    ["a buyer twice", ["customer_id,amount", "a,3", "a,4"], { audience: audience() }, "CSV_VALUE", ["lines 2 and 3"]],
    ["outcomes without ids", ["amount", "3"], { audience: audience() }, "CSV_COLUMNS", ["no column of customer ids"]],
    [
      "a member twice",
      ["customer_id,amount"],
      { audience: table("a.csv", "customer_id,group", "a,1", "a,1") },
      "CSV_VALUE",
      ["a.csv: lines 2 and 3", "one row a customer"],
    ],
    [
      "an audience without rows",
      ["customer_id,amount"],
      { audience: table("a.csv", "customer_id,group") },
      "CSV_EMPTY",
      ["a.csv: there is no row"],
    ],
  ])("%s", async (_, lines, options, code, named) => {
    await expectRefusal(() => readOutcomes(table("o.csv", ...lines), options), code, named);
  });

  it("a row that is none", async () => {
    const rows = [{ line: 2, cells: null, error: "is no JSON" }];
    const broken = { name: "o.jsonl", columns: ["group", "outcome"], rows };
    await expectRefusal(() => readOutcomes(broken), "CSV_VALUE", ["o.jsonl: line 2 is no JSON", "mend"]);
  });

  it.each([
    [{ amount: 3 }, ["outcome is { amount: 3 }", "a number from 0 on"]],
    ["12,50", ['outcome is "12,50"', "such as 1 or 12.50"]],
    [null, ["outcome is empty", "write 0"]],
    [undefined, ["outcome is empty"]],
  ])("%o as the outcome of an object", async (outcome, named) => {
    const read = () => readOutcomes(objects("o.jsonl", { group: 1, outcome }));
    await expectRefusal(read, "CSV_VALUE", ["o.jsonl: line 1: ", ...named]);
  });
});
