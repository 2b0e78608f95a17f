/**
 * The review as a server on loopback: one page, the photos of the table by their rows, and decisions.
 *
 * Every address begins with a secret that only the terminal shows, so that neither other users of the machine nor pages of other
 * sites can ask for anything; requests that name another host (DNS rebinding) or come from another origin are refused.
 * Routes: routes.ts.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { FashionWasmError } from "../../index.js";
import { UsageError } from "../exit.js";

/** An answer; `stream`: written by the function, which ends it. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly stream?: (response: ServerResponse) => void | Promise<void>;
}

/** A request that may be answered. */
export interface Asked {
  readonly method: string;
  /** Parts of the path after the secret. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** The JSON that was sent. Errors: INVALID_ARGUMENT. */
  json(): Promise<unknown>;
}

/** A server that runs. */
export interface Listening {
  /** The address of the page, with the secret. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Headers of every answer: nothing is kept, read by other origins, or taken for what it is not. */
const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "x-frame-options": "DENY",
};

/** What is not a page needs nothing, and a file that a browser takes for a document may do nothing. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Bytes of a request: some hundred decisions. */
const MOST_BYTES = 1024 * 1024;

/**
 * Starts the server.
 *
 * @param session what `GET /session`, which needs no secret, says: by it another process knows that this one lives.
 * @throws UsageError for a port that is taken or not allowed.
 */
export async function listen(
  port: number,
  session: string,
  answerTo: (asked: Asked) => Promise<Answer | null>,
): Promise<Listening> {
  const secret = randomBytes(24).toString("base64url");
  const server = createServer((request, response) => {
    void respond(request, response, { secret, session, port: portOf(server), answerTo });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  }).catch((cause: NodeJS.ErrnoException) => {
    const why = { EADDRINUSE: "is in use by another program", EACCES: "may not be used by this user" }[
      cause.code ?? ""
    ];
    throw new UsageError(`--port ${port} ${why ?? `cannot be used (${cause.message})`} → leave it out for a free one`);
  });
  return {
    address: `http://127.0.0.1:${portOf(server)}/${secret}/`,
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

interface Surroundings {
  readonly secret: string;
  readonly session: string;
  readonly port: number;
  readonly answerTo: (asked: Asked) => Promise<Answer | null>;
}

async function respond(request: IncomingMessage, response: ServerResponse, surroundings: Surroundings): Promise<void> {
  const { status = 200, headers, body, stream } = await answered(request, surroundings).catch(failed);
  response.writeHead(status, { ...HEADERS, "content-security-policy": NOTHING, ...headers });
  if (stream === undefined) response.end(body);
  else await stream(response);
}

async function answered(request: IncomingMessage, { secret, session, port, answerTo }: Surroundings): Promise<Answer> {
  const { method = "", headers, url = "/" } = request;
  const names = ["127.0.0.1", "localhost"].map((name) => `${name}:${port}`);
  if (!names.includes(headers.host ?? "")) return refused(403, "this is not the host that is asked for");
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  if (pathname === "/session" && method === "GET") return { body: session };
  const [, first = "", ...path] = pathname.split("/");
  if (!isSame(first, secret)) return refused(403, "open the address that the terminal shows");
  const { origin } = headers;
  const isForeign = origin !== undefined && !names.some((name) => origin === `http://${name}`);
  if (isForeign || headers["sec-fetch-site"] === "cross-site") return refused(403, "another origin may not ask");
  const asked: Asked = { method, path, query: searchParams, headers, json: () => jsonOf(request) };
  return (await answerTo(asked)) ?? refused(404, "there is nothing here");
}

function isSame(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refused(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${body}\n` };
}

/** Errors of writing are the server's, others the request's. */
function failed(error: unknown): Answer {
  if (!(error instanceof FashionWasmError)) return refused(500, String(error));
  return refused(error.code === "INVALID_ARGUMENT" ? 400 : 507, error.message);
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const wrong = (what: string) => new FashionWasmError("INVALID_ARGUMENT", `review: ${what}`);
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) throw wrong("expected application/json");
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw wrong(`the request has more than ${MOST_BYTES} bytes`);
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString());
  } catch {
    throw wrong("the request is no JSON");
  }
}
