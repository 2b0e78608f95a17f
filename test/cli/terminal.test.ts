/** The command line on a terminal: the bar, colours, the images; `script` of util-linux lends the terminal. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters as plain } from "node:util";
import { encodePng } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { columnsOf } from "../../ts/cli/fitted.js";
import { emptyFolder } from "./run-cli.js";

const CLI = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

describe.skipIf(!hasScript)("train on a terminal", () => {
  it("shows a bar that leaves no trace, and draws images in the terminal's colours", async () => {
    const shown = onTerminal(emptyFolder(), { COLORTERM: "truecolor" });
    expect(shown).toMatch(/epoch 1\/2 .*█*.*░+.* +\d+ % +[\d,]+ images\/s +loss .* left/);
    expect(shown).toMatch(/epoch 2\/2 {2}validating with 42 images/);
    expect(shown).toMatch(/testing .*░+.* {2,}0 %/);
    expect(occurrences(shown, "\u001b[?25l")).toBe(3); // the cursor is hidden for each epoch's bar and the test's …
    expect(occurrences(shown, "\u001b[?25h")).toBe(3); // … and comes back
    expect(occurrences(shown, "\u001b[?7l")).toBe(occurrences(shown, "\u001b[?7h"));
    expect(shown).toContain("\u001b[38;2;0;0;0m\u001b[48;2;0;0;0m▀");
    expect(shown).toMatch(/test accuracy 0\.\d{4}/);
  });

  it("has no colours under NO_COLOR, and still the bar", async () => {
    const shown = onTerminal(emptyFolder(), { COLORTERM: "truecolor", NO_COLOR: "1" });
    expect(shown).toContain("\u001b[?25l");
    for (const colour of ["\u001b[3", "\u001b[4", "\u001b[1m", "▀"]) expect(shown).not.toContain(colour);
    expect(shown).toMatch(/[░▒▓]/);
  });
});

describe.skipIf(!hasScript)("explore on a terminal", () => {
  const cwd = emptyFolder();
  const explore = (args: string, columns: number, colours: NodeJS.ProcessEnv) =>
    onTerminal(cwd, { COLORTERM: "truecolor", ...colours }, `explore ${args}`, columns).split("\r\n");
  /** Lines that are drawn, with the columns they take; sentences may go over the edge. */
  const drawnIn = (lines: readonly string[]) =>
    lines.map((line) => plain(line)).filter((line) => /[▀░▒▓█·]|^ *\d+ +\d|^[\da-f]{6,}$/.test(line));
  beforeAll(async () => {
    for (const [name, height, width] of [
      ["large", 500, 400],
      ["tiny", 1, 1],
    ] as const) {
      const pixels = Uint8Array.from({ length: height * width }, (_, i) => i % 256);
      const file = await encodePng(pixels, [height, width, 1]);
      for (const each of ["a", "シャツ"]) {
        mkdirSync(join(cwd, name, each), { recursive: true });
        for (const i of [1, 2, 3]) writeFileSync(join(cwd, name, each, `${i}.png`), file);
      }
    }
  });

  it.each([20, 80])("draws images that are larger than it smaller, in %d columns", (columns) => {
    const lines = explore("--data large --grid 2x15", columns, {});
    const drawn = drawnIn(lines);
    expect(drawn.length).toBeGreaterThan(20);
    for (const line of drawn) expect(columnsOf(line), line).toBeLessThanOrEqual(columns);
    const shown = lines.map((line) => plain(line)).join("\n");
    expect(shown).toMatch(
      /drawn smaller, \d+×\d+ of 500×400 pixels \(height × width\): each is the mean of those it covers/,
    );
    expect(shown).toContain("its 200,000 numbers: 500 rows are not shown; --json has them all");
    expect(lines.length).toBeLessThan(200);
  });

  it("draws a pixel", () => {
    const drawn = drawnIn(explore("--data tiny", 40, {}));
    for (const line of drawn) expect(columnsOf(line), line).toBeLessThanOrEqual(40);
  });

  it("has colours where NO_COLOR and FORCE_COLOR are empty, and none where the first is not", () => {
    const isColoured = (colours: NodeJS.ProcessEnv) =>
      explore("--data tiny --grid 1x1", 80, colours).join("").includes("\u001b[48;2;");
    expect(isColoured({ NO_COLOR: "", FORCE_COLOR: "", NODE_DISABLE_COLORS: "" })).toBe(true);
    expect(isColoured({ NO_COLOR: "1", FORCE_COLOR: "3" })).toBe(false);
    expect(isColoured({ FORCE_COLOR: "0" })).toBe(false);
    expect(isColoured({ TERM: "dumb", NO_COLOR: "" })).toBe(false);
  });
});

/** Everything that a terminal of so many columns is sent, escapes included. */
function onTerminal(
  cwd: string,
  colours: NodeJS.ProcessEnv,
  args = "train --data sample --epochs 2 --batch-size 50",
  columns = 80,
): string {
  const { FORCE_COLOR, NO_COLOR, COLORTERM, TMUX, CI, ...surroundings } = process.env;
  const command = `stty cols ${columns} rows 24; exec "${process.execPath}" "${CLI}" ${args}`;
  const { status, stdout } = spawnSync("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd,
    encoding: "utf8",
    env: { ...surroundings, TERM: "xterm-256color", ...colours },
    timeout: 50_000,
  });
  expect(status).toBe(0);
  return stdout;
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}
