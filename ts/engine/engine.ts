/**
 * The door to the engine: makes one, in a worker or in this thread, with the build this host can run.
 *
 * The model API is the only caller. What an engine can do is in protocol.ts.
 */
import { choiceOption, optionsObject } from "../options/check.js";
import { chooseBuild } from "./choice.js";
import { startWorkerEngine } from "./host.js";
import { startLocalEngine } from "./local.js";
import type { Engine, EngineOptions } from "./protocol.js";
import { memorySetting, wasmSetting, workerSetting } from "./settings.js";

export { type InitOptions, init, type PerBuild } from "./settings.js";

/**
 * Starts an engine: one wasm instance with its threads, for one model.
 *
 * @param options `threads` (default: what `init` says, else all cores, at most 16) and `engine` (default `"worker"`;
 *   `"local"` computes in this thread, blocks it, and cannot start again there after a fault).
 * @throws FashionWasmError ENGINE_START_FAILED with the address that failed and what to do; INVALID_ARGUMENT;
 *   OUT_OF_MEMORY when the host refuses the memory.
 */
export async function createEngine(options?: EngineOptions): Promise<Engine> {
  const { threads, engine } = optionsObject("engine", options, ["threads", "engine"]);
  const place = engine === undefined ? "worker" : choiceOption("engine", "engine", engine, ["worker", "local"]);
  const choice = chooseBuild(threads, place);
  const instance = { wasm: wasmSetting(choice.build), maxMemoryMiB: memorySetting() };
  return place === "worker"
    ? startWorkerEngine(choice, instance, workerSetting(choice.build))
    : startLocalEngine(choice, instance);
}
