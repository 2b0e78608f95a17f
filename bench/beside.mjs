/**
 * Training beside other work: `node bench/beside.mjs [--net L] [--rounds 11] [--seconds 2] [--baseline FOLDER]` trains on one
 * and on two threads, in turns, on quiet cores and beside one process that is busy all the time, and prints medians in images/s
 * and their ratios. FOLDER is another built version, in turns with this one.
 *
 * Needs two cores and nothing else that runs on them; more would be busy beside no one.
 */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { prepareHere } from "./contestants/here.mjs";
import { median } from "./measure/statistics.mjs";
import { nets } from "./nets.mjs";

const { values } = parseArgs({
  options: {
    net: { type: "string", default: "L" },
    rounds: { type: "string", default: "11" },
    seconds: { type: "string", default: "2" },
    baseline: { type: "string" },
  },
});
const net = nets[values.net];
if (net === undefined) throw new Error(`--net ${values.net} → one of ${Object.keys(nets).join(", ")}`);
if (availableParallelism() !== 2) console.error(`${availableParallelism()} cores, where two are wanted`);

/** @type {{ name: string, folder?: string }[]} */
const builds = [{ name: "this build" }];
if (values.baseline !== undefined) builds.push({ name: "baseline", folder: resolve(values.baseline) });

/** @type {{ name: string, round: import("./contestants/contestant.js").Contestant["round"] }[]} */
const contestants = [];
for (const { name, folder } of builds) {
  for (const threads of [1, 2]) {
    const { round } = await prepareHere(net, "train", threads, folder);
    contestants.push({ name: `${name}, ${threads === 1 ? "one thread" : "two threads"}`, round });
  }
}

/** @param {string} title */
async function measure(title) {
  const rates = contestants.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [at, contestant] of contestants.entries()) {
      const { images, seconds } = await contestant.round(Number(values.seconds));
      rates[at]?.push(images / seconds);
    }
  }
  const medians = rates.map(median);
  console.log(`\n${title} (${values.net}, ${values.rounds} rounds)`);
  for (const [at, { name }] of contestants.entries()) {
    const [rate, one] = [medians[at] ?? 0, medians[at - (at % 2)] ?? 0];
    console.log(`  ${name}: ${Math.round(rate)} images/s, ${(rate / one).toFixed(3)} of one thread`);
  }
  const [, two, , before] = medians;
  if (two && before) console.log(`  two threads, this build against the baseline: ${(two / before).toFixed(3)}`);
}

await measure("quiet");
const busy = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
process.on("exit", () => busy.kill("SIGKILL"));
await measure("beside one busy process");
process.exit(0);
