/** What `fashion-wasm review` says of what it cannot take. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shop, text } from "./review-shop.js";
import { emptyFolder, runCli } from "./run-cli.js";

describe.concurrent("wrong use", () => {
  const refusal = async (args: readonly string[], files: Readonly<Record<string, string>>) => {
    const folder = emptyFolder();
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { code, stderr } = await runCli(["review", ...args], { cwd: folder });
    expect(existsSync(join(folder, "shop.csv.review.jsonl"))).toBe(false);
    return `${code}: ${stderr.replace(/^fashion-wasm: /, "").trim()}`;
  };
  const head = "file,label,probability,review,reason,error";

  it.each([
    [
      "another table",
      ["shop.csv"],
      "a,b\n1,2\n",
      '2: shop.csv has the columns "a", "b"; label and probability are not among them → name a table that fashion-wasm predict --out wrote',
    ],
    [
      "a short row",
      ["shop.csv"],
      `${head}\na.png,Bag,0.5\n`,
      "1: shop.csv: line 2 has 3 cells, the header 6 → mend that line",
    ],
    [
      "an open quote",
      ["shop.csv"],
      `${head}\n"a.png,Bag,0.5,true,,\n`,
      "1: shop.csv: line 2 has a quotation mark that is not closed → mend that line",
    ],
    [
      "a probability that is none",
      ["shop.csv"],
      `${head}\na.png,Bag,high,true,,\n`,
      '2: shop.csv: line 2: probability is "high" → give the table as predict wrote it',
    ],
    [
      "a flag that is none",
      ["shop.csv"],
      `${head}\na.png,Bag,0.5,maybe,,\n`,
      '2: shop.csv: line 2: review is "maybe", not true or false → give the table as predict wrote it',
    ],
    [
      "classes that lack one",
      ["shop.csv", "--classes", "Coat,Hat"],
      `${head}\na.png,Bag,0.5,true,,\n`,
      '2: shop.csv has the classes "Bag", which --classes lacks → name them, too',
    ],
    [
      "a column that is not there",
      ["shop.csv", "--image-column", "photo"],
      `${head}\na.png,Bag,0.5,true,,\n`,
      "2: --image-column photo: the table has no such column → it has file, label, probability, review, reason, error",
    ],
    [
      "photos that are not there",
      ["shop.csv"],
      `${head}\na.png,Bag,0.5,true,,\n`,
      /^2: none of the first 1 photos of shop\.csv is there, such as .*a\.png → run review in the folder where predict ran, or name the folder by --images$/,
    ],
    ["an empty table", ["shop.csv"], "", "1: shop.csv: the table is empty"],
    [
      "a compressed table",
      ["shop.csv.gz"],
      "",
      "2: shop.csv.gz is compressed, and review writes into the table → unpack it: gunzip shop.csv.gz",
    ],
    [
      "a page",
      ["shop.html"],
      "",
      "2: shop.html: review takes a table that predict --out wrote → name a file ending in .csv or .jsonl",
    ],
  ] as const)("names %s", async (_, args, content, said) => {
    expect(await refusal(args, { "shop.csv": content })).toEqual(
      typeof said === "string" ? said : expect.stringMatching(said),
    );
  });

  it("names a table that is not there, and a journal that is none", async () => {
    expect(await refusal(["none.csv"], {})).toBe("1: cannot read and write none.csv: there is no such file or folder");
    const { folder } = await shop();
    writeFileSync(join(folder, "shop.csv.review.jsonl"), "hello\n");
    const { code, stderr } = await runCli(["review", "shop.csv"], { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toContain("shop.csv.review.jsonl is no journal of a review");
    expect(text(join(folder, "shop.csv.review.jsonl"))).toBe("hello\n");
  });
});
