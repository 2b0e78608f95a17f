/**
 * The run as Markdown: ratios first, then what each contestant reached, then what it was measured on.
 */
import { nets } from "../nets.mjs";
import { baselinePart } from "./baseline.mjs";
import { fixed, percent, short } from "./numbers.mjs";
import { startTable } from "./start.mjs";
import { disturbance, known, othersCpu, table } from "./table.mjs";
import { sectionTitle } from "./titles.mjs";

/** @typedef {import("./files.mjs").Report} Report */
/** @typedef {import("../measure/section.mjs").Section} Section */

/** @param {Report} report */
export function markdown(report) {
  const { options, machine } = report;
  const parts = [
    `# fashion-wasm and its peers, ${machine.date.slice(0, 10)}`,
    `Medians of ${options.rounds} interleaved rounds of ${options.seconds} s and more, ${options.threads} threads each, ` +
      `${machine.cpu}, ${machine.cores} cores. The real images; everything in a step is counted.`,
    ...warnings(report),
    ...baselinePart(report.baseline),
    ...ratios(report),
    ...report.sections.flatMap((section) => sectionPart(section, options.tolerance)),
    ...ending(report),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** @param {Report} report */
function warnings({ options }) {
  return options.rounds >= 5 && options.seconds >= 5
    ? []
    : ["**A trial run: fewer or shorter rounds than 5 × 5 s. Its figures are not to be quoted.**"];
}

/** @param {Report} report */
function ratios({ ratios, sections }) {
  if (ratios.length === 0) return [];
  const columns = [...new Set(sections.map(({ net }) => net))];
  const rows = ratios.map(({ title, nets }) => {
    const cells = columns.map((net) => {
      const cell = nets[net];
      return cell ? `**${short(cell.ratio)}** (${short(cell.low)} – ${short(cell.high)}) ${cell.against}` : "–";
    });
    return [title, ...cells];
  });
  return ["## Times as fast", "Worst and best round against each other in brackets.", table(["", ...columns], rows)];
}

/**
 * @param {Section} section
 * @param {number} tolerance
 */
function sectionPart({ net, mode, batch, results, failed }, tolerance) {
  const title = `## ${sectionTitle({ mode, net: nets[net]?.title ?? net })}`;
  const waiting = results.flatMap(({ rounds }) =>
    rounds.map(({ waitingCpuSeconds, wallSeconds }) => (waitingCpuSeconds ?? Number.NaN) / wallSeconds),
  );
  const limit =
    `${mode === "start" ? "" : `Batches of ${batch}. `}A round is disturbed when others use more than ` +
    `${percent(tolerance)} of a core; the contestants that waited used ` +
    `${known(waiting, (values) => `at most ${percent(Math.max(0, ...values))}`)}.`;
  const filled = mode === "start" ? startTable(results) : rateTable(results, batch);
  return [title, limit, filled, ...failed.map(({ title, reason }) => `${title} failed: ${code(reason)}`)];
}

/**
 * @param {Section["results"]} results
 * @param {number} batch
 */
function rateTable(results, batch) {
  const head = ["", "images/s", "min – max", "cores used", "others' CPU", "peak memory, MB", "notes"];
  const fastestFirst = [...results].sort((a, b) => b.summary.median - a.summary.median);
  const rows = fastestFirst.map((result) => {
    const { summary, rounds, peakMemoryMB } = result;
    const cores = rounds.map(({ cpuSeconds, wallSeconds }) => (cpuSeconds ?? Number.NaN) / wallSeconds);
    const notes = [...(result.batch === batch ? [] : [`batches of ${result.batch}`]), ...disturbance(result)];
    return [
      result.title,
      `**${short(summary.median)}**`,
      `${short(summary.min)} – ${short(summary.max)}`,
      known(cores, (values) => (values.reduce((a, b) => a + b, 0) / values.length).toFixed(2)),
      othersCpu(rounds),
      fixed(peakMemoryMB, 0),
      notes.join(", "),
    ];
  });
  return table(head, rows);
}

/** @param {Report} report */
function ending({ machine, missing, sections }) {
  const results = sections.flatMap(({ results }) => results);
  const versions = new Map(results.map(({ title, version }) => [title, version]));
  return [
    "## Measured with",
    [
      ...[...new Set(versions.values())].map((version) => `- ${version}`),
      `- Node ${machine.node}${machine.python ? `, ${machine.python}` : ""}, ${machine.system}, ${machine.memoryGB} GB`,
      `- ${machine.cpu}, ${machine.cores} cores; ${machine.date}; commit ${machine.commit ?? "unknown"}`,
      ...missing.map(({ title, reason }) => `- left out: ${title}: ${reason}`),
    ].join("\n"),
  ];
}

/** @param {string} text */
function code(text) {
  return text.includes("\n") ? `\n\n\`\`\`\n${text}\n\`\`\`` : text;
}
