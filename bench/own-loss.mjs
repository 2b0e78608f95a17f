/**
 * What a loss written in JavaScript costs: `node bench/own-loss.mjs [NET] [PAIRS]` trains a net of nets.json with cross-entropy by the
 * engine and by JavaScript, in turns, and prints the ratio of their speeds (median and quartiles) and how far their losses part.
 */
import { readFileSync } from "node:fs";

/** @type {typeof import("fashion-wasm")} */
const api = await import(new URL("../dist/node/index.js", import.meta.url).href);
const [net = "D", pairs = "21"] = process.argv.slice(2);
const { batch, layers } = JSON.parse(readFileSync(new URL("nets.json", import.meta.url), "utf8"))[net];
const STEPS = 4;

/** @type {import("fashion-wasm").CustomLoss} */
const crossentropy = (outputs, labels, { count, units }) => {
  const gradient = new Float32Array(outputs.length);
  let loss = 0;
  for (let image = 0; image < count; image++) {
    const start = image * units;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < units; i++) largest = Math.max(largest, outputs[start + i] ?? 0);
    let sum = 0;
    for (let i = 0; i < units; i++) sum += Math.exp((outputs[start + i] ?? 0) - largest);
    const label = labels[image] ?? 0;
    loss += Math.log(sum) - ((outputs[start + label] ?? 0) - largest);
    for (let i = 0; i < units; i++) {
      const share = Math.exp((outputs[start + i] ?? 0) - largest) / sum;
      gradient[start + i] = (share - (i === label ? 1 : 0)) / count;
    }
  }
  return { loss: loss / count, gradient };
};

/** @param {any} loss */
async function made(loss) {
  const { train } = await api.loadFashionMnist();
  const of = (/** @type {any} */ { type, inputs, ...options }) => {
    const places = inputs && { inputs: inputs.map((/** @type {number} */ place) => place + 1) };
    return /** @type {any} */ (api)[type]({ ...options, ...places });
  };
  const all = [api.rescaling({ scale: 1 / 255 }), ...layers.map(of)];
  const model = await api.sequential(all, { inputShape: [28, 28, 1], seed: 7 });
  model.compile({ optimizer: "adam", loss });
  const part = train.take(STEPS * batch);
  return () => model.fit(part, { batchSize: batch, shuffle: false, verbose: 0 });
}

const engine = await made("sparseCategoricalCrossentropy");
const own = await made(crossentropy);
const first = [await engine(), await own()].map(({ history }) => history.loss[0] ?? Number.NaN);
console.log(`net ${net}: mean loss of the first ${STEPS} steps by the engine ${first[0]}, by JavaScript ${first[1]}`);
/** @type {number[]} */
const ratios = [];
for (let pair = 0; pair < Number(pairs); pair++) {
  const times = new Map();
  for (const run of pair % 2 === 0 ? [engine, own] : [own, engine]) {
    const begun = performance.now();
    await run();
    times.set(run, performance.now() - begun);
  }
  ratios.push(times.get(engine) / times.get(own));
}
ratios.sort((a, b) => a - b);
const at = (/** @type {number} */ share) => ratios[Math.round(share * (ratios.length - 1))]?.toFixed(3);
console.log(
  `speed by JavaScript over speed by the engine: ${at(0.5)} (quartiles ${at(0.25)} – ${at(0.75)}, ${pairs} pairs)`,
);
process.exit(0);
