/**
 * `profile` and `audience` as processes: text and JSON, wrong rows, files, lists, names that make trouble, and small shops.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli, startCli } from "../run-cli.js";
import { catalogueCsv, plainCsv, rowsOf, shopOf } from "./shop.js";

const cwd = emptyFolder();
const path = (...names: string[]) => join(cwd, ...names);
const textOf = (...names: string[]) => readFileSync(path(...names), "utf8");
const shop = shopOf(160);
const TODAY = ["--today", "2026-12-01"];
const SHOP = ["--orders", "orders.csv", "--catalogue", "labelled.csv", ...TODAY];
const run = (args: readonly string[], options = {}) => runCli(args, { cwd, ...options });

/** Orders with labels alone: customer, day, label. */
const labelled = (name: string, rows: readonly string[]) =>
  writeFileSync(path(name), `customer_id,date,label\n${rows.join("\n")}\n`);

beforeAll(() => {
  writeFileSync(path("orders.csv"), plainCsv(shop));
  writeFileSync(path("labelled.csv"), catalogueCsv());
});

describe("profile", { concurrent: true }, () => {
  it("text, and JSON that holds the same; the page and tables", async () => {
    const [text, json] = await Promise.all([
      run(["profile", ...SHOP]),
      run(["profile", ...SHOP, "--out", "p", "--json"]),
    ]);
    expect([text.code, text.stderr, json.code]).toEqual([0, "", 0]);
    expect(text.stdout).toMatch(
      /^160 customers, 6\d\d orders, [\d,]+ lines of 30 items, 2025-01-0\d to 2026-08-\d\d$/m,
    );
    const found = jsonOf(json);
    expect(found).toMatchObject({
      customers: 160,
      badRows: 0,
      classNames: expect.arrayContaining(["Dress", "Bag"]),
      horizonDays: 60,
      halfLife: 365,
      backtest: null,
      files: ["profiles.csv", "profiles.jsonl", "summary.json", "customers.html"].map((name) => join("p", name)),
    });
    const { files: _files, ...summary } = found;
    // The summary's own files are those of the orders.
    const { files: orders, ...same } = JSON.parse(textOf("p", "summary.json")) as Record<string, unknown>;
    expect({ ...summary }).toMatchObject(same);
    expect(orders).toMatchObject([{ name: "orders.csv", badRows: 0 }]);
    const rows = rowsOf(textOf("p", "profiles.csv"));
    expect(rows.map((row) => row.customer_id)).toEqual(rows.map((row) => row.customer_id).sort());
    for (const row of rows) {
      const shares = Object.entries(row).filter(([name]) => name.startsWith("affinity_"));
      expect(shares.reduce((sum, [, share]) => sum + Number(share), 0)).toBeCloseTo(1, 4);
    }
    const lines = textOf("p", "profiles.jsonl")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.customer_id)).toEqual(rows.map((row) => row.customer_id));
  });

  it("a backtest, with the half-life left out", async () => {
    const ended = await run([
      "profile",
      ...SHOP,
      "--backtest",
      "90d",
      "--half-life",
      "none",
      "--share",
      "0.2",
      "--json",
    ]);
    expect(ended.code).toBe(0);
    expect(jsonOf(ended)).toMatchObject({
      halfLife: null,
      backtest: { days: 90, share: 0.2, verdict: expect.any(String) },
    });
  });

  it("wrong rows: the first ten told, all in a table; several files, one of them packed", async () => {
    const [head = "", ...rows] = plainCsv(shop).trimEnd().split("\n");
    const wrong = Array.from({ length: 13 }, (_, i) => `w${i},C1,2025-13-${10 + i},Dress-0,1,10.00,,,,,,,,,`);
    const status = `${head},status\nx1,C1,03/04/2025,Dress-0,1,1,,,,,,,,,,paid\nx2,C1,2025-04-03,Dress-0,1,1,,,,,,,,,,gone\n`;
    writeFileSync(path("first.csv"), [head, ...rows.slice(0, 300), ...wrong].join("\n"));
    writeFileSync(path("second.csv.gz"), gzipSync([head, ...rows.slice(300)].join("\n")));
    writeFileSync(path("third.csv"), status);
    const args = [
      "--orders",
      "first.csv",
      "second.csv.gz",
      "--orders",
      "third.csv",
      "--catalogue",
      "labelled.csv",
      ...TODAY,
    ];
    const [ended, inOrder] = await Promise.all([
      run(["profile", ...args, "--out", "w"]),
      run(["profile", ...SHOP, "--json"]),
    ]);
    expect(ended.code).toBe(0);
    expect(ended.stderr.match(/^first\.csv: line \d+, date: is "2025-13-1\d": is no day/gm)).toHaveLength(10);
    expect(ended.stderr).toContain("… and 5 more rows that are wrong: all of them stand in bad-rows.csv\n");
    const told = rowsOf(textOf("w", "bad-rows.csv"));
    expect(told).toHaveLength(15);
    expect(told.at(-2)?.message).toContain("say which with --date-order");
    expect(told.at(-1)?.message).toContain("with --statuses");
    expect(ended.stdout).toContain("wrong: 15 rows, left out");
    expect(ended.stdout.split("\n")[0]).toContain(
      `160 customers, ${(jsonOf(inOrder) as { orders: number }).orders} orders`,
    );
    const strict = await run(["profile", ...args, "--strict", "--json"]);
    expect([strict.code, jsonOf(strict)]).toEqual([
      1,
      { error: { code: "TABLE_ROW", message: expect.stringMatching(/^first\.csv: line 302, date: /) } },
    ]);
  });

  it("columns, currencies and statuses that are said", async () => {
    const rows = [
      "K1;01/02/2025;Kleid;10;EUR;versandt",
      "K1;03/02/2025;Hemd;10;USD;versandt",
      "K2;04/05/2025;Kleid;5;EUR;offen",
    ];
    writeFileSync(path("said.csv"), `Kunde;Datum;Art;amount;currency;status\n${rows.join("\n")}\n`);
    const columns = ["--columns", "customer=Kunde", "--columns", "time=Datum,label=Art"];
    const said = ["--statuses", "Versandt=kept,offen=unpaid", "--currency", "eur", "--date-order", "dmy"];
    const args = ["profile", "--orders", "said.csv", ...TODAY];
    const ended = await run([...args, ...columns, ...said, "--rates", "usd=0.5", "--json"]);
    expect([ended.stderr, ended.code]).toEqual(["", 0]);
    expect(jsonOf(ended)).toMatchObject({
      customers: 1,
      currency: "EUR",
      lastOrder: "2025-02-03",
      leftOut: { unpaid: 1 },
    });
    expect(jsonOf(ended)).toMatchObject({ segments: [{ spend: 15 }] });
    const without = await run([...args, ...columns, ...said]);
    expect(without.code).toBe(1);
    expect(without.stderr).toContain("→ --rates USD=0.92");
    const unknown = await run(args);
    expect(unknown.stderr).toMatch(/→ say which by --columns customer="NAME"/);
  });

  it("the confusion that eval --json writes", async () => {
    const counts = [
      [90, 10],
      [30, 70],
    ];
    const evaluation = { accuracy: 0.8, classes: [{ name: "Dress" }, { name: "Shirt" }], confusionMatrix: counts };
    writeFileSync(path("eval.json"), JSON.stringify(evaluation));
    writeFileSync(path("other.json"), "null");
    writeFileSync(path("alone.csv"), "sku,label\nDress-0,Dress\nShirt-0,Shirt\n");
    writeFileSync(
      path("few.csv"),
      `customer_id,date,sku\n${"C1,2025-01-01,Dress-0\nC2,2025-01-03,Shirt-0\n".repeat(3)}`,
    );
    const args = ["profile", "--orders", "few.csv", "--catalogue", "alone.csv", ...TODAY, "--json"];
    const [plain, doubted, wrong] = await Promise.all([
      run(args),
      run([...args, "--confusion", "eval.json"]),
      run([...args, "--confusion", "other.json"]),
    ]);
    const sizes = [plain, doubted].map((ended) => (jsonOf(ended) as { priorStrength: number }).priorStrength);
    expect(sizes[0]).not.toBe(sizes[1]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("→ give what eval --json has written")]);
  });
});

describe("audience", { concurrent: true }, () => {
  it("of an item, of an expression; size, support, seed, hold-out; a list with a header", async () => {
    writeFileSync(path("list.csv"), '\uFEFFName;"Customer ID"\n"Someone; else";C7\nOther;C8\n');
    const options = [
      "--size",
      "60",
      "--min-support",
      "2",
      "--control",
      "0.25",
      "--exclude",
      "list.csv",
      "--no-backtest",
    ];
    const [one, other, item] = await Promise.all([
      run(["audience", "dress OR Shirt", ...SHOP, ...options, "--json"]),
      run(["audience", "dress OR Shirt", ...SHOP, ...options, "--seed", "2", "--json"]),
      run(["audience", "--sku", "Coat-2", ...SHOP, "--share", "0.2"]),
    ]);
    const [a, b] = [one, other].map(
      (ended) => jsonOf(ended) as { customers: { id: string; group: string; support: number }[] },
    );
    expect(jsonOf(one)).toMatchObject({
      name: "dress OR Shirt",
      size: 60,
      target: 45,
      control: 15,
      leftOut: { excluded: 2 },
    });
    expect(a?.customers.map(({ id }) => id)).toEqual(b?.customers.map(({ id }) => id));
    expect(a?.customers.map(({ group }) => group)).not.toEqual(b?.customers.map(({ group }) => group));
    expect(a?.customers.every(({ id, support }) => support >= 2 && id !== "C7" && id !== "C8")).toBe(true);
    expect([item.code, item.stdout]).toEqual([
      0,
      expect.stringMatching(/^audience Coat-2 \(Coat-2: Coat 92 %.*\): \d+ customers/m),
    ]);
    expect(item.stdout).toMatch(/^of all classes: Within \d+ days/m);
  });

  it("of a photo", async () => {
    const classes = ["Dress", "Bag"];
    labelled(
      "labels.csv",
      Array.from({ length: 60 }, (_, i) => `C${i % 12},2025-0${1 + (i % 6)}-1${i % 9},${classes[i % 2]}`),
    );
    const image = new URL("../../../docs/learn/garment.png", import.meta.url).pathname;
    const ended = await run([
      "audience",
      "--image",
      image,
      "--orders",
      "labels.csv",
      ...TODAY,
      "--share",
      "0.9",
      "--json",
    ]);
    if (ended.code === 0) expect(jsonOf(ended)).toMatchObject({ name: "garment.png" });
    else
      expect(ended.stderr).toMatch(
        /shows .*, and the customers bought Bag, Dress|shows .*, and the customers bought Dress, Bag/,
      );
    const missing = await run(["audience", "--image", "no.png", "--orders", "labels.csv", "--json"]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining("no.png")]);
  });

  it("names that make one file name, and classes that look like expressions", async () => {
    const names = ["T-shirt/top", "T shirt top", "Shirt or Coat", '12" skirt', "Bléu"];
    labelled(
      "names.csv",
      Array.from({ length: 300 }, (_, i) => {
        const name = (names[(i * 7 + (i % 3)) % 5] as string).replaceAll('"', '""');
        return `C${i % 30},2025-0${1 + (i % 9)}-1${i % 10},"${name}"`;
      }),
    );
    const args = ["profile", "--orders", "names.csv", ...TODAY, "--out", "n", "--audience", ...names, "--share", "0.5"];
    const ended = await run(args);
    expect([ended.stderr.replaceAll(/^.*the target group has an address.*\n/gm, ""), ended.code]).toEqual(["", 0]);
    const files = [
      "audience-t-shirt-top",
      "audience-t-shirt-top-2",
      "audience-shirt-or-coat",
      "audience-12-skirt",
      "audience-bleu",
    ];
    expect(readdirSync(path("n"))).toEqual(expect.arrayContaining(files.map((name) => `${name}.csv`)));
    const [header = ""] = textOf("n", "profiles.csv").split("\n");
    expect(header).toContain("affinity_t_shirt_top,");
    expect(header).toContain("affinity_t_shirt_top_2,");
  });
});

describe("files", { concurrent: true }, () => {
  it("those of an earlier run go, where they are replaced; others stay", async () => {
    const args = ["audience", "Dress", ...SHOP, "--share", "0.5", "--no-backtest", "--out", "again"];
    expect((await run([...args, "--with-contacts"])).code).toBe(0);
    expect(readdirSync(path("again"))).toContain("audience-dress.klaviyo.csv");
    writeFileSync(path("again", "notes.txt"), "mine");
    writeFileSync(path("again", "audience-coat.meta.csv"), "other");
    const ended = await run([...args, "--force"]);
    expect([ended.code, ended.stderr]).toEqual([
      0,
      expect.stringContaining("removed again/audience-dress.klaviyo.csv, of an earlier run"),
    ]);
    expect(readdirSync(path("again")).sort()).toEqual(
      [
        "audience-coat.meta.csv",
        "audience-dress.csv",
        "audience-dress.google.csv",
        "audience-dress.meta.csv",
        "notes.txt",
      ].sort(),
    );
  });

  it("a folder that cannot be made costs no result", async () => {
    writeFileSync(path("taken"), "a file");
    const [text, json] = await Promise.all([
      run(["profile", ...SHOP, "--out", "taken"]),
      run(["audience", "Dress", ...SHOP, "--out", join("taken", "in"), "--json", "--no-backtest"]),
    ]);
    expect([text.code, json.code]).toEqual([1, 1]);
    expect(text.stdout).toMatch(/^160 customers/);
    expect(text.stderr).toMatch(
      /^fashion-wasm: --out taken: .*is a file, expected a folder → name a folder that can be written$/m,
    );
    expect(jsonOf(json)).toMatchObject({
      error: { code: "IO", message: expect.stringContaining("is a file") },
      name: "Dress",
      customers: expect.any(Array),
      files: [],
      notWritten: expect.arrayContaining([join("taken", "in", "audience-dress.csv")]),
    });
  });

  it("one file that cannot be written: the others are there, and the object says which", async () => {
    mkdirSync(path("partly", "profiles.csv"), { recursive: true });
    const ended = await run(["profile", ...SHOP, "--out", "partly", "--force", "--json"]);
    expect(ended.code).toBe(1);
    expect(jsonOf(ended)).toMatchObject({
      error: { code: "IO" },
      customers: 160,
      notWritten: [join("partly", "profiles.csv")],
    });
    expect(readdirSync(path("partly")).sort()).toEqual([
      "customers.html",
      "profiles.csv",
      "profiles.jsonl",
      "summary.json",
    ]);
  });

  it("no file for Klaviyo that it would refuse, nor a formula in an address or a name", async () => {
    const name = "=long ".repeat(20_000);
    const many = Array.from({ length: 450 }, (_, i) => `M${i},2025-0${1 + (i % 9)}-11,Dress-0,m${i}@example.com,`);
    const rows = shop.purchases.map(({ person, day, items: [item] }) => {
      const first = person.number === 0 ? "=1+1" : person.first;
      return `C${person.number},${day},${item},${person.number === 1 ? "-jo@example.com" : person.email},"${first}"`;
    });
    writeFileSync(path("formulas.csv"), `customer_id,date,sku,email,first_name\n${[...rows, ...many].join("\n")}\n`);
    const args = [
      "--orders",
      "formulas.csv",
      "--catalogue",
      "labelled.csv",
      ...TODAY,
      "--share",
      "0.99",
      "--min-support",
      "0",
    ];
    const all = [...args, "--control", "0", "--no-backtest", "--with-contacts"];
    const [small, large] = await Promise.all([
      run(["audience", "Dress", ...all, "--name", "=Dress", "--out", "small"]),
      run(["audience", "Dress", ...all, "--name", name, "--out", "large", "--top", "0"]),
    ]);
    const klaviyo = rowsOf(textOf("small", "audience-dress.klaviyo.csv"));
    const mails = shop.people.filter(({ number, email }) => email !== "" && number !== 1).map(({ email }) => email);
    expect([small.code, klaviyo.length]).toEqual([0, expect.any(Number)]);
    expect(mails).toEqual(
      expect.arrayContaining(klaviyo.map(({ Email }) => Email).filter((mail) => !/^m\d/.test(mail as string))),
    );
    expect(
      klaviyo.filter((row) => row["First Name"] === "" && !/^m\d/.test(row.Email as string)).map((row) => row.Email),
    ).toEqual([shop.people[0]?.email]);
    expect(klaviyo[0]?.["Fashion Audience"]).toBe("'=Dress");
    const files = readdirSync(path("large"));
    expect([large.code, files.some((file) => file.endsWith(".klaviyo.csv"))]).toEqual([0, false]);
    expect(large.stderr).toContain(
      "would have more than the 50 MB that Klaviyo takes, so it is not written → take a smaller audience",
    );
  });
});

describe("small shops", { concurrent: true }, () => {
  it.each([
    ["one customer", ["C1,2025-01-01,Dress"], 0],
    ["customers who are all alike", Array.from({ length: 20 }, (_, i) => `C${i},2025-01-01,Dress`), 0],
    ["an empty table", [], 2],
    ["no labels", ["C1,2025-01-01,", "C2,2025-01-02,"], 2],
  ])("%s", async (name, rows, code) => {
    const file = `${name.replaceAll(" ", "-")}.csv`;
    labelled(file, rows);
    const ended = await run(["profile", "--orders", file, ...TODAY, "--out", `out-${file}`, "--json"]);
    expect([ended.stderr.replaceAll(/^note.*\n/gm, ""), ended.code]).toEqual([
      code === 0 ? "" : expect.stringMatching(/→/),
      code,
    ]);
    const json = jsonOf(ended) as { audiences: object[]; customers: number };
    if (code !== 0) return;
    expect(json.customers).toBe(new Set(rows.map((row) => row.split(",")[0])).size);
    expect(JSON.stringify(json)).not.toContain("NaN");
    expect(textOf(`out-${file}`, "profiles.csv")).not.toContain("NaN");
    expect(textOf(`out-${file}`, "customers.html")).not.toContain("NaN");
  });

  it("a catalogue of other items", async () => {
    writeFileSync(path("strange.csv"), "customer_id,date,sku\nC1,2025-01-01,X-1\n");
    const ended = await run(["profile", "--orders", "strange.csv", "--catalogue", "labelled.csv", ...TODAY]);
    expect([ended.code, ended.stderr]).toEqual([
      2,
      'fashion-wasm: no line has a label: orders name items such as "X-1", the catalogue such as "Dress-0" → give the catalogue of these orders\n',
    ]);
  });
});

describe.skipIf(process.platform === "win32")("a signal", () => {
  it("while a large file is read: 130, and nothing is written", async () => {
    // Members of gzip, one after the other, are one file: a gigabyte of orders that are there again and again.
    const [head = "", ...rows] = plainCsv(shop).trimEnd().split("\n");
    const again = gzipSync(`${rows.join("\n")}\n`.repeat(20));
    writeFileSync(path("large.csv.gz"), Buffer.concat([gzipSync(`${head}\n`), ...new Array<Buffer>(500).fill(again)]));
    const args = [
      "profile",
      "--orders",
      "large.csv.gz",
      "--catalogue",
      "labelled.csv",
      ...TODAY,
      "--out",
      "never",
      "--json",
    ];
    const { child, ended } = startCli(args, { cwd });
    await new Promise((done) => setTimeout(done, 1500));
    child.kill("SIGINT");
    const at = performance.now();
    const result = await ended;
    expect(result.code).toBe(130);
    expect(performance.now() - at).toBeLessThan(5000);
    expect(jsonOf(result)).toMatchObject({ error: { code: "INTERRUPTED" } });
    expect(readdirSync(cwd)).not.toContain("never");
  });
});
