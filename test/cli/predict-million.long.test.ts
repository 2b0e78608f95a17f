/**
 * `fashion-wasm predict` of a million rows of pixels: memory that stays flat, rows that are wrong named, and, killed twenty times
 * and resumed, the bytes of a run that was not. `FASHION_WASM_ROWS` takes fewer.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadFashionMnist } from "fashion-wasm";
import { beforeAll, expect, it } from "vitest";
import { emptyFolder, jsonOf, startCli } from "./run-cli.js";
import { PIXEL_HEADER, pixelsOf, textOf } from "./tables.js";

const ROWS = Number(process.env.FASHION_WASM_ROWS ?? 1_000_000);
const KILLS = 20;
const cwd = emptyFolder();
const HOUR = 3_600_000;

/** Every hundredth row is wrong, in one of four ways. */
function lineOf(i: number, pixels: string): string {
  if (i % 100 !== 37) return `r${i},${pixels}`;
  const ways = [
    `r${i},1,2,3`,
    `r${i},${pixels},7`,
    `r${i},${pixels.replace(/\d+$/, "256")}`,
    `r${i},${pixels.replace(/^\d+/, "a")}`,
  ];
  return ways[(i / 100) & 3] as string;
}

beforeAll(async () => {
  const { test: images } = await loadFashionMnist();
  const pixels = Array.from({ length: images.length }, (_, i) => pixelsOf(images, i));
  const file = createWriteStream(join(cwd, "million.csv"));
  file.write(`${PIXEL_HEADER}\n`);
  for (let i = 0; i < ROWS; i += 500) {
    const lines = Array.from({ length: Math.min(500, ROWS - i) }, (_, k) =>
      lineOf(i + k, pixels[(i + k) % pixels.length] as string),
    );
    if (!file.write(`${lines.join("\n")}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}, HOUR);

async function sha256(name: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(join(cwd, name))) hash.update(piece as Buffer);
  return hash.digest("hex");
}

const args = (out: string) => ["predict", "million.csv", "--out", out, "--resume", "--json"];
/** In MiB. */
const residentOf = (pid: number | undefined, field: "VmRSS" | "VmHWM") => {
  const found = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(found?.[1]) / 1024;
};

it(
  "labels them in at most 250 MiB, flat, and names all that are wrong",
  async () => {
    const { child, ended } = startCli(args("whole.csv"), { cwd });
    const resident: number[] = [];
    let most = 0;
    const watch = setInterval(() => {
      try {
        resident.push(residentOf(child.pid, "VmRSS"));
        most = residentOf(child.pid, "VmHWM");
      } catch {
        // It has ended.
      }
    }, 500);
    const result = await ended;
    clearInterval(watch);
    const mean = (from: number, to: number) => {
      const part = resident.slice(from * resident.length, to * resident.length);
      return part.reduce((sum, one) => sum + one, 0) / part.length;
    };
    const [early, late] = [mean(0.2, 0.4), mean(0.8, 1)];
    const json = jsonOf(result);
    console.log(
      `${ROWS} rows: ${json.rowsPerSecond} rows/s, at most ${most.toFixed(0)} MiB, ${early.toFixed(0)} then ${late.toFixed(0)} MiB`,
    );
    expect(result.code).toBe(1);
    expect(json).toMatchObject({ rows: ROWS, failed: ROWS / 100 });
    expect(most).toBeLessThan(250);
    expect(late).toBeLessThan(1.1 * early);
    const text = textOf(join(cwd, "whole.csv")).split("\n");
    expect(text.length).toBe(ROWS + 2);
    for (const [i, line] of text.slice(1, -1).entries()) {
      const wrong = i % 100 === 37;
      if (line.startsWith(`r${i},`) && /line \d+: /.test(line) === wrong && line.includes(`line ${i + 2}: `) === wrong)
        continue;
      throw new Error(`row ${i}: ${line}`);
    }
  },
  HOUR,
);

it(
  `is the same after ${KILLS} kills`,
  async () => {
    let kills = 0;
    // Of a run that takes as long as the one before, spread over it.
    const pause = () => 1500 + Math.random() * (ROWS / 1_000_000) * 14_000;
    const rows: number[] = [];
    for (; kills < KILLS; kills++) {
      const { child, ended } = startCli(args("cut.csv"), { cwd });
      const timer = setTimeout(() => child.kill("SIGKILL"), pause());
      const { code } = await ended;
      clearTimeout(timer);
      if (code !== null) break;
      const journal = join(cwd, "cut.csv.partial.json");
      rows.push(existsSync(journal) ? (JSON.parse(textOf(journal)) as { rows: number }).rows : 0);
    }
    console.log(`killed ${kills} times, at ${rows.join(", ")} rows`);
    expect(kills).toBe(KILLS);
    const { ended } = startCli(args("cut.csv"), { cwd });
    expect(jsonOf(await ended)).toMatchObject({ rows: ROWS, failed: ROWS / 100 });
    expect(await sha256("cut.csv")).toBe(await sha256("whole.csv"));
  },
  HOUR,
);
