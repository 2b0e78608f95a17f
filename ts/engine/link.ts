/**
 * The connection to an engine's worker and the threads of its pool: calls out, answers in, and every way it ends.
 *
 * What ends an engine ends all its workers and rejects the calls under way: dispose(), a fault in the engine's thread
 * or in a thread of its pool, a worker that is gone, or a caller that has forgotten it.
 */
import { FashionWasmError } from "../errors.js";
import { shownAddress } from "../platform/address.js";
import type { WorkerEvents, WorkerHandle } from "../platform/worker-handle.js";
import { faultError, laterError, workerStartError } from "./fault-errors.js";
import type { Fault } from "./faults.js";
import { wrongWorker } from "./hello.js";
import type { InstanceOptions } from "./instance.js";
import { type FromEngine, packArguments, type ToEngine } from "./messages.js";
import type { Pool, PoolEvents } from "./pool.js";
import { startError } from "./start-failure.js";
import type { WorkerProgram } from "./wasm-file.js";

/** Starts the workers of an engine: its own, and the threads of its pool. */
export interface Spawn {
  readonly engine: (events: WorkerEvents) => WorkerHandle;
  /** Left out by an engine of one thread. */
  readonly pool?: (events: PoolEvents) => Pool;
}

/** What a worker runs: a program, its wasm file as messages call it, and the file compiled, which may be on its way. */
export interface WorkerFile {
  readonly program: WorkerProgram;
  readonly name: string;
  readonly options: Promise<InstanceOptions>;
}

interface PendingCall {
  /** Keeps the engine from being forgotten while it has work. */
  readonly engine: object;
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: FashionWasmError): void;
}

/** What an engine says when it is ready. */
export type Ready = Extract<FromEngine, { type: "ready" }>;

/** Five times what the engine needs to notice a dead thread (crates/engine/src/parallel.rs). */
const ENGINE_GRACE_MS = 250;

/** One engine from its start to its end. */
export class EngineLink {
  readonly #pending = new Map<number, PendingCall>();
  #nextId = 0;
  /** Memory to send data in; weak, for who sends none of this size again. */
  #spare: WeakRef<ArrayBuffer> | undefined;
  #file: WorkerFile | undefined;
  #engine: WorkerHandle | undefined;
  #threads: readonly WorkerHandle[] = [];
  #closePorts = () => undefined as void;
  #starting: { resolve(ready: Ready): void; reject(error: FashionWasmError): void } | undefined;
  #threadFault: Fault | undefined;
  #ended: FashionWasmError | undefined;
  #termination: Promise<unknown> = Promise.resolve();
  #endListeners: (() => void)[] = [];

  /** Starts the workers of a program, while the wasm file is on its way. */
  start(spawn: Spawn, file: WorkerFile): Promise<Ready> {
    const { program, options } = file;
    return new Promise((resolve, reject) => {
      this.#starting = { resolve, reject };
      this.#file = file;
      options.catch((error: FashionWasmError) => this.close(error));
      try {
        const pool = spawn.pool?.({
          fault: (fault) => this.#threadFailed(fault),
          failure: (reason) => this.#lost(reason),
        });
        const ports = pool?.ports ?? [];
        this.#threads = pool?.threads ?? [];
        this.#closePorts = pool?.close ?? this.#closePorts;
        const engine = spawn.engine({
          message: (data) => {
            const message = data as FromEngine;
            if (message.type !== "hello") return this.#receive(message);
            const wrong = wrongWorker(message, "worker", engine.url, program);
            if (wrong !== undefined) this.#lost(wrong);
            else
              void options.then(
                (ready) => this.#begin(ready, ports),
                () => undefined,
              );
          },
          failure: (reason) => this.#lost(`worker ${shownAddress(engine.url)}: ${reason}`),
        });
        this.#engine = engine;
      } catch (error) {
        this.#lost(error instanceof Error ? error.message : String(error));
      }
    });
  }

  #begin(options: InstanceOptions, threadPorts: MessagePort[]): void {
    if (this.#ended !== undefined) return;
    try {
      this.#post({ type: "start", options, threadPorts }, threadPorts);
    } catch (error) {
      this.#lost(`the compiled wasm file cannot be sent to its worker (${String(error)})`);
    }
  }

  /** Sends a call; its promise settles in the order of calls, or when the engine ends. */
  call(engine: object, method: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(laterError(method, this.#ended));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      try {
        const spare = this.#spare?.deref();
        const { packed, transfer } = packArguments(args, spare);
        if (spare !== undefined && transfer.includes(spare)) this.#spare = undefined;
        this.#post({ type: "call", id, method, args: packed }, transfer);
      } catch (error) {
        const what = `${method}: an argument cannot be sent to the engine (${String(error)})`;
        reject(new FashionWasmError("INVALID_ARGUMENT", `${what} → expected plain data`));
        return;
      }
      if (this.#pending.size === 0) this.#engine?.ref();
      this.#pending.set(id, { engine, method, resolve, reject });
    });
  }

  /** `listener` is called before the workers end. */
  onEnd(listener: () => void): void {
    this.#endListeners.push(listener);
  }

  /** Ends the workers; `error` rejects the call under way, and its code those that come after. */
  async close(error: FashionWasmError): Promise<void> {
    if (this.#ended === undefined) {
      this.#ended = error;
      for (const listener of this.#endListeners.splice(0)) listener();
      const calls = [...this.#pending.values()];
      this.#pending.clear();
      const workers = [...this.#threads, this.#engine].filter((worker) => worker !== undefined);
      // A process with nothing else to do would end before it has seen them end.
      for (const worker of workers) worker.ref();
      this.#termination = Promise.all(workers.map((worker) => worker.terminate()));
      this.#starting?.reject(error);
      this.#letGo();
      for (const [index, { method, reject }] of calls.entries()) {
        reject(index === 0 && error.code !== "DISPOSED" ? error : laterError(method, error));
      }
    }
    await this.#termination;
  }

  /** Whoever still holds the model holds nothing of its engine. */
  #letGo(): void {
    this.#closePorts();
    this.#closePorts = () => undefined;
    this.#threads = [];
    this.#engine = this.#spare = this.#starting = undefined;
  }

  #receive(message: Exclude<FromEngine, { type: "hello" }>): void {
    if (this.#ended !== undefined) return;
    switch (message.type) {
      case "ready":
        for (const worker of [...this.#threads, this.#engine]) worker?.unref();
        this.#starting?.resolve(message);
        this.#starting = undefined;
        break;
      case "failed":
        void this.close(startError(message.failure, (this.#file as WorkerFile).name));
        break;
      case "result":
        if (message.spare !== undefined) this.#spare = new WeakRef(message.spare);
        this.#take(message.id)?.resolve(message.result);
        break;
      case "refused":
        this.#take(message.id)?.reject(new FashionWasmError(message.code, message.message));
        break;
      case "fault":
        this.#fail(message.fault);
    }
  }

  #post(message: ToEngine, transfer: readonly Transferable[]): void {
    this.#engine?.post(message, transfer);
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#engine?.unref();
    return call;
  }

  /** The engine hears of it too, and says so after the answers that are still on their way; it gets a moment for that. */
  #threadFailed(fault: Fault): void {
    this.#threadFault ??= fault;
    setTimeout(() => this.#fail(fault), ENGINE_GRACE_MS);
  }

  #lost(reason: string): void {
    if (this.#starting !== undefined) void this.close(workerStartError(reason, (this.#file as WorkerFile).program));
    else this.#fail({ outOfMemory: false, message: reason, mebibytes: 0 });
  }

  #fail(fault: Fault): void {
    const [running] = this.#pending.values();
    void this.close(faultError(running?.method ?? "engine", this.#threadFault ?? fault));
  }
}
