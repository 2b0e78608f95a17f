/** The command line on a terminal: the bar, colours, the images; `script` of util-linux lends the terminal. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { emptyFolder } from "./run-cli.js";

const CLI = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

describe.skipIf(!hasScript)("train on a terminal", () => {
  it("shows a bar that leaves no trace, and draws images in the terminal's colours", async () => {
    const shown = onTerminal(emptyFolder(), { COLORTERM: "truecolor" });
    expect(shown).toMatch(/epoch 1\/2 .*█*.*░+.* +\d+ % +[\d,]+ images\/s +loss .* left/);
    expect(occurrences(shown, "\u001b[?25l")).toBe(2); // the cursor is hidden for each epoch's bar …
    expect(occurrences(shown, "\u001b[?25h")).toBe(2); // … and comes back
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

/** Everything that a terminal is sent, escapes included. */
function onTerminal(cwd: string, colours: NodeJS.ProcessEnv): string {
  const { FORCE_COLOR, NO_COLOR, COLORTERM, TMUX, CI, ...surroundings } = process.env;
  const command = `"${process.execPath}" "${CLI}" train --data sample --epochs 2 --batch-size 50`;
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
