/**
 * An engine in its worker, seen from the caller's thread: the default, in Node and browsers.
 *
 * This is the face; link.ts is the connection behind it. An engine that its caller has forgotten is ended.
 */
import type { BuildChoice } from "./choice.js";
import { disposedError } from "./faults.js";
import type { InstanceOptions } from "./instance.js";
import { EngineLink } from "./link.js";
import type { Engine, EngineCalls, EngineInfo, EngineMethod } from "./protocol.js";

// The link leads to its engine only while calls are under way, or no engine would ever be forgotten.
const forgotten = new FinalizationRegistry<EngineLink>((link) => void link.close(disposedError("engine")));

/** Starts an engine in a worker; `script` replaces the packaged worker script. */
export async function startWorkerEngine(
  choice: BuildChoice,
  options: InstanceOptions,
  script: string | undefined,
): Promise<Engine> {
  const link = new EngineLink();
  const notice = await link.start(choice, options, script);
  const { build, threads } = choice;
  const notices = [choice.notice, notice].filter((text) => text !== "").join("; ");
  const engine = new WorkerEngine(link, { build, threads, host: "worker", notice: notices });
  forgotten.register(engine, link);
  return engine;
}

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
