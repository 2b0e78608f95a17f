/**
 * The run as a chart: a panel for each net and mode, a row for each contestant, on a logarithmic scale.
 *
 * A dot is the median, the line across it runs from the slowest round to the fastest. Dots, not bars, for on a logarithmic
 * scale a bar's length means nothing. Plain SVG with both colour schemes; at home on light and dark pages.
 */
import { short } from "./numbers.mjs";
import { sectionTitle } from "./titles.mjs";

const WIDTH = 900;
const PLOT = { left: 250, right: 665 };
const ROW = 22;
const HEAD = 58;
const GAP = 26;

const STYLE = `
  svg { --back: #ffffff; --text: #1c2128; --faint: #59636e; --line: #d1d9e0;
    --own: #c2410c; --framework: #1d5fbf; --runtime: #0f766e; --javascript: #7c3aed; }
  @media (prefers-color-scheme: dark) {
    svg { --back: #0d1117; --text: #f0f6fc; --faint: #9198a1; --line: #3d444d;
      --own: #ff8a4c; --framework: #6cb0ff; --runtime: #4fd1c5; --javascript: #b79bff; }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--text); }
  .title { font-size: 15px; font-weight: 600; }
  .faint { fill: var(--faint); font-size: 12px; }
  .number { text-anchor: end; font-variant-numeric: tabular-nums; }
  .middle { text-anchor: middle; }
  .grid { stroke: var(--line); }
  ${["own", "framework", "runtime", "javascript"]
    .map((family) => `.${family} { fill: var(--${family}); stroke: var(--${family}); }`)
    .join("\n  ")}
  text.own { stroke: none; font-weight: 600; }
`;

const FAMILIES = [
  ["own", "fashion-wasm"],
  ["framework", "native frameworks"],
  ["runtime", "native, inference only"],
  ["javascript", "JavaScript libraries"],
];

/**
 * Starts have no images per second to compare with peers.
 * @param {import("../measure/section.mjs").Section} section
 */
export function isDrawn({ mode, results }) {
  return mode !== "start" && results.length > 0;
}

/** @param {import("./files.mjs").Report} report */
export function chart({ sections, machine, options }) {
  const filled = sections.filter(isDrawn);
  let top = 92;
  const panels = filled.map((section) => {
    const drawn = panel(section, top);
    top += HEAD + section.results.length * ROW + GAP;
    return drawn;
  });
  const subtitle =
    `images per second, median and range of ${options.rounds} rounds, logarithmic · ` +
    `${options.threads} threads · ${machine.cpu} · ${machine.date.slice(0, 10)}`;
  const legend = FAMILIES.map(
    ([family, words], i) =>
      `<circle class="${family}" cx="${26 + i * 190}" cy="68" r="5"/>${text(38 + i * 190, 72, words ?? "")}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img">
<title>Images per second of fashion-wasm and its peers</title>
<style>${STYLE}</style>
<rect width="${WIDTH}" height="${top}" fill="var(--back)"/>
${text(20, 28, "fashion-wasm and its peers on the same cores", "title")}
${text(20, 47, subtitle, "faint")}
${[...legend, ...panels].join("\n")}
</svg>
`;
}

/**
 * @param {import("../measure/section.mjs").Section} section
 * @param {number} top
 */
function panel({ net, mode, batch, results }, top) {
  const low = Math.floor(Math.log10(Math.min(...results.map(({ summary }) => summary.min))));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...results.map(({ summary }) => summary.max)))));
  /** @param {number} value */
  const x = (value) => place(PLOT.left + ((Math.log10(value) - low) / (high - low)) * (PLOT.right - PLOT.left));
  const bottom = top + HEAD + results.length * ROW;
  const grid = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)).map(
    (value) =>
      `<path class="grid" d="M${x(value)} ${top + HEAD - 8}V${bottom - 4}"/>` +
      text(x(value), top + HEAD - 14, short(value), "faint middle"),
  );
  const own = results.find(({ id }) => id === "fashion-wasm");
  const rows = [...results]
    .sort((a, b) => b.summary.median - a.summary.median)
    .map((result, i) => {
      const { median, min, max } = result.summary;
      const y = top + HEAD + i * ROW + 6;
      const times = own === undefined || result === own ? "" : `${short(own.summary.median / median)}×`;
      const kind = result.family === "own" ? "own" : "";
      return [
        text(20, y + 4, `${result.title}${result.summary.disturbedRounds > 0 ? " *" : ""}`, kind),
        `<path class="${result.family}" stroke-width="2" d="M${x(min)} ${y}H${x(max)}"/>`,
        `<circle class="${result.family}" cx="${x(median)}" cy="${y}" r="5"/>`,
        text(780, y + 4, short(median), `number ${kind}`),
        text(880, y + 4, times, "number faint"),
      ].join("");
    });
  const disturbed = results.some(({ summary }) => summary.disturbedRounds > 0);
  return [
    text(20, top + 18, `${sectionTitle({ mode, net })}, batches of ${batch}`, "title"),
    ...(disturbed ? [text(20, top + HEAD - 14, "* rounds were disturbed", "faint")] : []),
    text(780, top + HEAD - 14, "images/s", "faint number"),
    text(880, top + HEAD - 14, "ours / theirs", "faint number"),
    ...grid,
    ...rows,
  ].join("\n");
}

/** @param {number} value */
const place = (value) => Math.round(value * 10) / 10;

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} [kind] classes
 */
function text(x, y, words, kind = "") {
  const safe = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return words === "" ? "" : `<text x="${x}" y="${y}"${kind.trim() && ` class="${kind.trim()}"`}>${safe}</text>`;
}
