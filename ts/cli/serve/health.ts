/**
 * `GET /health`: whether the server takes photos now, and how much it has to do.
 */
import { type Answer, jsonAnswer } from "./answer.js";
import type { Held } from "./body.js";
import type { ServingEngine } from "./engine.js";
import type { Places } from "./places.js";

/** What is asked. */
export interface Watched {
  readonly engine: ServingEngine;
  readonly places: Places;
  readonly held: Held;
  readonly connections: () => number;
  readonly isStopping: () => boolean;
  /** Of `performance.now()`. */
  readonly startedAt: number;
}

/** 200 where it is ready, 503 where it stops or opens its classifier anew. */
export function health({ engine, places, held, connections, isStopping, startedAt }: Watched): Answer {
  const status = isStopping() ? "stopping" : engine.isReady ? "ready" : "restarting";
  const { rss, heapUsed } = process.memoryUsage();
  const { running, waiting, concurrency, queue } = places;
  const facts = {
    status,
    live: true,
    ready: status === "ready",
    uptimeSeconds: Number(((performance.now() - startedAt) / 1000).toFixed(1)),
    images: { running, waiting, concurrency, queue },
    heldBytes: held.bytes,
    connections: connections(),
    restarts: engine.restarts,
    memory: { rssBytes: rss, heapUsedBytes: heapUsed },
  };
  return status === "ready" ? jsonAnswer(200, facts) : jsonAnswer(503, facts, { "retry-after": "1" });
}
