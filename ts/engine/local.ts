/**
 * An engine in the caller's own thread: `engine: "local"`, for the lowest latency in Node or inside one's own worker.
 *
 * Each call blocks the caller while it runs. The generated glue exists once in a thread, so all local engines here
 * share one instance and its pool: the first decides on threads, and after a fault none can start any more. The pool
 * lives as long as the thread, asleep and without keeping the process alive.
 */
import { nextTurn } from "#platform";
import { FashionWasmError } from "../errors.js";
import type { BuildChoice } from "./choice.js";
import { createDispatcher, type Dispatcher } from "./dispatch.js";
import { disposedError, faultError, laterError, readThrown, workerStartError } from "./faults.js";
import { type BuildGlue, type InstanceOptions, startInstance } from "./instance.js";
import { spawnPool } from "./pool.js";
import type { Engine, EngineCalls, EngineInfo, EngineMethod } from "./protocol.js";

/** The one instance of this thread. */
interface Realm {
  readonly engine: BuildGlue;
  readonly memory: WebAssembly.Memory;
  readonly threads: number;
  readonly notice: string;
  fault: FashionWasmError | undefined;
}

let shared: Promise<Realm> | undefined;

/** Starts an engine in this thread, or another model in the instance that is already here. */
export async function startLocalEngine(choice: BuildChoice, options: InstanceOptions): Promise<Engine> {
  shared ??= startRealm(choice, options);
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
  const fixed =
    realm.threads === choice.threads
      ? ""
      : `${realm.threads} threads instead of ${choice.threads}: the first local engine of this thread decides`;
  const notice = [choice.notice, realm.notice, fixed].filter((text) => text !== "").join("; ");
  return new LocalEngine(realm, { build: realm.engine.build, threads: realm.threads, host: "local", notice });
}

async function startRealm({ build, threads }: BuildChoice, options: InstanceOptions): Promise<Realm> {
  if (build === "simd") {
    const engine: BuildGlue = { build, glue: await import("#wasm-simd") };
    return { engine, ...(await startInstance(engine, options, [])), threads, fault: undefined };
  }
  const [glue, { useThreads }] = await Promise.all([import("#wasm-threads"), import("./start-workers.js")]);
  const engine: BuildGlue = { build, glue, useThreads };
  const { promise: lost, reject: lose } = deferred();
  // A fault in a thread is thrown here by the engine, which sees it in shared memory: this thread cannot listen then.
  const pool = spawnPool(threads - 1, { fault: () => undefined, failure: (reason) => lose(workerStartError(reason)) });
  try {
    const instance = await Promise.race([startInstance(engine, options, pool.ports), lost]);
    for (const thread of pool.threads) thread.unref();
    return { engine, ...instance, threads, fault: undefined };
  } catch (error) {
    await Promise.all(pool.threads.map((thread) => thread.terminate()));
    throw error;
  }
}

function deferred(): { readonly promise: Promise<never>; readonly reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, rejectPromise) => {
    reject = rejectPromise;
  });
  promise.catch(() => undefined); // threads end with the process, long after the start
  return { promise, reject };
}

class LocalEngine implements Engine {
  readonly info: EngineInfo;
  readonly #realm: Realm;
  readonly #dispatcher: Dispatcher;
  #last: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(realm: Realm, info: EngineInfo) {
    this.#realm = realm;
    this.info = info;
    this.#dispatcher = createDispatcher(realm.engine.glue);
  }

  call<M extends EngineMethod>(method: M, ...args: EngineCalls[M][0]): Promise<EngineCalls[M][1]> {
    const answer = this.#last.then(nextTurn).then(() => this.#run(method, args) as EngineCalls[M][1]);
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    if (this.#realm.fault === undefined) this.#dispatcher.free();
  }

  #run(method: EngineMethod, args: readonly unknown[]): unknown {
    if (this.#disposed) throw disposedError(method);
    if (this.#realm.fault !== undefined) throw laterError(method, this.#realm.fault);
    try {
      return this.#dispatcher.run(method, args);
    } catch (thrown) {
      const read = readThrown(thrown, this.#realm.engine.glue, this.#realm.memory);
      if ("refusal" in read) throw new FashionWasmError(read.refusal.code, read.refusal.message);
      this.#realm.fault = faultError(method, read.fault);
      throw this.#realm.fault;
    }
  }
}
