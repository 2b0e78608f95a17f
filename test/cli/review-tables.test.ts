/** The tables that `fashion-wasm review` takes and leaves: any delimiter, JSON Lines, shops' exports, changed by others meanwhile. */
import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startReview } from "./review-cli.js";
import { reviewed, shop, text } from "./review-shop.js";
import { type Made, shopCsv } from "./review-table.js";
import { jsonOf, runCli } from "./run-cli.js";

describe("tables", () => {
  it("keep their delimiter, line ends, mark, quotes and further columns, and a second review changes one cell", async () => {
    const { folder, rows } = await shop();
    const cells = rows.map(({ file, label }, i) => `"a; ""b""\n${i}";${file};${label};0.5;true;x;`);
    const before = `\ufeffnote;Image Src;predicted_label;predicted_probability;predicted_review;label;predicted_error\n${cells.join("\n")}`;
    writeFileSync(join(folder, "own.csv"), before);
    mkdirSync(join(folder, "elsewhere"));
    const args = [
      "../own.csv",
      "--classes",
      "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot,no; garment",
    ];
    const first = await startReview(args, join(folder, "elsewhere"));
    const shown = (await (await first.ask("position?walk=doubtful&at=0")).json()) as { image: string; row: number };
    expect((await first.ask(`photo/${shown.row}`)).status).toBe(200);
    await first.decide([
      { row: 0, label: "no; garment" },
      { row: 1, label: "Bag" },
    ]);
    first.child.kill("SIGINT");
    expect((await first.ended).code).toBe(0);
    const lines = (labels: Readonly<Record<number, string>>) => {
      const [head = "", ...body] = before.split(/\n(?=")/);
      return [`${head};reviewed_label`, ...body.map((line, i) => `${line};${labels[i] ?? ""}`)].join("\n");
    };
    expect(text(join(folder, "own.csv"))).toBe(lines({ 0: '"no; garment"', 1: "Bag" }));
    const second = await startReview(args, join(folder, "elsewhere"));
    await second.decide([{ row: 1, label: "Coat" }]);
    second.child.kill("SIGINT");
    await second.ended;
    expect(text(join(folder, "own.csv"))).toBe(lines({ 0: '"no; garment"', 1: "Coat" }));
  });

  it("in JSON Lines get a member, and keep the rest", async () => {
    const { folder, rows } = await shop();
    const line = ({ file, label, probability }: Made, i: number) =>
      `{ "file": ${JSON.stringify(file)}, "label": "${label}", "probability": ${probability}, "topK": [{"label": "${label}", "probability": ${probability}}, {"label": "Bag", "probability": 0.1}], "review": ${i < 3}, "reason": null, "more": {"label": "}", "n": 1.50}, "error": null`;
    const before = rows.map(line);
    writeFileSync(join(folder, "shop.jsonl"), before.map((each) => `${each} }\n`).join("\n"));
    for (const label of ["Coat", "Dress"]) {
      const review = await startReview(["shop.jsonl"], folder);
      await review.decide([{ row: 1, label }]);
      review.child.kill("SIGINT");
      expect((await review.ended).code).toBe(0);
      const expected = before
        .map((each, i) => `${each} ,"reviewed_label":${i === 1 ? `"${label}"` : "null"}}\n`)
        .join("\n");
      expect(text(join(folder, "shop.jsonl"))).toBe(expected);
    }
  });

  it("that predict has written are reviewed as they come", async () => {
    const { folder } = await shop({ tiny: false });
    writeFileSync(join(folder, "shop", "broken.png"), "no photo");
    for (const out of ["real.csv", "real.jsonl"]) {
      const predicted = await runCli(["predict", "shop", "--out", out, "--threads", "1"], { cwd: folder });
      expect(predicted.code).toBe(1);
      const review = await startReview([out, "--json"], folder);
      await review.decide([{ row: 0, label: "Bag" }]);
      review.child.kill("SIGINT");
      expect(jsonOf(await review.ended)).toMatchObject({ rows: 13, decided: 1, failed: 1 });
      expect(text(join(folder, out))).toContain("reviewed_label");
    }
  });

  it("of a shop show a product's photo for all of its rows", async () => {
    const { folder } = await shop();
    const lines = ["coat,Coat,shop/0001.png,0.9", "coat,,,0.8", "bag,Bag,shop/0002.png,0.7"].map(
      (line) => `${line},Bag,false,`,
    );
    const table = `Handle,Title,Image Src,probability,label,review,error\n${lines.join("\n")}\n`;
    writeFileSync(join(folder, "products.csv"), table);
    const { child, ended, ask } = await startReview(["products.csv"], folder);
    const images = [0, 1, 2].map(async (row) => ((await (await ask(`row/${row}`)).json()) as { image: string }).image);
    expect(await Promise.all(images)).toEqual(["shop/0001.png", "shop/0001.png", "shop/0002.png"]);
    expect((await ask("photo/1")).status).toBe(200);
    child.kill("SIGINT");
    await ended;
  });

  it("that somebody else changed are not overwritten, and decisions can be carried over", async () => {
    const { folder, rows, table } = await shop();
    const first = await startReview(["shop.csv", "--json"], folder);
    await first.decide([
      { row: 0, label: "Bag" },
      { row: 5, label: "Coat" },
    ]);
    const others = shopCsv(rows.toReversed());
    writeFileSync(table, others);
    first.child.kill("SIGINT");
    const end = await first.ended;
    expect(end.code).toBe(1);
    expect(jsonOf(end)).toMatchObject({
      error: { code: "DATA_MISMATCH" },
      decided: 2,
      journal: "shop.csv.review.jsonl",
    });
    expect(end.stderr).toContain(
      "shop.csv was changed by another program; 2 decisions of the review are kept in shop.csv.review.jsonl →",
    );
    expect(text(table)).toBe(others);

    const refused = await runCli(["review", "shop.csv"], { cwd: folder });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("--carry-over");
    expect(text(table)).toBe(others);

    const carried = await startReview(["shop.csv", "--carry-over"], folder);
    carried.child.kill("SIGINT");
    expect((await carried.ended).code).toBe(0);
    expect(text(table)).toBe(reviewed(others, { 11: "Bag", 6: "Coat" }));
  });

  it("that were only touched are written", async () => {
    const { folder, table } = await shop();
    const { child, ended, decide } = await startReview(["shop.csv"], folder);
    await decide([{ row: 0, label: "Bag" }]);
    utimesSync(table, 1, 1);
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
    expect(text(table)).toContain("reviewed_label");
  });

  it("are reviewed by one process at a time, and untouched where nothing was decided", async () => {
    const { folder, table } = await shop();
    const before = text(table);
    const { child, ended } = await startReview(["shop.csv"], folder);
    const second = await runCli(["review", "shop.csv", "--json"], { cwd: folder });
    expect(second.code).toBe(1);
    expect(jsonOf(second)).toMatchObject({ error: { code: "BUSY" } });
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
    expect(text(table)).toBe(before);
    expect(existsSync(`${table}.review.jsonl`)).toBe(false);
  });
});
