/**
 * Where the time of a net goes: `node bench/profile.mjs NET [--mode train|infer] [--seconds 5] [--shown 14]` samples this build on one
 * thread and prints the functions that take most, in µs an image and as a share of all.
 *
 * Functions have the names that set-up has written to functions.txt; one that is inlined counts for its caller. `node --cpu-prof`
 * writes nothing for worker threads that are stopped, so the engine's is asked through the inspector.
 */
import { readFileSync } from "node:fs";
import { Session } from "node:inspector";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FUNCTIONS } from "../scripts/build-wasm.mjs";
import { namesOf } from "../scripts/setup/function-names.mjs";
import { root } from "../scripts/setup/paths.mjs";
import { prepareHere } from "./contestants/here.mjs";
import { nets } from "./nets.mjs";

const INTERVAL_MICROS = 300;

/** What a reader needs of no name: our crates, and the hashes of all. */
const CRATE = /fashion_(kernels|engine)\[[0-9a-f]{10,}\]::|\[[0-9a-f]{10,}\]/g;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mode: { type: "string", default: "train" },
    seconds: { type: "string", default: "5" },
    shown: { type: "string", default: "14" },
  },
});
const [name = ""] = positionals;
const net = nets[name];
if (net === undefined) throw new Error(`which net? → one of ${Object.keys(nets).join(", ")}`);
if (!["train", "infer"].includes(values.mode)) throw new Error(`--mode ${values.mode} → train or infer`);
const mode = /** @type {"train" | "infer"} */ (values.mode);

const session = new Session();
session.connect();

/** @type {string[]} */
const workers = [];
/** @type {Map<number, (result: unknown) => void>} */
const waiting = new Map();
session.on("NodeWorker.attachedToWorker", ({ params }) => workers.push(params.sessionId));
session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
  const { id, result } = JSON.parse(params.message);
  waiting.get(id)?.(result);
});
// Sessions alone keep no process alive.
setInterval(() => {}, 100);
session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });

let asked = 0;
/**
 * What a worker's inspector answers.
 * @param {string} sessionId
 * @param {string} method
 * @param {object} [params]
 */
function ask(sessionId, method, params = {}) {
  asked += 1;
  const id = asked;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    session.post("NodeWorker.sendMessageToWorker", { sessionId, message: JSON.stringify({ id, method, params }) });
  });
}

const { round } = await prepareHere(net, mode, 1);
for (const worker of workers) {
  await ask(worker, "Profiler.enable");
  await ask(worker, "Profiler.setSamplingInterval", { interval: INTERVAL_MICROS });
  await ask(worker, "Profiler.start");
}
const { images, seconds } = await round(Number(values.seconds));

const names = namesOf(readFileSync(join(root, "crates/wasm/pkg-simd", FUNCTIONS), "utf8"));
/** @type {Map<string, number>} */
const micros = new Map();
for (const worker of workers) {
  const { profile } = /** @type {import("node:inspector").Profiler.StopReturnType} */ (
    await ask(worker, "Profiler.stop")
  );
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  for (const [at, id] of (profile.samples ?? []).entries()) {
    const { functionName = "", url = "" } = frames.get(id) ?? {};
    if (functionName === "(idle)") continue;
    const number = Number(/\d+/.exec(functionName)?.[0] ?? Number.NaN);
    const named = url.startsWith("wasm://") ? names.get(number) : undefined;
    const title = named?.replace(CRATE, "") ?? functionName;
    micros.set(title, (micros.get(title) ?? 0) + (profile.timeDeltas?.[at] ?? 0));
  }
}
const total = [...micros.values()].reduce((sum, one) => sum + one, 0);
console.log(`${name}, ${mode}, one thread: ${((seconds / images) * 1e6).toFixed(1)} µs an image, of which`);
for (const [title, time] of [...micros].sort((a, b) => b[1] - a[1]).slice(0, Number(values.shown))) {
  console.log(
    `${(time / images).toFixed(1).padStart(8)} µs ${((time / total) * 100).toFixed(1).padStart(5)} %  ${title}`,
  );
}
process.exit(0);
