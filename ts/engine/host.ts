/**
 * An engine in its worker, seen from the caller's thread: the default, in Node and browsers.
 *
 * This is the face; link.ts is the connection behind it. An engine that its caller has forgotten is ended.
 */
import type { BuildChoice } from "./choice.js";
import { disposedError } from "./fault-errors.js";
import { EngineLink, type Spawn } from "./link.js";
import type { Answer, Arguments, EngineInfo, EngineOf } from "./protocol.js";
import { memoryNotice } from "./start-failure.js";
import { fileName, type InstanceSource, type WasmFiles } from "./wasm-file.js";

// The link leads to its engine only while calls are under way, or no engine would ever be forgotten.
const forgotten = new FinalizationRegistry<EngineLink>((link) => void link.close(disposedError("engine")));

/** Starts an engine in the worker that `spawn` makes; its wasm file is compiled once for all that get the same `files`. */
export async function startWorkerEngine<Calls>(
  { build, threads, notice }: BuildChoice,
  source: InstanceSource,
  spawn: Spawn,
  files: WasmFiles,
): Promise<EngineOf<Calls>> {
  const link = new EngineLink();
  const ready = await link.start(spawn, source.program, fileName(source.wasm), files.options(source)).catch((error) => {
    files.forget(source.program);
    throw error;
  });
  const notices = [notice, memoryNotice(ready, source.maxMemoryMiB)].filter((text) => text !== "").join("; ");
  const engine = new WorkerEngine<Calls>(link, { build, threads, host: "worker", notice: notices });
  forgotten.register(engine, link, link);
  return engine;
}

class WorkerEngine<Calls> implements EngineOf<Calls> {
  readonly info: EngineInfo;
  readonly #link: EngineLink;

  constructor(link: EngineLink, info: EngineInfo) {
    this.#link = link;
    this.info = info;
  }

  call<M extends keyof Calls & string>(method: M, ...args: Arguments<Calls, M>): Promise<Answer<Calls, M>> {
    return this.#link.call(this, method, args) as Promise<Answer<Calls, M>>;
  }

  dispose(): Promise<void> {
    forgotten.unregister(this.#link);
    return this.#link.close(disposedError("engine"));
  }
}
