/**
 * Lets the threads of a pool join, in Node and browsers alike: the JavaScript half of wasm-bindgen-rayon.
 *
 * The generated glue imports `startWorkers` from the crate's own workerHelpers.js; the build resolves that import to
 * this file (tsup.config.ts), because the original imports itself, which neither Node nor most bundlers can follow.
 */
import type { FromJoined, ThreadStart } from "./messages.js";

/** wasm-bindgen-rayon's pool before it is built. */
interface PoolBuilder {
  numThreads(): number;
  /** Address of the channel that hands each thread its place; valid while the builder lives. */
  receiver(): number;
  build(): void;
}

let threadPorts: readonly MessagePort[] = [];
// Threads read the channel inside the builder: it must never be collected.
const builders: PoolBuilder[] = [];

/** Names the channels to the threads that the next `initThreadPool(ports.length)` takes. */
export function useThreads(ports: readonly MessagePort[]): void {
  threadPorts = ports;
}

/** Called by the glue inside `initThreadPool`; resolves when every thread stands in the pool. */
export async function startWorkers(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  builder: PoolBuilder,
): Promise<void> {
  builders.push(builder);
  if (threadPorts.length !== builder.numThreads()) {
    throw new Error(`there are ${threadPorts.length} threads for a pool of ${builder.numThreads()}`);
  }
  const start: ThreadStart = { module, memory, receiver: builder.receiver() };
  await Promise.all(threadPorts.map((port) => join(port, start)));
  builder.build();
}

function join(port: MessagePort, start: ThreadStart): Promise<void> {
  return new Promise((resolve) => {
    const messages: { readonly [M in FromJoined]: () => void } = {
      joined: () => port.postMessage(start),
      ready: () => {
        port.close();
        resolve();
      },
    };
    port.onmessage = ({ data }) => messages[data as FromJoined]();
  });
}
