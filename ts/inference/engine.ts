/**
 * The door to the engine that predicts only: makes one, in a worker or in this thread. It has one thread.
 */
import { startWorker } from "#platform/workers";
import type { BuildChoice } from "../engine/choice.js";
import { startWorkerEngine } from "../engine/host.js";
import { localStarter, startProgram } from "../engine/local.js";
import { type InstanceSource, WasmFiles } from "../engine/wasm-file.js";
import { memorySetting, wasmSetting, workerSetting } from "./init.js";
import { program } from "./program.js";
import type { InferenceCalls, InferenceEngine } from "./protocol.js";

const CHOICE: BuildChoice = { build: "simd", threads: 1, notice: "" };

const files = new WasmFiles();
const startLocalEngine = localStarter<InferenceCalls>((_choice, source) => startProgram(program, source, files));

/** Starts an engine. Errors: ENGINE_START_FAILED, OUT_OF_MEMORY. */
export async function createInferenceEngine(place: "worker" | "local"): Promise<InferenceEngine> {
  const source: InstanceSource = { program: "inference", wasm: wasmSetting(), maxMemoryMiB: memorySetting() };
  if (place === "local") return startLocalEngine(CHOICE, source);
  const script = workerSetting();
  return startWorkerEngine(CHOICE, source, { engine: (events) => startWorker(script, events) }, files);
}
