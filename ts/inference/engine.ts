/**
 * The door to the engine that predicts only: makes one, in a worker or in this thread. It has one thread.
 */
import { spawnInferenceWorker } from "#platform/inference-worker";
import type { BuildChoice } from "../engine/choice.js";
import { CompiledFiles } from "../engine/compiled.js";
import { startWorkerEngine } from "../engine/host.js";
import { startInstance } from "../engine/instance.js";
import { localStarter } from "../engine/local.js";
import { currentSettings } from "./init.js";
import type { InferenceCalls, InferenceEngine } from "./protocol.js";

const CHOICE: BuildChoice = { build: "simd", threads: 1, notice: "" };

const startLocalEngine = localStarter<InferenceCalls>(async (_choice, options) => {
  const { program } = await import("./program.js");
  return { program, ...(await startInstance(program, options, [])) };
});

const files = new CompiledFiles();

/** Starts an engine. Errors: ENGINE_START_FAILED, OUT_OF_MEMORY. */
export async function createInferenceEngine(place: "worker" | "local"): Promise<InferenceEngine> {
  const { script, ...instance } = currentSettings();
  if (place === "local") return startLocalEngine(CHOICE, instance);
  return startWorkerEngine(CHOICE, instance, { engine: (events) => spawnInferenceWorker(script, events) }, files);
}
