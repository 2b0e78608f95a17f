/**
 * How a contestant's process is started, and what it is sent first.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { browserVariables } from "../../scripts/setup/browsers.mjs";
import { root } from "../../scripts/setup/paths.mjs";
import { peerPackages, peerPython, pythonHas } from "../install/peers.mjs";
import { INFERENCE_BATCH, nets, packageEntries } from "../nets.mjs";
import { onnxModel } from "../onnx/model.mjs";
import { BenchError } from "../options.mjs";

/** @typedef {import("../contestants.mjs").Entry} Entry */
/** @typedef {import("../contestants.mjs").Mode} Mode */

const WARM_UP_SECONDS = 1;

/** @param {string[]} path */
const contestantFile = (...path) => fileURLToPath(new URL(["../contestants", ...path].join("/"), import.meta.url));

/**
 * Why a contestant cannot be measured here, or "".
 * @param {Entry} entry
 */
export async function whyMissing({ host, needs }) {
  if (host === "chromium" && !browserVariables().FASHION_WASM_CHROMIUM) return "Chromium is not on this machine";
  if (needs === undefined) return "";
  const there = host === "python" ? await pythonHas(needs) : existsSync(join(peerPackages() || root, needs));
  return there ? "" : "not installed → npm run bench -- --install";
}

/**
 * @param {Entry} entry
 * @param {number} threads
 * @param {Mode} mode
 * @returns {import("./child.mjs").Command}
 */
export function commandOf({ host, module }, threads, mode) {
  if (host === "python") {
    const args = [contestantFile("python", "serve.py"), module];
    return { program: peerPython(), args, env: pythonEnvironment(threads) };
  }
  const server = host === "chromium" ? "chromium.mjs" : "node.mjs";
  const args = mode === "start" ? [contestantFile("first-prediction", server)] : [contestantFile(server), module];
  return { program: process.execPath, args, env: { ...process.env, ...browserVariables() } };
}

/**
 * The same number of threads for whatever library reads its environment; CPUs only.
 * @param {number} threads
 */
function pythonEnvironment(threads) {
  return {
    ...process.env,
    OMP_NUM_THREADS: String(threads),
    MKL_NUM_THREADS: String(threads),
    NPROC: String(threads),
    CUDA_VISIBLE_DEVICES: "",
    JAX_PLATFORMS: "cpu",
    KERAS_BACKEND: "tensorflow",
    TF_CPP_MIN_LOG_LEVEL: "3",
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

/**
 * Images a step that are asked of everybody.
 * @param {string} net
 * @param {Mode} mode
 */
export function netBatch(net, mode) {
  if (mode === "start") return 1;
  return mode === "infer" ? INFERENCE_BATCH : known(net).batch;
}

/**
 * Images a step of one contestant.
 * @param {Entry} entry
 * @param {string} net
 * @param {Mode} mode
 */
export function batchOf(entry, net, mode) {
  return entry.batches?.[`${mode} ${net}`] ?? netBatch(net, mode);
}

/**
 * The settings a contestant is prepared with.
 * @param {Entry} entry
 * @param {{ net: string, mode: Mode, threads: number, data: string, model: string }} section
 * @returns {import("../contestants/contestant.js").Settings}
 */
export function settingsOf(entry, { net, mode, threads, data, model }) {
  const { layers, trainable } = mode === "start" ? { layers: [], trainable: null } : known(net);
  return {
    mode,
    layers,
    trainable,
    batch: batchOf(entry, net, mode),
    threads: entry.threads ?? threads,
    warmUpSeconds: WARM_UP_SECONDS,
    data,
    model,
    repository: root,
    build: entry.build ?? root,
    entry: packageEntries[net] ?? "",
    packages: peerPackages(),
    ...entry.variant,
  };
}

/**
 * Writes the net as an ONNX file, in a temporary folder that is removed when the bench ends, and says where.
 * @param {string} net
 */
export function writeModel(net) {
  const { layers, trainable } = known(net);
  const model = onnxModel(layers);
  if (model.trainable !== trainable) {
    throw new BenchError(`onnx/model.mjs: net ${net} has ${model.trainable} trainable weights, expected ${trainable}`);
  }
  const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, `${net}.onnx`);
  writeFileSync(path, model.bytes);
  return path;
}

/** @param {string} net */
function known(net) {
  const found = nets[net];
  if (found === undefined) throw new BenchError(`net ${net}: is not in nets.json`);
  return found;
}
