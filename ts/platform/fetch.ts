/**
 * Downloads, the same in both hosts: a fetch that has an end, a limit and an error one can act on.
 */
import { fetchAdvice } from "#platform/fetch-advice";
import { FashionWasmError } from "../errors.js";
import { isKind, messageOf } from "../options/kinds.js";
import { shownAddress } from "./address.js";
import { type Chunks, joined } from "./chunks.js";
import type { HostAbortSignal, HostUrl } from "./host-types.js";

/** Without a byte for so long, a download has failed. */
const STALL_MS = 30_000;

/** Options of {@link fetchBytes} and of `readBytes`. */
export interface ReadOptions {
  /** Ends the work: the promise rejects with the signal's reason. */
  readonly signal?: HostAbortSignal;
  /** The function that reads, for the message of an address that is none. */
  readonly where?: string;
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
export async function fetchBytes(url: string | HostUrl, options: ReadOptions = {}): Promise<Uint8Array | null> {
  const { maxBytes = Number.POSITIVE_INFINITY, onProgress } = options;
  const chunks = await fetchChunks(url, options);
  if (chunks === null) return null;
  const bytes = await joined(shownAddress(url), chunks, maxBytes, onProgress);
  options.signal?.throwIfAborted();
  return bytes;
}

/** The error for what is not there. */
export function notThere(url: HostUrl): FashionWasmError {
  return new FashionWasmError("DOWNLOAD_FAILED", `cannot download ${shownAddress(url)}: there is no such file`);
}

/**
 * The same, piece by piece, as they arrive; the transfer ends when the pieces are left. A body that ends too early is the
 * host's to notice: the announced length is no measure here, for it counts compressed bytes where a server compresses, and
 * a page may not see that it does.
 */
export async function fetchChunks(url: string | HostUrl, { signal }: ReadOptions = {}): Promise<Chunks | null> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const follow = () => stop.abort(signal?.reason);
  signal?.addEventListener("abort", follow, { once: true });
  const watch = () => setTimeout(() => stop.abort(new Error(`no byte for ${STALL_MS / 1000} s`)), STALL_MS);
  let timer = watch();
  const leave = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", follow);
    // Ends the transfer when we left it early; without effect when it is complete.
    stop.abort();
  };
  const failure = (cause: unknown) => {
    if (signal?.aborted) return signal.reason;
    const message = `cannot download ${shownAddress(url)}: ${reasonOf(cause)}${fetchAdvice(cause)}`;
    return new FashionWasmError("DOWNLOAD_FAILED", message, { cause });
  };
  async function* pieces(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
    try {
      const reader = body?.getReader();
      for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
        clearTimeout(timer); // and none runs while the receiver is at work
        yield part.value;
        timer = watch();
      }
    } catch (cause) {
      throw failure(cause);
    } finally {
      leave();
    }
  }
  try {
    const ask = () => fetch(url, { signal: stop.signal });
    // Once more: the server may just have closed the connection that was kept from an earlier request.
    const response = await ask().catch((cause) => (stop.signal.aborted ? Promise.reject(cause) : ask()));
    const { status } = response;
    if (status === 404 || status === 410 || response.headers.get("content-type")?.includes("text/html")) {
      leave();
      return null;
    }
    if (!response.ok) throw new Error(`the server answered ${status} ${response.statusText}`.trim());
    return pieces(response.body);
  } catch (cause) {
    leave();
    throw failure(cause);
  }
}

/** Node's fetch hides the reason ("fetch failed") one level down. */
function reasonOf(cause: unknown): string {
  const hidden: unknown = (cause as Partial<Error> | undefined)?.cause;
  return (isKind(hidden, "Error") && hidden.message) || messageOf(cause);
}
