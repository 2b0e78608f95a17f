/**
 * Workers as the rest of the house sees them: the same few verbs for worker_threads and for Web Workers.
 *
 * node/workers.ts and browser/workers.ts implement them. A worker that is started says "hello" by itself once its
 * script runs (serve.ts, thread.ts); only then is anything sent to it, because a blob worker loses earlier messages.
 */

/** A worker, held by the one who started it. */
export interface WorkerHandle {
  /** Where its script comes from, for error messages. */
  readonly url: string;
  post(message: unknown, transfer?: readonly Transferable[]): void;
  /** Ends the worker and the workers it started, even when it is blocked in wasm; resolves when it is gone. */
  terminate(): Promise<void>;
  /** Node: the worker keeps the process alive (as it does when new). Browsers: nothing. */
  ref(): void;
  /** Node: the process may end while the worker lives. Browsers: nothing. */
  unref(): void;
}

/** What a worker's owner is told. */
export interface WorkerEvents {
  message(data: unknown): void;
  /** The worker could not start, threw, or is gone; may be told more than once, also after terminate(). */
  failure(reason: string): void;
}

/** Whether the host allows something. */
export interface Permission {
  readonly available: boolean;
  /** Why not, as the end of a sentence; empty when available. */
  readonly reason: string;
}

/** How many threads can run at the same time. */
export interface Parallelism {
  /** Whole threads that get computing time, at least 1. */
  readonly threads: number;
  /** Cores they may run on; more than `threads` where computing time is limited. */
  readonly cores: number;
  /** What limits `threads` to fewer than `cores`, as the end of a sentence; else empty. */
  readonly limit: string;
}
