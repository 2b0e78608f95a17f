/**
 * The results as files: raw rounds in JSON, tables in Markdown, a chart in SVG, under one name, the time of the start.
 *
 * They are written after every section, so that a run that is ended early leaves what it has.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { markdown } from "./markdown.mjs";
import { chart, isDrawn } from "./svg.mjs";

/**
 * @typedef {object} Report
 * @property {import("../measure/machine.mjs").Machine} machine
 * @property {Pick<import("../options.mjs").Options, "threads" | "rounds" | "seconds" | "repeats" | "tolerance">} options
 * @property {{ id: string, title: string, reason: string }[]} missing
 * @property {import("./baseline.mjs").Comparison | null} baseline
 * @property {import("./ratios.mjs").Row[]} ratios
 * @property {import("../measure/section.mjs").Section[]} sections
 */

/**
 * @param {string} folder
 * @param {Report} report
 * @returns {string[]} the files' paths
 */
export function writeReport(folder, report) {
  mkdirSync(folder, { recursive: true });
  const name = report.machine.date.slice(0, 16).replace(/[T:]/g, "-");
  const drawn = report.sections.some(isDrawn) ? { svg: chart(report) } : {};
  const contents = { json: `${JSON.stringify(report, null, 2)}\n`, md: markdown(report), ...drawn };
  return Object.entries(contents).map(([ending, content]) => {
    const path = join(folder, `${name}.${ending}`);
    writeFileSync(`${path}.tmp`, content);
    renameSync(`${path}.tmp`, path);
    return path;
  });
}
