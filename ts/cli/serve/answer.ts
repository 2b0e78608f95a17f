/**
 * An answer, and how it goes out: with its headers, and with the connection closed where the request was not read to its end.
 *
 * A connection that is closed with bytes unread is reset, and the client may lose the answer that says why. So the answer goes
 * out whole, and what still comes is thrown away for a moment, before the connection ends. Of a small body the rest is read instead,
 * and the connection stays: a client that is told to try again need not connect again.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { hasBody } from "./body.js";
import type { Problem } from "./problem.js";

/** An answer to a request. */
export interface Answer {
  readonly status: number;
  /** Its type; null for an answer without a body. */
  readonly type: string | null;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = "application/json; charset=utf-8";

/** Headers of every answer. */
const COMMON = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
};

/** Milliseconds in which a client may take note of an answer and stop sending. */
const LINGER_MS = 1000;

/** A body of which the rest is read, once the answer is out. */
const SMALL_BODY = 64 * 1024;

/** An answer in JSON. */
export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: JSON_TYPE, body: `${JSON.stringify(value)}\n`, headers };
}

/** The answer that tells a problem. */
export function problemAnswer({ status, code, message, headers }: Problem, requestId: string): Answer {
  return jsonAnswer(status, { error: { code, message }, requestId }, headers);
}

/** How an answer is sent. */
export interface Sending {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  /** Whether the connection is to end in any case. */
  readonly close: boolean;
}

/** Sends an answer; returns the bytes of its body. */
export function send(
  { status, type, body, headers = {} }: Answer,
  { request, response, requestId, close }: Sending,
): number {
  if (response.headersSent || response.destroyed) return 0;
  const unread = hasBody(request) && !request.complete && !isSmall(request);
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    ...COMMON,
    "x-request-id": requestId,
    ...(type === null ? {} : { "content-type": type, "content-length": bytes.length }),
    ...(close || unread ? { connection: "close" } : {}),
    ...headers,
  });
  if (!unread) {
    response.end(bytes);
    return bytes.length;
  }
  if (bytes.length > 0) response.write(bytes);
  else response.flushHeaders();
  linger(request, response);
  return bytes.length;
}

/** Whether a body is, that nobody has begun to read, and that the client sends without being asked. */
function isSmall({ headers, readableFlowing }: IncomingMessage): boolean {
  const length = Number(headers["content-length"] ?? Number.NaN);
  return readableFlowing === null && length <= SMALL_BODY && headers.expect === undefined;
}

function linger(request: IncomingMessage, response: ServerResponse): void {
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.once("end", end).once("close", end);
  request.resume();
}
