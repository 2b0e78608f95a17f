/**
 * An engine in the caller's own thread: `engine: "local"`, for the lowest latency in Node or inside one's own worker.
 *
 * Each call blocks the caller while it runs. The generated glue exists once in a thread, so all local engines of a wasm
 * file share one instance and its pool: the first decides on threads, and after a fault none can start any more.
 */
import { nextTurn } from "#platform/environment";
import { TextDecoder } from "#platform/web-globals";
import { FashionWasmError } from "../errors.js";
import type { BuildChoice } from "./choice.js";
import type { Dispatcher } from "./dispatcher.js";
import { disposedError, faultError, laterError } from "./fault-errors.js";
import { readThrown } from "./faults.js";
import { type Instance, type Program, startInstance } from "./instance.js";
import type { Answer, Arguments, EngineInfo, EngineOf } from "./protocol.js";
import { memoryNotice, startError } from "./start-failure.js";
import { fileName, type InstanceSource, type WasmFiles } from "./wasm-file.js";

/** A program that has been started. */
export interface Started extends Instance {
  readonly program: Program;
}

/** The one instance of this thread, and what it was chosen to be. */
interface Realm extends Started {
  readonly choice: BuildChoice;
  /** The limit of its memory that was asked for. */
  readonly maxMemoryMiB: number;
  fault: FashionWasmError | undefined;
}

/** Returns what starts an engine in this thread: in the instance that `start` makes the first time. */
export function localStarter<Calls>(
  start: (choice: BuildChoice, source: InstanceSource) => Promise<Started>,
): (choice: BuildChoice, source: InstanceSource) => Promise<EngineOf<Calls>> {
  let shared: Promise<Realm> | undefined;
  return async (choice, source) => {
    new TextDecoder(); // says so where there is none; the glue would end the engine
    const { maxMemoryMiB } = source;
    shared ??= start(choice, source).then((started) => ({ ...started, choice, maxMemoryMiB, fault: undefined }));
    let realm: Realm;
    try {
      realm = await shared;
    } catch (error) {
      shared = undefined;
      throw error;
    }
    if (realm.fault !== undefined) {
      throw new FashionWasmError(
        realm.fault.code,
        `engine: "local" cannot start again in this thread after a fault → leave "engine" out, such an engine gets a worker of its own, or start a new process`,
        { cause: realm.fault },
      );
    }
    const { build, threads } = realm.choice;
    const fixed = [
      threads === choice.threads ? "" : `${threads} threads instead of ${choice.threads}`,
      realm.maxMemoryMiB === maxMemoryMiB ? "" : `memory limit ${realm.mebibytes} MiB instead of ${maxMemoryMiB}`,
    ].map((text) => (text === "" ? "" : `${text}: the first local engine of this thread decides`));
    const limit = realm.maxMemoryMiB === maxMemoryMiB ? memoryNotice(realm, maxMemoryMiB) : "";
    const notice = [choice.notice, limit, ...fixed].filter((text) => text !== "").join("; ");
    return new LocalEngine<Calls>(realm, { build, threads, host: "local", notice });
  };
}

/**
 * Starts an instance of `program` in this thread, unless `lost` rejects while the file is on its way: the glue can be started
 * only once. Errors: ENGINE_START_FAILED, OUT_OF_MEMORY.
 */
export async function startProgram(
  program: Program,
  source: InstanceSource,
  files: WasmFiles,
  ports: readonly MessagePort[] = [],
  lost?: Promise<never>,
): Promise<Started> {
  try {
    const reading = files.options(source);
    const options = await (lost === undefined ? reading : Promise.race([reading, lost]));
    const outcome = await startInstance(program, options, ports);
    if ("refused" in outcome) throw startError(outcome, fileName(source.wasm));
    return { program, ...outcome };
  } catch (error) {
    files.forget(source.program);
    throw error;
  }
}

const nothing = () => undefined;

class LocalEngine<Calls> implements EngineOf<Calls> {
  readonly info: EngineInfo;
  readonly #realm: Realm;
  readonly #dispatcher: Dispatcher;
  #last: Promise<unknown> = Promise.resolve();
  readonly #endListeners: (() => void)[] = [];
  #disposed = false;

  constructor(realm: Realm, info: EngineInfo) {
    this.#realm = realm;
    this.info = info;
    this.#dispatcher = realm.program.createDispatcher();
  }

  call<M extends keyof Calls & string>(method: M, ...args: Arguments<Calls, M>): Promise<Answer<Calls, M>> {
    const answer = this.#last.then(nextTurn).then(() => this.#run(method, args) as Answer<Calls, M>);
    this.#last = answer.then(nothing, nothing); // not what it gave, which would be kept
    return answer;
  }

  onEnd(listener: () => void): void {
    this.#endListeners.push(listener);
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const listener of this.#endListeners.splice(0)) listener();
    if (this.#realm.fault === undefined) this.#dispatcher.free();
  }

  #run(method: string, args: readonly unknown[]): unknown {
    if (this.#disposed) throw disposedError(method);
    if (this.#realm.fault !== undefined) throw laterError(method, this.#realm.fault);
    try {
      return this.#dispatcher.run(method, args);
    } catch (thrown) {
      const read = readThrown(thrown, this.#realm.program.glue, this.#realm.memory);
      if ("refusal" in read) throw new FashionWasmError(read.refusal.code, read.refusal.message);
      for (const listener of this.#endListeners.splice(0)) listener();
      this.#realm.fault = faultError(method, read.fault);
      throw this.#realm.fault;
    }
  }
}
