/** What `predict` shows in a terminal, and what a signal leaves. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters as plain } from "node:util";
import { loadFashionMnist } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { columnsOf } from "../../ts/cli/fitted.js";
import { halved } from "../../ts/cli/predict/halved.js";
import type { Classified, Row } from "../../ts/cli/predict/rows.js";
import { drawPhotos } from "../../ts/cli/predict/screen.js";
import { Sheet } from "../../ts/cli/predict/sheet.js";
import { summaryOf } from "../../ts/cli/predict/summary.js";
import { photosBar } from "../../ts/cli/progress-lines.js";
import { answerOf, names } from "../report/example.js";
import { writePhotos } from "./photos.js";
import { CLI, emptyFolder, jsonOf, runCli, startCli } from "./run-cli.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const cwd = emptyFolder();
beforeAll(async () => {
  await writePhotos(cwd, images, {
    "shop/a.png": 0,
    "shop/b.png": 1,
    "shop/ready.png": { image: 2 },
    "broken.png": "x",
  });
  mkdirSync(join(cwd, "many"));
  for (let i = 0; i < 3000; i++) symlinkSync(join(cwd, "shop", "a.png"), join(cwd, "many", `${i}.png`));
});

function row(i: number, changes: Partial<Classified> = {}): Classified {
  return {
    file: `shop/${i}.jpg`,
    topK: [{ label: i % 2 === 0 ? "Bag" : "T-shirt/top", probability: 0.87654 }],
    review: false,
    reason: null,
    preparation: "photo",
    background: "plain",
    objects: 1,
    error: null,
    ...changes,
  };
}

function drawn(rows: readonly Row[], { width = 80, tables = [] as string[], preparation = "auto" as const } = {}) {
  const summary = summaryOf(rows, ["T-shirt/top", "Bag", "Coat"], 2);
  return drawPhotos({ rows, summary, preparation, tables }, { interactive: false, width, colours: "none" });
}

describe("the table", () => {
  const review = { review: true, reason: "background not plain" } as const;
  const failed: Row = { file: "broken.jpg", code: "IMAGE_INVALID", error: "is damaged" };

  it("has a line per photo, then all in a few numbers", () => {
    const lines = drawn([row(0), row(1, review), row(2, { preparation: "none" }), failed]);
    expect(lines.slice(0, 5)).toEqual([
      "file        label        probability  review",
      "shop/0.jpg  Bag               0.8765",
      "shop/1.jpg  T-shirt/top       0.8765  background not plain",
      "shop/2.jpg  Bag               0.8765",
      "broken.jpg  –                      –  failed",
    ]);
    const text = lines.join("\n");
    expect(text).toContain("\nbroken.jpg: is damaged\n");
    expect(text).toContain("\n4 photos, 1.5 photos/s\n");
    expect(text).toContain(
      "\n2 photos were prepared; 1 was already 28×28 in the data set's form and went through as it is\n",
    );
    expect(text).toContain("\n1 to review: 1 background not plain\n1 photo failed\n");
    expect(text).toMatch(/\nT-shirt\/top {2}1 {2}█+\nBag {10}2 {2}█+$/);
    expect(text).not.toContain("Coat");
  });

  it("shows at most 40 photos, failed ones and those to review first, and says where all are", () => {
    const rows: Row[] = Array.from({ length: 100 }, (_, i) => row(i, i % 10 === 9 ? review : {}));
    rows[50] = failed;
    const lines = drawn(rows);
    expect(lines[1]).toMatch(/^broken\.jpg .*failed$/);
    expect(lines.slice(2, 12).every((line) => line.endsWith("background not plain"))).toBe(true);
    expect(lines[12]).toMatch(/^shop\/0\.jpg/);
    expect(lines[41]).toBe("40 of 100 photos are shown, those to look at first; --out FILE.csv has all");
    expect(drawn(rows, { tables: ["all.csv"] })[41]).toMatch(/; all are in all\.csv$/);
    expect(drawn(rows.slice(0, 40)).join()).not.toContain("are shown");
  });

  it("keeps to any width, and of a long name the end", () => {
    const rows = [
      row(0, { file: `${"folder/".repeat(20)}coat.jpg` }),
      row(1, review),
      row(2, { file: "シャツ/シャツ.jpg" }),
    ];
    for (const width of [20, 40, 60, 80, 200]) {
      const lines = drawn(rows, { width }).slice(0, 4);
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    }
    expect(drawn(rows, { width: 60 })[1]).toMatch(/^…\S*coat\.jpg /);
  });

  it("lets no name move the cursor", () => {
    const text = drawn([row(0, { file: "a\u001b[2J\n.jpg" })]).join("");
    for (const character of ["\u001b", "\n"]) expect(text).not.toContain(character);
  });

  it("says that nothing was prepared where that was asked for", () => {
    const rows = [row(0, { preparation: "none" })];
    const summary = summaryOf(rows, ["Bag"], 1);
    const shown = { rows, summary, preparation: "none", tables: [] } as const;
    const text = drawPhotos(shown, { interactive: false, width: 80, colours: "none" }).join("\n");
    expect(text).toContain("1 photo went through as it is: --preparation none");
  });
});

describe("the sheet", () => {
  it("keeps photos to review where there are more than a page holds", () => {
    const sheet = new Sheet(10, 4);
    const answer = answerOf(0, names(2));
    for (let i = 0; i < 10; i++) sheet.add(i, row(i, { review: i >= 7 }), answer);
    expect(sheet.photos.map(({ file }) => file)).toEqual([0, 7, 8, 9].map((i) => `shop/${i}.jpg`));
    sheet.add(10, { file: "x", code: "IO", error: "e" }, null);
    sheet.add(11, row(11, { review: true }), answer); // no room: all are to be looked at
    expect(sheet.photos.map(({ file }) => file)).toEqual(["shop/7.jpg", "shop/8.jpg", "shop/9.jpg", "x"]);
  });
});

describe("a picture in half its size", () => {
  it("has the mean of four for each of its pixels", () => {
    const data = Uint8Array.of(0, 10, 200, 9, 20, 31, 100, 9, 1, 2, 3, 4);
    expect(halved({ width: 4, height: 3, channels: 1, data })).toEqual({
      width: 2,
      height: 1,
      channels: 1,
      data: Uint8Array.of(15, 80),
    });
    const colours = Uint8Array.of(1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9);
    expect(halved({ width: 2, height: 2, channels: 3, data: colours }).data).toEqual(Uint8Array.of(4, 5, 6));
    const dot = { width: 1, height: 1, channels: 1, data: Uint8Array.of(7) } as const;
    expect(halved(dot)).toBe(dot);
  });
});

describe("progress", () => {
  it("is a bar with photos, pace and time left, in any width", () => {
    const state = { done: 120, photos: 400, seconds: 10 };
    expect(photosBar(state, 80, false)).toMatch(/^█+░+ 120\/400 photos {2}12\.0 photos\/s {2}23 s left$/);
    for (const width of [10, 20, 40, 60]) {
      expect(columnsOf(photosBar(state, width, false))).toBeLessThan(Math.max(width, "120/400 photos".length + 1));
    }
    expect(photosBar({ done: 0, photos: 5, seconds: 0 }, 80, false)).toContain("0/5 photos  0 photos/s  – left");
  });

  const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;
  it.skipIf(!hasScript)("leaves no trace on a terminal, whose colours NO_COLOR turns off", () => {
    const onTerminal = (env: NodeJS.ProcessEnv) => {
      const line = `stty cols 100; "${process.execPath}" "${CLI}" predict shop broken.png`;
      const { FORCE_COLOR, NO_COLOR, CI, ...surroundings } = process.env;
      const options = {
        cwd,
        encoding: "utf8",
        env: { ...surroundings, TERM: "xterm-256color", COLORTERM: "truecolor", ...env },
      } as const;
      return spawnSync("script", ["-qec", line, "/dev/null"], options).stdout;
    };
    const shown = onTerminal({});
    expect(plain(shown)).toMatch(/0\/4 photos/);
    expect(shown.split("\u001b[?25l")).toHaveLength(2); // the cursor is hidden, …
    expect(shown.split("\u001b[?25h")).toHaveLength(2); // … and comes back
    expect(shown).toContain("\u001b[31m"); // the file that failed
    const plainly = onTerminal({ NO_COLOR: "1" });
    for (const colour of ["\u001b[3", "\u001b[1m"]) expect(plainly).not.toContain(colour);
  });
});

describe("a signal", () => {
  it.each([
    ["SIGINT", 130, "interrupted"],
    ["SIGTERM", 143, "terminated"],
  ] as const)("%s ends it with exit %i, says how many are done, and keeps nothing", async (signal, exit, word) => {
    const { child, ended, stderrHas } = startCli(
      ["predict", "shop", "shop/a.png", "many", "--out", "new/all.csv", "--page", "new/all.html", "--json"],
      { cwd },
    );
    await stderrHas("named twice"); // said when all are found
    await new Promise((done) => setTimeout(done, 1000));
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(exit);
    expect(stderr).toMatch(
      new RegExp(`^fashion-wasm: ${word}: \\d[\\d,]* of 3,003 photos were done, nothing is kept$`, "m"),
    );
    expect(jsonOf({ code, stdout, stderr })).toMatchObject({
      error: { code: "INTERRUPTED" },
      photos: 3003,
      done: expect.any(Number),
    });
    expect(existsSync(join(cwd, "new"))).toBe(false);
  });
});

describe("help", () => {
  it("has examples, and names the exit codes", async () => {
    const { stdout, code } = await runCli(["predict", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("npx fashion-wasm predict coat.jpg");
    for (const word of ["--model", "--out", "--page", "--top-k", "--preparation", "--recursive", "--force", "--json"]) {
      expect(stdout).toContain(word);
    }
    expect(stdout).toMatch(/Exit codes: 0 done, 1 a photo or row failed/);
  });
});
