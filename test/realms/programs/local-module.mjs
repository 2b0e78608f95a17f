/**
 * Starts the engines of both entries in this thread, from wasm files that another realm compiled; prints their builds.
 *
 * A process of its own, because the first local engine of a thread decides for all.
 */
import { readFile } from "node:fs/promises";
import vm from "node:vm";
import * as fashion from "../../../dist/node/index.js";
import * as inference from "../../../dist/node/inference.js";

const file = new URL("../../../data/pretrained/fashion-mnist.safetensors", import.meta.url);
const builds = [];
for (const [entry, name, settings] of [
  [fashion, "engine-simd.wasm", { threads: 1 }],
  [inference, "inference-simd.wasm", {}],
]) {
  const bytes = await readFile(new URL(`../../../dist/${name}`, import.meta.url));
  const module = vm.runInNewContext("new WebAssembly.Module(bytes)", { bytes });
  await entry.init({ module, ...settings });
  const model = await entry.loadModel(file, { engine: "local" });
  builds.push(model.engine.build, module instanceof WebAssembly.Module);
  await model.dispose();
}
const bytes = await readFile(new URL("../../../dist/data.wasm", import.meta.url));
await fashion.init({ dataWasm: vm.runInNewContext("new WebAssembly.Module(bytes)", { bytes }) });
builds.push((await fashion.dataset.fromCsv({ csv: Buffer.from("label,pixel1\n1,2\n") })).length);
console.log(JSON.stringify(builds));
