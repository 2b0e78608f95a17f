/**
 * Downloads, the same in both hosts: a fetch that has an end, a limit and an error one can act on.
 */
import { FashionWasmError } from "../errors.js";

/** Without a byte for so long, a download has failed. */
const STALL_MS = 30_000;

/** Options of {@link fetchBytes} and of `readBytes`. */
export interface ReadOptions {
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Refuse what is longer (IDX_TOO_LARGE); default: no limit. */
  readonly maxBytes?: number;
  /** Told as bytes of a download arrive: how many so far. */
  readonly onProgress?: (received: number) => void;
}

/**
 * Downloads a URL; null when there is no such file: status 404 or 410, or a web page in its place, as development
 * servers send it.
 *
 * Errors: DOWNLOAD_FAILED (no connection, another status, 30 s without a byte), IDX_TOO_LARGE,
 * the signal's reason.
 */
export async function fetchBytes(url: string | URL, options: ReadOptions = {}): Promise<Uint8Array | null> {
  const { signal } = options;
  signal?.throwIfAborted();
  const stop = new AbortController();
  const stalled = () => stop.abort(new Error(`no byte for ${STALL_MS / 1000} s`));
  const follow = () => stop.abort(signal?.reason);
  signal?.addEventListener("abort", follow, { once: true });
  const clock = { timer: setTimeout(stalled, STALL_MS) };
  try {
    const ask = () => fetch(url, { signal: stop.signal });
    // Once more: the server may just have closed the connection that was kept from an earlier request.
    const response = await ask().catch((cause) => (stop.signal.aborted ? Promise.reject(cause) : ask()));
    if (
      response.status === 404 ||
      response.status === 410 ||
      response.headers.get("content-type")?.includes("text/html")
    ) {
      await response.body?.cancel();
      return null;
    }
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
    const bytes = await collect(response, url, options, () => {
      clearTimeout(clock.timer);
      clock.timer = setTimeout(stalled, STALL_MS);
    });
    signal?.throwIfAborted();
    return bytes;
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof FashionWasmError) throw cause;
    throw new FashionWasmError("DOWNLOAD_FAILED", `cannot download ${url}: ${reasonOf(cause)}`, { cause });
  } finally {
    clearTimeout(clock.timer);
    signal?.removeEventListener("abort", follow);
    // Ends the transfer when we left it early; without effect when it is complete.
    stop.abort();
  }
}

/**
 * All bytes of the body. A body that ends too early is the host's to notice: the announced length is no measure here,
 * for it counts compressed bytes where a server compresses, and a page may not see that it does.
 */
async function collect(
  response: Response,
  url: string | URL,
  options: ReadOptions,
  alive: () => void,
): Promise<Uint8Array> {
  const { maxBytes = Number.POSITIVE_INFINITY, onProgress } = options;
  const parts: Uint8Array[] = [];
  let received = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    alive();
    received += part.value.length;
    if (received > maxBytes) {
      throw new FashionWasmError("IDX_TOO_LARGE", `${url}: has more than ${maxBytes} bytes, which is the limit`);
    }
    parts.push(part.value);
    onProgress?.(received);
  }
  const whole = new Uint8Array(received);
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

/** Node's fetch hides the reason ("fetch failed") one level down. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message || cause.message : cause.message;
}
