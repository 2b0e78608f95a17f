/**
 * The bench from the command line: every network on 1, 2 … n threads, then a table or one JSON object.
 */
import { cpus } from "node:os";
import { availableThreads } from "#platform/environment";
import { type FashionMnist, measureSimdPeak } from "../../index.js";
import { count, counted, duration } from "../format.js";
import { watchSignals } from "../interruption.js";
import { loadData } from "../load-data.js";
import { say, writeJson } from "../say.js";
import { print } from "../stdout.js";
import { terminalOf } from "../terminal.js";
import { type Figures, measureNet } from "./measure.js";
import { type NetName, nets } from "./nets.js";
import { benchResult, drawFigures, type Measured } from "./report.js";

/** The options of `fashion-wasm bench`. */
export interface BenchSettings {
  readonly net: readonly NetName[];
  readonly threads?: number;
  readonly seconds?: number;
  readonly data?: string;
  readonly json?: boolean;
}

/** All figures without `--seconds`: a minute of measuring. */
const SECONDS_IN_ALL = 60;
/** Inference and single images take six tenths of what training takes. */
const SECONDS_EACH = 1.6;
const MOST_THREADS = 16;

/**
 * Measures and prints.
 *
 * @throws FashionWasmError of any code; Interrupted when a signal ended it.
 */
export async function bench(settings: BenchSettings): Promise<void> {
  const watch = watchSignals("the bench is not done, nothing is kept");
  try {
    const { threads, limit } = availableThreads();
    const most = settings.threads ?? Math.min(MOST_THREADS, threads);
    const data = await loadData(settings.data, watch.signal);
    say("measuring the SIMD peak of a thread");
    const simdPeak = await watch.race(measureSimdPeak());
    const cpu = cpus()[0]?.model.trim() || process.arch;
    say(`${cpu}, Node ${process.versions.node}: ${simdPeak.toFixed(1)} GFLOP/s of SIMD a thread`);
    if (settings.threads === undefined && limit !== "") say(`${counted(most, "thread")} at most: ${limit}`);
    say(`${count(data.train.length)} + ${count(data.test.length)} images from ${data.origin}`);
    const seconds = settings.seconds ?? SECONDS_IN_ALL / SECONDS_EACH / (most * settings.net.length);
    const figures = await watch.race(measureAll(settings.net, data, { most, seconds, simdPeak, signal: watch.signal }));
    const measured: Measured = { cpu, simdPeak, origin: data.origin, figures };
    if (settings.json) writeJson(benchResult(measured));
    else print(`${drawFigures(measured, terminalOf(process.stdout)).join("\n")}\n`);
  } finally {
    watch.stop();
  }
}

async function measureAll(
  names: readonly NetName[],
  data: FashionMnist,
  { most, ...conditions }: { most: number; seconds: number; simdPeak: number; signal: AbortSignal },
): Promise<Measured["figures"]> {
  const all = new Map<NetName, Figures[]>();
  for (const name of names) {
    const rows: Figures[] = [];
    for (let threads = 1; threads <= most; threads++) {
      conditions.signal.throwIfAborted();
      say(`${name}, ${counted(threads, "thread")}: measuring for about ${duration(SECONDS_EACH * conditions.seconds)}`);
      const row = await measureNet(nets[name], data, { ...conditions, threads });
      const pace = `${count(row.trainImagesPerSecond)} images/s trained, ${count(row.inferImagesPerSecond)} predicted`;
      say(`${name}, ${counted(row.threads, "thread")}: ${pace}${row.notice === "" ? "" : ` (${row.notice})`}`);
      rows.push(row);
    }
    all.set(name, rows);
  }
  return all;
}
