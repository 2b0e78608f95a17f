/**
 * The door to the engine: makes one, in a worker or in this thread, with the build this host can run.
 *
 * The model API is the only caller. What an engine can do is in protocol.ts.
 */
import { startWorker } from "#platform/workers";
import { choiceOption, optionsObject } from "../options/check.js";
import { chooseBuild } from "./choice.js";
import { startWorkerEngine } from "./host.js";
import type { Spawn } from "./link.js";
import { localStarter } from "./local.js";
import { spawnPool } from "./pool.js";
import type { Engine, EngineCalls, EngineOptions } from "./protocol.js";
import { startRealm } from "./realm.js";
import { memorySetting, wasmSetting, workerSetting } from "./settings.js";
import { WasmFiles } from "./wasm-file.js";

export { type InitOptions, init, type PerBuild } from "./settings.js";

const files = new WasmFiles();
const startLocalEngine = localStarter<EngineCalls>((choice, source) => startRealm(choice, source, files));

/**
 * Starts an engine: one wasm instance with its threads, for one model.
 *
 * @param options `threads` (default: what `init` says, else as many as can run at the same time, at most 16) and `engine` (default `"worker"`;
 *   `"local"` computes in this thread, blocks it, and cannot start again there after a fault).
 * @throws FashionWasmError ENGINE_START_FAILED with the address that failed and what to do; INVALID_ARGUMENT;
 *   OUT_OF_MEMORY when the host refuses the memory.
 */
export async function createEngine(options?: EngineOptions): Promise<Engine> {
  const { threads, engine } = optionsObject("engine", options, ["threads", "engine"]);
  const place = engine === undefined ? "worker" : choiceOption("engine", "engine", engine, ["worker", "local"]);
  const choice = chooseBuild(threads, place);
  const source = { program: choice.build, wasm: wasmSetting(choice.build), maxMemoryMiB: memorySetting() };
  if (place === "local") return startLocalEngine(choice, source);
  const script = workerSetting(choice.build);
  const spawn: Spawn = {
    engine: (events) => startWorker(script, events),
    pool: (events) => spawnPool(choice.threads - 1, script, events),
  };
  return startWorkerEngine<EngineCalls>(choice, source, spawn, files);
}
