#!/usr/bin/env node
/**
 * `npm run bench`: this package and its peers, side by side, in one run. See bench/README.md.
 *
 * For each net and mode all contestants are started, run their rounds in turns and end (measure/); the figures go to
 * files (report/). Progress goes to stderr, the report to stdout. Exit codes: 0 done, 1 a contestant failed, 2 wrong
 * use, 130 interrupted.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../scripts/setup/paths.mjs";
import { contestants, takesPart } from "./contestants.mjs";
import { installPeers } from "./install/peers.mjs";
import { openBaseline } from "./measure/baseline.mjs";
import { dataFolder } from "./measure/data.mjs";
import { describeMachine } from "./measure/machine.mjs";
import { measureSection } from "./measure/section.mjs";
import { whyMissing } from "./measure/start.mjs";
import { packageEntries } from "./nets.mjs";
import { BenchError, HELP, readOptions } from "./options.mjs";
import { runProgram } from "./program.mjs";
import { pairedRows } from "./report/baseline.mjs";
import { writeReport } from "./report/files.mjs";
import { markdown } from "./report/markdown.mjs";
import { ratioRows } from "./report/ratios.mjs";
import { sectionTitle } from "./report/titles.mjs";

/** @param {string} text */
const say = (text) => console.error(`  ${text}`);

/** Those that are wanted, and those of them that are not on this machine. @param {import("./options.mjs").Options} options */
async function choose({ peers, browser, modes }) {
  const takingPart = contestants.filter((entry) => modes.some((mode) => takesPart(entry, mode)));
  const wanted = takingPart.filter(({ id, host, onlyByName }) => {
    if (id === "fashion-wasm" || peers?.includes(id)) return true;
    if (host === "chromium") return browser && (peers === null || peers.includes(id) || id.startsWith("fashion-wasm"));
    return peers === null && onlyByName !== true;
  });
  const checked = await Promise.all(wanted.map(async (entry) => ({ entry, reason: await whyMissing(entry) })));
  return {
    entries: checked.filter(({ reason }) => reason === "").map(({ entry }) => entry),
    missing: checked
      .filter(({ reason }) => reason !== "")
      .map(({ entry: { id, title }, reason }) => ({ id, title, reason })),
  };
}

/** @param {import("./options.mjs").Options} options */
async function bench(options) {
  if (!existsSync(join(root, "dist", "node", "index.js"))) {
    throw new BenchError("dist/node/index.js does not exist → run `npm run build` first");
  }
  const data = dataFolder();
  const { entries: chosen, missing } = await choose(options);
  const opened = options.baseline === null ? null : openBaseline(options.baseline, chosen);
  const entries = opened?.entries ?? chosen;
  const baseline = opened?.comparison ?? null;
  if (baseline) say(`${baseline.name}${baseline.same ? ": the same build as this one, so the noise is measured" : ""}`);
  for (const { id, reason } of missing) say(`${id}: ${reason}`);
  const { threads, rounds, seconds, repeats, tolerance } = options;
  /** @type {import("./report/files.mjs").Report} */
  const report = {
    machine: await describeMachine(),
    options: { threads, rounds, seconds, repeats, tolerance },
    missing,
    baseline,
    ratios: [],
    sections: [],
  };
  /** @type {string[]} */
  let files = [];
  for (const mode of options.modes) {
    for (const net of mode === "start" ? Object.keys(packageEntries) : options.nets) {
      console.error(sectionTitle({ mode, net }));
      report.sections.push(await measureSection(entries, { net, mode, data }, options, say));
      report.ratios = ratioRows(report.sections);
      if (baseline) baseline.rows = pairedRows(report.sections);
      files = writeReport(options.out, report);
    }
  }
  console.log(options.json ? JSON.stringify(report) : markdown(report));
  for (const file of files) console.error(`written: ${file}`);
  if (report.sections.some(({ failed }) => failed.length > 0)) process.exitCode = 1;
}

await runProgram({ readOptions, help: HELP, install: installPeers, bench });
