/**
 * The threads of an engine's pool, as their owner holds them: started beside the engine, not by it.
 *
 * They are not nested in the engine's worker for three reasons: a fault reaches the owner while the engine is blocked;
 * they load while the engine compiles; and Firefox (ESR 153) hangs in `new Worker` inside a worker when another tree of
 * nested workers has just been ended.
 */
import { MessageChannel } from "#platform/web-globals";
import { startWorker } from "#platform/workers";
import type { WorkerHandle } from "../platform/worker-handle.js";
import type { Fault } from "./faults.js";
import { wrongWorker } from "./hello.js";
import type { FromThread, ToThread } from "./messages.js";

/** The threads, and the engine's ends of the channels to them. */
export interface Pool {
  readonly threads: readonly WorkerHandle[];
  readonly ports: MessagePort[];
  /** Closes the channels: ports that were never sent would stay open for ever. The threads are ended by their owner. */
  close(): void;
}

/** What the owner of a pool is told. */
export interface PoolEvents {
  /** A panic or trap in a thread; the pool can do no more work. */
  fault(fault: Fault): void;
  /** A thread could not start, or is gone. */
  failure(reason: string): void;
}

/**
 * Starts `count` threads, workers of the threads build's `script`; they join the engine that gets the ports. Throws what the
 * host throws where it refuses one.
 */
export function spawnPool(count: number, script: string, events: PoolEvents): Pool {
  const threads: WorkerHandle[] = [];
  const ports: MessagePort[] = [];
  let isClosed = false;
  const close = () => {
    isClosed = true;
    for (const port of ports) port.close();
  };
  try {
    for (let index = 0; index < count; index++) {
      const { port1, port2 } = new MessageChannel();
      const thread = startWorker(script, {
        message: (data) => {
          const message = data as FromThread;
          if (message.type === "fault") return events.fault(message.fault);
          if (isClosed) return;
          const wrong = wrongWorker(message, "thread", thread.url, "threads");
          if (wrong !== undefined) events.failure(wrong);
          else thread.post({ type: "join", port: port1 } satisfies ToThread, [port1]);
        },
        failure: (reason) => events.failure(`thread ${thread.url}: ${reason}`),
      });
      threads.push(thread);
      ports.push(port2);
    }
  } catch (error) {
    // One that the system refuses: the others would keep the process alive.
    close();
    for (const thread of threads) void thread.terminate();
    throw error;
  }
  return { threads, ports, close };
}
