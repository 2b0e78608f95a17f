/**
 * The command line of the photos' bench.
 */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BenchError, LEAST_ROUNDS_WITH_BASELINE } from "../options.mjs";
import { contestants } from "./contestants.mjs";

/** Photos that are made when no folder is given. */
export const DEFAULT_COUNT = 400;

const PEERS = contestants.filter(({ family }) => family !== "own").map(({ id }) => id);

export const HELP = `node bench/photos/run.mjs [options]

  --install          install the peers, in the user's cache folder, and end
  --photos folder    JPEG files to classify (photos of 800 × 800 pixels, made once and kept in the cache folder);
                     a photos.csv in it with the columns file and label_number tells what they show
  --count n          how many photos (${DEFAULT_COUNT}; all of --photos)
  --peers a,b        which peers, beside this package; "none" for none (all that are installed): ${PEERS.join(", ")}
  --peer-model file  the peers' network, a checkpoint of 3×3 convolutions (data/pretrained/fashion-mnist.safetensors)
  --processes n      of each peer (all cores)
  --under-way n      calls of classify() that are under way at once (8 a core)
  --baseline path    another build of this package beside this one: a .tgz of \`npm pack\`, or a built folder;
                     from at least ${LEAST_ROUNDS_WITH_BASELINE} rounds
  --rounds n         of every contestant, in turns; a round is all photos once (7; with --baseline ${LEAST_ROUNDS_WITH_BASELINE}, and no fewer).
                     Fewer than 6 give no interval
  --repeats n        how often a disturbed round is repeated at most (3)
  --tolerance x      share of one core that other processes may use before a round counts as disturbed (0.05)
  --out folder       of the results (bench/results)
  --json             print the results as JSON instead of Markdown`;

const PRETRAINED = fileURLToPath(new URL("../../data/pretrained/fashion-mnist.safetensors", import.meta.url));
const RESULTS = fileURLToPath(new URL("../results", import.meta.url));

/** @param {string[]} args */
export function readOptions(args) {
  const { values } = parse(args);
  /** @param {string} name @param {string} value @param {number} least */
  const number = (name, value, least, whole = true, why = "") => {
    const read = value.trim() === "" ? Number.NaN : Number(value);
    if (read >= least && read < Number.POSITIVE_INFINITY && (!whole || Number.isInteger(read))) return read;
    throw new BenchError(
      `--${name} ${value}: expected a ${whole ? "whole " : ""}number of at least ${least}${why} → give one`,
    );
  };
  /** @param {string} name @param {string | undefined} value */
  const path = (name, value) => {
    if (value === "") throw new BenchError(`--${name}: received "" → give a path`);
    return value === undefined ? null : resolve(value);
  };
  const baseline = path("baseline", values.baseline);
  const least = baseline === null ? 1 : LEAST_ROUNDS_WITH_BASELINE;
  const rounds = values.rounds ?? String(Math.max(7, least));
  return {
    help: values.help,
    install: values.install,
    json: values.json,
    /** null: made here. */
    photos: path("photos", values.photos),
    /** null: all there are in `photos`. */
    count: values.count === undefined ? null : number("count", values.count, 1),
    /** null: all that are installed. */
    peers: peersOf(values.peers),
    peerModel: path("peer-model", values["peer-model"]) ?? PRETRAINED,
    processes: number("processes", values.processes, 1),
    underWay: number("under-way", values["under-way"], 1),
    baseline,
    rounds: number("rounds", rounds, least, true, baseline === null ? "" : " with --baseline"),
    /** A round is all photos once, however long it takes. */
    seconds: 0,
    repeats: number("repeats", values.repeats, 0),
    tolerance: number("tolerance", values.tolerance, 0, false),
    out: resolve(values.out),
  };
}

/** @typedef {ReturnType<typeof readOptions>} Options */

/** @param {string | undefined} given */
function peersOf(given) {
  if (given === undefined) return null;
  if (given === "none") return [];
  const chosen = given.split(",").filter(Boolean);
  const unknown = chosen.find((one) => !PEERS.includes(one));
  if (unknown === undefined && chosen.length > 0) return chosen;
  throw new BenchError(`--peers ${given}: received "${unknown ?? ""}" → choose from ${PEERS.join(", ")}, or none`);
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h", default: false },
        install: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        photos: { type: "string" },
        count: { type: "string" },
        peers: { type: "string" },
        "peer-model": { type: "string" },
        processes: { type: "string", default: String(availableParallelism()) },
        "under-way": { type: "string", default: String(8 * availableParallelism()) },
        baseline: { type: "string" },
        rounds: { type: "string" },
        repeats: { type: "string", default: "3" },
        tolerance: { type: "string", default: "0.05" },
        out: { type: "string", default: RESULTS },
      },
    });
  } catch (error) {
    throw new BenchError(`${error instanceof Error ? error.message : error} → see node bench/photos/run.mjs --help`);
  }
}
