#!/usr/bin/env node
/**
 * Photos per second, from JPEG file to label: this package beside Python programs, in one run. See ../README.md.
 *
 * The turns, repetitions and figures are those of the bench (../measure). Progress goes to stderr, the report to stdout.
 * Exit codes: 0 done, 1 a contestant failed, 2 wrong use, 130 interrupted.
 */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../../scripts/setup/paths.mjs";
import { installPhotosPeers, photosPython } from "../install/peers.mjs";
import { openBaseline } from "../measure/baseline.mjs";
import { describeMachine } from "../measure/machine.mjs";
import { runRounds } from "../measure/rounds.mjs";
import { summarize } from "../measure/statistics.mjs";
import { BenchError } from "../options.mjs";
import { runProgram } from "../program.mjs";
import { contestants, whyMissing } from "./contestants.mjs";
import { HELP, readOptions } from "./options.mjs";
import { findPhotos } from "./photos.mjs";
import { markdown, ratiosOf, writeReport } from "./report.mjs";
import { PhotosRunner } from "./runner.mjs";

/** @param {string} text */
const say = (text) => console.error(`  ${text}`);

/** @param {import("./options.mjs").Options} options */
async function bench(options) {
  if (!existsSync(join(root, "dist", "node", "index.js"))) {
    throw new BenchError("dist/node/index.js does not exist → run `npm run build` first");
  }
  const wanted = contestants.filter(
    ({ id, family }) => family === "own" || options.peers === null || options.peers.includes(id),
  );
  const missing = wanted
    .map((entry) => ({ title: entry.title, reason: whyMissing(entry) }))
    .filter(({ reason }) => reason);
  const chosen = wanted.filter((entry) => whyMissing(entry) === "");
  for (const { title, reason } of missing) say(`${title}: ${reason}`);
  const { files, bytes, labels, folder } = await findPhotos(options);
  say(`${files.length} photos of ${folder}`);
  const opened = options.baseline === null ? null : openBaseline(options.baseline, chosen);
  const machine = await describeMachine(photosPython());

  const { processes, underWay, rounds, repeats, tolerance, peerModel } = options;
  const settings = { files, processes, underWay, checkpoint: peerModel };
  const runners = (opened?.entries ?? chosen).map((entry) => new PhotosRunner(entry, settings));
  try {
    for (const runner of runners) {
      await runner.start();
      say(`${runner.id}: ${runner.failure ? `failed: ${runner.failure}` : `ready, ${runner.version}`}`);
    }
    await runRounds(runners, options, say);
    const failed = runners.filter(({ failure }) => failure !== "");
    const measured = runners.filter(({ failure }) => failure === "");
    if (failed.length > 0) process.exitCode = 1;
    if (measured.length === 0) return;
    /** @type {import("./report.mjs").Report} */
    const report = {
      machine,
      options: { peerModel: basename(peerModel), processes, underWay, rounds, repeats, tolerance },
      photos: { count: files.length, bytes, labels },
      missing: [
        ...missing,
        ...failed.map(({ entry: { title }, failure }) => ({ title, reason: `failed: ${failure}` })),
      ],
      baseline: opened?.comparison ?? null,
      results: measured.map((runner) => ({
        id: runner.id,
        title: runner.entry.title,
        version: runner.version,
        peakMemoryMB: runner.peakMemoryMB(),
        labels: runner.labels,
        summary: summarize(runner.rounds),
        rounds: runner.rounds,
      })),
    };
    const written = writeReport(options.out, report);
    console.log(options.json ? JSON.stringify({ ...report, ratios: ratiosOf(report.results) }) : markdown(report));
    for (const file of written) console.error(`written: ${file}`);
  } finally {
    for (const runner of runners) await runner.quit();
  }
}

await runProgram({ readOptions, help: HELP, install: installPhotosPeers, bench });
