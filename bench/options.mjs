/**
 * The command line of the bench.
 */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { contestants } from "./contestants.mjs";
import { nets, USUAL_NETS } from "./nets.mjs";

/** A wrong use or a missing thing: its message is all that is shown. */
export class BenchError extends Error {}

/** Enough that the interval of 95 % leaves out the smallest and the largest ratio: one stray round decides nothing. */
export const LEAST_ROUNDS_WITH_BASELINE = 11;

export const HELP = `npm run bench -- [options]

  --install          install the peers, in the user's cache folder, and end
  --net L,VGG        which nets (S,L,D,R,M) of ${Object.keys(nets).join(", ")}
  --mode train,infer,start
                     what to measure (train and infer); "start": from nothing to the first prediction of the pretrained
                     model, of this package alone, whatever the nets
  --peers a,b        which peers, by name, beside this package; "none" for none (all that are installed):
                     ${contestants.map(({ id }) => id).join(", ")}
  --browser          this package and jax-js in Chromium, too
  --threads n        for every contestant (all cores)
  --baseline path    another build of this package beside this one, in Node and, with --browser, in Chromium:
                     a .tgz of \`npm pack\`, or the folder of a built version; says how many times as fast this
                     one is, from at least ${LEAST_ROUNDS_WITH_BASELINE} rounds. "--peers none" leaves only the two
  --rounds n         of every contestant, in turns (5; with --baseline ${LEAST_ROUNDS_WITH_BASELINE}, and no fewer)
  --seconds n        length of a round (5)
  --repeats n        how often a disturbed round is repeated at most (3)
  --tolerance x      share of one core that other processes may use before a round counts as disturbed (0.05)
  --out folder       of the results (bench/results)
  --json             print the results as JSON instead of Markdown`;

const RESULTS = fileURLToPath(new URL("results", import.meta.url));

/**
 * @param {string[]} args
 */
export function readOptions(args) {
  const { values } = parse(args);
  /** @param {keyof typeof values} name @param {readonly string[]} known */
  const list = (name, known) => {
    const given = String(values[name]).split(",").filter(Boolean);
    const unknown = given.find((one) => !known.includes(one));
    if (unknown === undefined && given.length > 0) return given;
    throw new BenchError(`--${name} ${values[name]}: received "${unknown ?? ""}" → choose from ${known.join(", ")}`);
  };
  /** @param {keyof typeof values} name @param {number} least */
  const number = (name, least, whole = true, why = "") => {
    const value = Number(values[name]);
    if (value >= least && (!whole || Number.isInteger(value))) return value;
    throw new BenchError(
      `--${name} ${values[name]}: expected a ${whole ? "whole " : ""}number of at least ${least}${why}`,
    );
  };
  const baseline = baselineOf(values.baseline);
  const least = baseline === null ? 1 : LEAST_ROUNDS_WITH_BASELINE;
  values.rounds ??= String(Math.max(5, least));
  const peers = values.peers === "none" ? [] : values.peers;
  return {
    help: values.help,
    install: values.install,
    browser: values.browser,
    json: values.json,
    nets: list("net", Object.keys(nets)),
    modes: /** @type {import("./contestants.mjs").Mode[]} */ (list("mode", ["train", "infer", "start"])),
    /** null: all that are installed. */
    peers: typeof peers === "string" ? list("peers", [...contestants.map(({ id }) => id)]) : (peers ?? null),
    threads: number("threads", 1),
    /** null: this build alone. */
    baseline,
    rounds: number("rounds", least, true, baseline === null ? "" : " with --baseline"),
    seconds: number("seconds", 0.1, false),
    repeats: number("repeats", 0),
    tolerance: number("tolerance", 0, false),
    out: resolve(values.out),
  };
}

/** @typedef {ReturnType<typeof readOptions>} Options */

/** @param {string[] | undefined} given */
function baselineOf(given) {
  if (given === undefined) return null;
  const [path] = given;
  if (path && given.length === 1) return resolve(path);
  const received = path ? `received ${given.length} paths` : 'received ""';
  throw new BenchError(`--baseline ${given.join(" ")}: ${received} → expected one, of a .tgz or a folder`);
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h", default: false },
        install: { type: "boolean", default: false },
        browser: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        net: { type: "string", default: USUAL_NETS.join(",") },
        mode: { type: "string", default: "train,infer" },
        peers: { type: "string" },
        baseline: { type: "string", multiple: true },
        threads: { type: "string", default: String(availableParallelism()) },
        rounds: { type: "string" },
        seconds: { type: "string", default: "5" },
        repeats: { type: "string", default: "3" },
        tolerance: { type: "string", default: "0.05" },
        out: { type: "string", default: RESULTS },
      },
    });
  } catch (error) {
    throw new BenchError(`${error instanceof Error ? error.message : error} → see npm run bench -- --help`);
  }
}
