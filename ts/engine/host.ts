/**
 * An engine in its worker, seen from the caller's thread: the default, in Node and browsers.
 *
 * This is the face; link.ts is the connection behind it. An engine that its caller has forgotten is ended.
 */
import type { BuildChoice } from "./choice.js";
import { disposedError } from "./faults.js";
import type { InstanceOptions } from "./instance.js";
import { EngineLink, type Spawn } from "./link.js";
import type { Answer, Arguments, EngineInfo, EngineOf } from "./protocol.js";

// The link leads to its engine only while calls are under way, or no engine would ever be forgotten.
const forgotten = new FinalizationRegistry<EngineLink>((link) => void link.close(disposedError("engine")));

/** Starts an engine in the worker that `spawn` makes. */
export async function startWorkerEngine<Calls>(
  choice: BuildChoice,
  options: InstanceOptions,
  spawn: Spawn,
): Promise<EngineOf<Calls>> {
  const link = new EngineLink();
  const notice = await link.start(spawn, options);
  const { build, threads } = choice;
  const notices = [choice.notice, notice].filter((text) => text !== "").join("; ");
  const engine = new WorkerEngine<Calls>(link, { build, threads, host: "worker", notice: notices });
  forgotten.register(engine, link);
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
    return this.#link.close(disposedError("engine"));
  }
}
