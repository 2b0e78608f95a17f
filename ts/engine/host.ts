/**
 * An engine in its worker, seen from the caller's thread: the default, in Node and browsers.
 *
 * Calls go out as messages and come back in order. What ends an engine, ends its worker: dispose(), a fault in the
 * engine's thread or in a thread of its pool, a worker that is gone, or an engine that its caller has forgotten.
 */
import { listenToPort, spawnEngineWorker } from "#platform";
import { FashionWasmError } from "../errors.js";
import type { WorkerHandle } from "../platform/worker-handle.js";
import type { BuildChoice } from "./choice.js";
import { disposedError, type Fault, faultError, laterError } from "./faults.js";
import type { InstanceOptions } from "./instance.js";
import { type FromEngine, packArguments, type ToEngine } from "./messages.js";
import type { Engine, EngineCalls, EngineInfo, EngineMethod } from "./protocol.js";

/** Starts an engine in a worker; `script` replaces the packaged worker script. */
export async function startWorkerEngine(
  choice: BuildChoice,
  options: InstanceOptions,
  script: string | undefined,
): Promise<Engine> {
  const link = new EngineLink();
  const notice = await link.start(choice, options, script);
  const notices = [choice.notice, notice].filter((text) => text !== "").join("; ");
  const engine = new WorkerEngine(link, {
    build: choice.build,
    threads: choice.threads,
    host: "worker",
    notice: notices,
  });
  forgotten.register(engine, link);
  return engine;
}

interface PendingCall {
  readonly method: EngineMethod;
  // Holds the engine while it has work: only an idle one can be forgotten.
  readonly engine: Engine;
  resolve(result: unknown): void;
  reject(error: FashionWasmError): void;
}

const forgotten = new FinalizationRegistry<EngineLink>((link) => void link.close(disposedError("engine")));

class WorkerEngine implements Engine {
  readonly info: EngineInfo;
  readonly #link: EngineLink;

  constructor(link: EngineLink, info: EngineInfo) {
    this.#link = link;
    this.info = info;
  }

  call<M extends EngineMethod>(method: M, ...args: EngineCalls[M][0]): Promise<EngineCalls[M][1]> {
    return this.#link.call(this, method, args) as Promise<EngineCalls[M][1]>;
  }

  dispose(): Promise<void> {
    return this.#link.close(disposedError("engine"));
  }
}

/** The connection to the worker. It never refers to its WorkerEngine, except from calls under way. */
class EngineLink {
  #worker: WorkerHandle | undefined;
  #pending = new Map<number, PendingCall>();
  #nextId = 0;
  #ended: FashionWasmError | undefined;
  #termination: Promise<void> | undefined;
  #started: { resolve(notice: string): void; reject(error: FashionWasmError): void } | undefined;

  start(choice: BuildChoice, options: InstanceOptions, script: string | undefined): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#started = { resolve, reject };
      try {
        this.#worker = spawnEngineWorker(choice.build, script, {
          message: (data) => this.#receive(data as FromEngine, options),
          failure: (reason) => this.#lost(reason),
        });
      } catch (error) {
        this.#lost(error instanceof Error ? error.message : String(error));
      }
    });
  }

  call(engine: Engine, method: EngineMethod, args: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(laterError(method, this.#ended));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      const { packed, transfer } = packArguments(args);
      try {
        this.#post({ type: "call", id, method, args: packed }, transfer);
      } catch (error) {
        reject(
          new FashionWasmError(
            "INVALID_ARGUMENT",
            `${method}: an argument cannot be sent to the engine (${String(error)}) → plain data is expected`,
          ),
        );
        return;
      }
      if (this.#pending.size === 0) this.#worker?.ref();
      this.#pending.set(id, { method, engine, resolve, reject });
    });
  }

  /** Ends the worker; calls under way reject with the code of `error`, and so do all that come later. */
  close(error: FashionWasmError): Promise<void> {
    if (this.#ended === undefined) {
      this.#ended = error;
      const calls = [...this.#pending.values()];
      this.#pending.clear();
      this.#worker?.ref(); // else a process with nothing else to do would end while it awaits dispose()
      this.#termination = this.#worker?.terminate() ?? Promise.resolve();
      this.#started?.reject(error);
      for (const [index, call] of calls.entries()) {
        call.reject(index === 0 && error.code !== "DISPOSED" ? error : laterError(call.method, error));
      }
    }
    return this.#termination ?? Promise.resolve();
  }

  #receive(message: FromEngine, options: InstanceOptions): void {
    if (this.#ended !== undefined) return;
    switch (message.type) {
      case "hello":
        this.#post({ type: "start", options });
        break;
      case "ready":
        for (const port of message.faultPorts) listenToPort(port, (fault) => this.#fail(fault as Fault));
        this.#worker?.unref();
        this.#started?.resolve(message.notice);
        this.#started = undefined;
        break;
      case "failed":
        void this.close(new FashionWasmError(message.code, message.message));
        break;
      case "result":
        this.#take(message.id)?.resolve(message.result);
        break;
      case "refused":
        this.#take(message.id)?.reject(new FashionWasmError(message.code, message.message));
        break;
      case "fault":
        this.#fail(message.fault);
    }
  }

  #post(message: ToEngine, transfer: readonly Transferable[] = []): void {
    this.#worker?.post(message, transfer);
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker?.unref();
    return call;
  }

  #fail(fault: Fault): void {
    void this.close(faultError(this.#runningMethod(), fault));
  }

  #lost(reason: string): void {
    if (this.#started === undefined) {
      void this.close(
        faultError(this.#runningMethod(), {
          outOfMemory: /out of memory|memory limit/i.test(reason),
          message: `its worker is gone: ${reason}`,
          mebibytes: 0,
        }),
      );
      return;
    }
    const advice = reason.includes("→")
      ? ""
      : " → copy or serve the package's dist folder whole, or say where its workers are with init({ workerUrl })";
    const url = this.#worker === undefined ? "" : ` ${this.#worker.url}`;
    void this.close(
      new FashionWasmError("ENGINE_START_FAILED", `engine: its worker${url} did not start: ${reason}${advice}`),
    );
  }

  #runningMethod(): string {
    const [first] = this.#pending.values();
    return first?.method ?? "engine";
  }
}
