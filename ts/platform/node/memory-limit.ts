/**
 * Why Node refuses a wasm memory, as far as the system tells.
 *
 * Node 20 and 22 reserve 10 GiB of address space for each wasm memory, whatever its maximum, so that bounds are checked by
 * traps: under `ulimit -v` no smaller memory helps. Without the trap handler, and where Node 24 finds such a limit, it is the
 * maximum alone.
 */
import { readSystemFile } from "./system-file.js";

/** Returns `the reason → what to do`, or null where no limit is known. */
export function memoryLimit(): string | null {
  const bytes = addressSpaceLimit();
  if (bytes === null) return null;
  const limit = `the address space of this process is limited to ${Math.floor(bytes / 2 ** 20)} MiB (ulimit -v)`;
  if (hasNoTrapHandler() || Number(process.versions.node.split(".")[0]) >= 24)
    return `${limit} → raise the limit, or take a smaller maxMemoryMiB by init()`;
  const reserved = "and this Node reserves some 10 GiB of it for each wasm memory, however small";
  const advice = "lift the limit (ulimit -v unlimited), take Node 24, or start Node with --disable-wasm-trap-handler";
  return `${limit}, ${reserved} → ${advice} (also in NODE_OPTIONS)`;
}

/** In bytes; null where there is none, or the system does not tell. */
function addressSpaceLimit(): number | null {
  const [, soft] = /^Max address space +(\d+)/m.exec(readSystemFile("/proc/self/limits")) ?? [];
  return soft === undefined ? null : Number(soft);
}

/** Not process.execArgv, which a worker of ours has of its own. */
function hasNoTrapHandler(): boolean {
  const started = readSystemFile("/proc/self/cmdline")
    .split("\0")
    .concat((process.env.NODE_OPTIONS ?? "").split(/\s+/));
  return started.includes("--disable-wasm-trap-handler");
}
