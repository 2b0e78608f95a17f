/**
 * Starts the threads of a pool, in Node and browsers alike: the JavaScript half of wasm-bindgen-rayon.
 *
 * The generated glue imports `startWorkers` from the crate's own workerHelpers.js; the build resolves that import to
 * this file (tsup.config.ts), because the original imports itself, which neither Node nor most bundlers can follow.
 */
import { spawnThread } from "#platform";
import type { WorkerHandle } from "../platform/worker-handle.js";
import type { FromThread, ToThread } from "./messages.js";

/** wasm-bindgen-rayon's pool before it is built. */
interface PoolBuilder {
  numThreads(): number;
  /** Address of the channel that hands each thread its place; valid while the builder lives. */
  receiver(): number;
  build(): void;
}

// Firefox ends a worker whose Worker object is collected; Rust reads the channel inside the builder from any thread.
const kept: (WorkerHandle | PoolBuilder)[] = [];
let faultPorts: MessagePort[] = [];

/** Called by the glue inside `initThreadPool`; resolves when every thread stands in the pool. */
export async function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  builder: PoolBuilder,
): Promise<void> {
  const receiver = builder.receiver();
  const starting = Array.from({ length: builder.numThreads() }, () => {
    const { port1, port2 } = new MessageChannel();
    faultPorts.push(port2);
    return startThread({ module, memory, receiver, faultPort: port1 });
  });
  kept.push(builder, ...(await Promise.all(starting)));
  builder.build();
}

/** Hands over the ports on which the threads of the last pool report faults. */
export function takeFaultPorts(): MessagePort[] {
  const taken = faultPorts;
  faultPorts = [];
  return taken;
}

function startThread(start: ToThread): Promise<WorkerHandle> {
  return new Promise((resolve, reject) => {
    const thread = spawnThread({
      message: (data) => {
        if ((data as FromThread).type === "hello") {
          thread.post(start, [start.faultPort]);
        } else {
          thread.unref();
          resolve(thread);
        }
      },
      failure: (reason) => reject(new Error(`a thread did not start: ${thread.url}: ${reason}`)),
    });
  });
}
