/**
 * What a server is started with: the options of `fashion-wasm serve`, and what stands for those that were left out.
 */
import { availableParallelism } from "node:os";
import { UsageError } from "../exit.js";
import { TOP_K } from "../predict/top-k.js";

/** The options as they were given. */
export interface ServeSettings {
  readonly model?: string;
  readonly host: string;
  readonly port: number;
  readonly allowHost: readonly string[];
  readonly threads?: number;
  readonly topK?: number;
  readonly maxBody: number;
  readonly maxPixels: number;
  readonly maxImages?: number;
  readonly maxConnections: number;
  readonly concurrency?: number;
  readonly queue?: number;
  readonly timeout: number;
  readonly grace: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** Defaults of options, in the help and in the description of the API too. */
export const DEFAULTS = {
  host: "127.0.0.1",
  port: 8080,
  maxBody: 16 * 2 ** 20,
  /** Phones take photos of 48 million pixels. */
  maxPixels: 50_000_000,
  maxImages: 32,
  maxConnections: 512,
  timeout: 30,
  grace: 10,
  topK: TOP_K,
} as const;

/** The most pixels that the classifier itself decodes. */
export const MOST_PIXELS = 64_000_000;

/** What bounds the work of a server. */
export interface Limits {
  /** Bytes of a request's body. */
  readonly maxBody: number;
  /** Bytes of all bodies that are held at the same time. */
  readonly maxHeld: number;
  readonly maxPixels: number;
  /** Images of one request. */
  readonly maxImages: number;
  readonly maxConnections: number;
  /** Images under way at the same time, and those that may wait. */
  readonly concurrency: number;
  readonly queue: number;
  /** For a request's body to arrive, and for the request as a whole. */
  readonly timeoutMs: number;
  /** For the head of a request. */
  readonly headMs: number;
  /** For requests under way when the server is to stop. */
  readonly graceMs: number;
}

/** While some are prepared, others are predicted: of fewer a core, workers wait. */
const UNDER_WAY = 8;
/** Images that wait for each that is under way. */
const WAITING = 4;
/** Bodies of the largest size that are held at the same time. */
const LARGEST_BODIES = 16;
const MOST_HEAD_MS = 10_000;

/** The limits of a server with these options. Errors: USAGE for more images of a request than could ever be taken. */
export function limitsOf(settings: ServeSettings): Limits {
  const { maxBody, maxPixels, maxConnections, timeout, grace } = settings;
  const concurrency = settings.concurrency ?? Math.min(64, UNDER_WAY * availableParallelism());
  const queue = settings.queue ?? WAITING * concurrency;
  const room = concurrency + queue;
  const maxImages = settings.maxImages ?? Math.min(DEFAULTS.maxImages, room);
  if (maxImages > room) {
    const what = `--max-images ${maxImages}: the server takes ${room} images at the same time (--concurrency ${concurrency}, --queue ${queue})`;
    throw new UsageError(`${what} → give ${room} or less, or a longer queue`);
  }
  const timeoutMs = timeout * 1000;
  return {
    maxBody,
    maxHeld: LARGEST_BODIES * maxBody,
    maxPixels,
    maxImages,
    maxConnections,
    concurrency,
    queue,
    timeoutMs,
    headMs: Math.min(MOST_HEAD_MS, timeoutMs),
    graceMs: grace * 1000,
  };
}
