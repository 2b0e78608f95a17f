/**
 * An engine in its worker, seen from the caller's thread: the default, in Node and browsers.
 *
 * This is the face; link.ts is the connection behind it. An engine that its caller has forgotten is ended.
 */
import type { BuildChoice } from "./choice.js";
import { disposedError } from "./fault-errors.js";
import { EngineLink, type Ready, type Spawn, type WorkerFile } from "./link.js";
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
  const file = { program: source.program, name: fileName(source.wasm), options: files.options(source) };
  return startLinked<Calls>(new EngineLink(), spawn, file, (ready) => {
    const notices = [notice, memoryNotice(ready, source.maxMemoryMiB)].filter((text) => text !== "").join("; ");
    return { build, threads, host: "worker", notice: notices };
  }).catch((error) => {
    files.forget(source.program);
    throw error;
  });
}

/** Starts what runs `file` in the worker that `spawn` makes, by a new link. Errors: ENGINE_START_FAILED, OUT_OF_MEMORY. */
export async function startLinked<Calls>(
  link: EngineLink,
  spawn: Spawn,
  file: WorkerFile,
  info: (ready: Ready) => EngineInfo,
): Promise<EngineOf<Calls>> {
  const engine = new WorkerEngine<Calls>(link, info(await link.start(spawn, file)));
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

  onEnd(listener: () => void): void {
    this.#link.onEnd(listener);
  }

  dispose(): Promise<void> {
    forgotten.unregister(this.#link);
    return this.#link.close(disposedError("engine"));
  }
}
