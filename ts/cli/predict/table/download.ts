/**
 * Downloads photos, with limits: of time and bytes of each, of redirects, and of requests at the same time.
 *
 * Nothing is sent but the request: no cookies, no referrer. What a server refuses for a moment (429, 503) is asked for again,
 * after the time that it names.
 */
import { FashionWasmError } from "../../../index.js";
import { messageOf } from "../../../options/kinds.js";
import { shownAddress } from "../../../platform/address.js";

/** Limits of downloads. */
export interface DownloadLimits {
  /** Seconds for one photo, redirects and second tries apart. */
  readonly seconds: number;
  /** Bytes of one photo. */
  readonly bytes: number;
  readonly redirects: number;
  /** Requests at the same time. */
  readonly parallel: number;
}

/** Default limits. */
export const DOWNLOAD_LIMITS: DownloadLimits = { seconds: 30, bytes: 20 * 2 ** 20, redirects: 5, parallel: 8 };

/** So often a photo is asked for. */
const TRIES = 3;
/** The longest wait before another try, in seconds. */
const LONGEST_WAIT = 30;

/** A try that may be followed by another, in so many seconds. */
class Later extends Error {
  constructor(
    what: string,
    readonly seconds: number,
  ) {
    super(what);
  }
}

/** Downloads under way, and those that wait for their turn. */
export class Download {
  readonly #limits: DownloadLimits;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: Partial<DownloadLimits> = {}) {
    this.#limits = { ...DOWNLOAD_LIMITS, ...limits };
  }

  /** The bytes. Errors: DOWNLOAD_FAILED, IMAGE_TOO_LARGE, INVALID_ARGUMENT, the signal's reason. */
  async get(url: string, signal: AbortSignal): Promise<Uint8Array> {
    if (this.#running >= this.#limits.parallel) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#running += 1;
    try {
      return await this.#tried(url, signal);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #tried(url: string, signal: AbortSignal): Promise<Uint8Array> {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      try {
        return await this.#once(url, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Later)) throw error;
        if (attempt === TRIES) throw failed(url, `${error.message}, ${TRIES} times`);
        await pause(Math.min(LONGEST_WAIT, Math.max(error.seconds, 2 ** (attempt - 1))) * 1000, signal);
      }
    }
  }

  async #once(url: string, signal: AbortSignal): Promise<Uint8Array> {
    const { seconds, redirects } = this.#limits;
    // One for each try: what is derived of a signal that lives long is kept as long.
    const both = new AbortController();
    const stop = () => both.abort();
    let isLate = false;
    const clock = setTimeout(() => {
      isLate = true;
      stop();
    }, seconds * 1000);
    signal.addEventListener("abort", stop, { once: true });
    try {
      let address = addressOf(url);
      for (let followed = 0; ; followed++) {
        const response = await fetch(address, {
          redirect: "manual",
          signal: both.signal,
          credentials: "omit",
          headers: HEADERS,
        });
        const location = response.headers.get("location");
        if (response.status < 300 || response.status > 399 || location === null) return await this.#body(url, response);
        await response.body?.cancel();
        if (followed === redirects) throw failed(url, `it leads on more than ${redirects} times`);
        address = addressOf(URL.canParse(location, address) ? new URL(location, address).href : location);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof FashionWasmError || error instanceof Later) throw error;
      if (isLate) throw failed(url, `it took more than ${seconds} s (--fetch-timeout)`);
      // undici hides the reason in the cause.
      const { cause } = error as { cause?: { code?: string; message?: string } };
      throw new Later(`no answer (${cause?.code ?? cause?.message ?? messageOf(error)})`, 0);
    } finally {
      clearTimeout(clock);
      signal.removeEventListener("abort", stop);
    }
  }

  async #body(url: string, response: Response): Promise<Uint8Array> {
    const { status, headers, body } = response;
    if (!response.ok || body === null) {
      await body?.cancel();
      if (status === 429 || status === 503)
        throw new Later(`status ${status}`, Number(headers.get("retry-after")) || 0);
      throw failed(url, `status ${status}`);
    }
    const { bytes } = this.#limits;
    const tooLarge = () => {
      const what = `${shownAddress(url)} has more than ${bytes} bytes, the limit (--fetch-size)`;
      return new FashionWasmError("IMAGE_TOO_LARGE", what);
    };
    if (Number(headers.get("content-length")) > bytes) {
      await body.cancel();
      throw tooLarge();
    }
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      length += piece.length;
      if (length > bytes) throw tooLarge();
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }
}

/** What can be read here: servers that choose by it send nothing else. */
const HEADERS = { accept: "image/png, image/jpeg, image/webp, */*;q=0.1", "user-agent": "fashion-wasm" };

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") return url;
  const what = `${shownAddress(text)} is no address that is downloaded → give one of http: or https:, without a password`;
  throw new FashionWasmError("INVALID_ARGUMENT", what);
}

function failed(url: string, what: string): FashionWasmError {
  return new FashionWasmError("DOWNLOAD_FAILED", `${shownAddress(url)}: ${what}`);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
