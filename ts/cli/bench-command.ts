/**
 * `fashion-wasm bench`: its options, their ranges and their help.
 */
import { type Command, Option } from "commander";
import { type BenchSettings, bench } from "./bench/bench.js";
import { type NetName, nets } from "./bench/nets.js";
import { nonEmpty, positiveNumber, someOf, wholeNumber } from "./options.js";

const NET_NAMES = Object.keys(nets) as NetName[];

/** Adds the command to `program`; running it measures. */
export function addBenchCommand(program: Command): void {
  program
    .command("bench")
    .description("Measure how fast this machine trains and predicts, on 1 thread, 2 threads, up to all.")
    .addOption(
      new Option("--net <names>", `some of ${NET_NAMES.join(",")}`)
        .argParser(someOf(NET_NAMES))
        .default(NET_NAMES, "all"),
    )
    .addOption(
      new Option("--threads <n>", "the most threads to measure with (default: all cores, at most 16)").argParser(
        wholeNumber(1, 16),
      ),
    )
    .addOption(
      new Option(
        "--seconds <s>",
        "seconds of training for each network and number of threads (default: about a minute in all)",
      ).argParser(positiveNumber(600)),
    )
    .addOption(
      new Option(
        "--data <path>",
        'folder with the four IDX files, or "sample" (default: looked for, as train does)',
      ).argParser(nonEmpty),
    )
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP_TAIL)
    .action((settings: BenchSettings) => bench(settings));
}

const HELP_TAIL = `
Networks, all trained with Adam:
${NET_NAMES.map((name) => `  ${name}  ${nets[name].description}`).join("\n")}

Each figure is the median of three or more repeats, through the public fit() and predict(). GFLOP/s counts
the multiplications and additions of a training step as a textbook does; the engine needs fewer, so its
share of the SIMD peak, which is measured first, may be above 100 %. Close what else computes.

Exit codes: 0 done, 1 failed, 2 wrong use, 130 interrupted, 143 terminated.`;
