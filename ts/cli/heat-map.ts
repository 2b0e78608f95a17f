/**
 * The confusion matrix in colour blocks: a row a true class, a column a predicted one, the number in each cell.
 *
 * A cell's colour is its share of the row: right ones blue, mistakes orange, so that a wrong cell stands out. Without colours
 * the numbers stand alone. Columns are named by their class's number, which stands beside each row's name.
 */
import { columnsOf, fitted } from "./fitted.js";
import type { Terminal } from "./terminal.js";

const RESET = "\u001b[0m";
const NONE = "·";

/** The matrix as lines; empty where the terminal is too narrow for all columns. */
export function drawHeatMap(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[],
  { width, colours }: Pick<Terminal, "width" | "colours">,
): string[] {
  if (matrix.length > width) return [];
  const most = matrix.reduce((all, row) => Math.max(all, ...row), 0);
  const cell = Math.max(3, String(most).length) + 2;
  const longest = classNames.reduce((most, name) => Math.max(most, columnsOf(name)), 0);
  const number = String(matrix.length - 1).length;
  const names = Math.min(longest, width - cell * matrix.length - number - 2);
  if (names < Math.min(longest, 6)) return [];
  const left = number + 1 + names + 1;
  const inCell = (text: string) => text.padStart(cell - 1).padEnd(cell);
  const lines = matrix.map((row, truth) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    const name = classNames[truth] ?? "";
    const cells = row.map((n, predicted) => {
      const text = inCell(n === 0 ? NONE : String(n));
      return colours === "none" || n === 0 ? text : painted(text, n / total, truth === predicted, colours);
    });
    return `${String(truth).padStart(number)} ${fitted(name, names)} ${cells.join("")}`.trimEnd();
  });
  const head = matrix.map((_, predicted) => inCell(String(predicted))).join("");
  return [`${"".padEnd(left)}${head}`.trimEnd(), ...lines];
}

/** Blue and orange that can be told apart by those who do not see red or green, on black. */
const RIGHT = [38, 110, 190] as const;
const WRONG = [214, 108, 20] as const;

function painted(text: string, share: number, right: boolean, colours: Terminal["colours"]): string {
  // Mistakes are few of a row: the root makes one in twenty visible.
  const strength = right ? share : Math.sqrt(share);
  if (colours === "rgb") {
    const [r, g, b] = (right ? RIGHT : WRONG).map((tone) => Math.round(24 + (tone - 24) * strength));
    return `\u001b[48;2;${r};${g};${b};38;2;255;255;255m${text}${RESET}`;
  }
  if (colours === "256") {
    const steps = right ? [17, 18, 19, 25, 26] : [52, 94, 130, 166, 172];
    return `\u001b[48;5;${steps[Math.min(4, Math.floor(strength * 5))]};38;5;231m${text}${RESET}`;
  }
  return strength > 0.3 ? `\u001b[${right ? 44 : 43};30m${text}${RESET}` : text;
}
