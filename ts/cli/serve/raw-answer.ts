/**
 * Requests that Node cannot read, or that come too slowly: an answer written to the connection, which then ends.
 */
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { problemAnswer } from "./answer.js";
import { Problem } from "./problem.js";
import { requestIdOf } from "./request-id.js";

/** The problem of an error that Node's parser has told; null where nobody is there to read an answer. */
export function parserProblem({ code = "" }: NodeJS.ErrnoException): Problem | null {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new Problem(408, "REQUEST_TIMEOUT", "the request did not arrive in time");
  if (code === "HPE_HEADER_OVERFLOW") return new Problem(431, "HEADERS_TOO_LARGE", "the headers are too large");
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW")
    return new Problem(413, "BODY_TOO_LARGE", "the chunk extensions are too large");
  return code.startsWith("HPE_") ? new Problem(400, "BAD_REQUEST", "this is no valid HTTP/1.1 request") : null;
}

/** Writes the answer, and ends the connection. */
export function sendRaw(problem: Problem, socket: Duplex): void {
  const requestId = requestIdOf(undefined);
  const { status, type, body } = problemAnswer(problem, requestId);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${type}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    "cache-control: no-store",
    "x-content-type-options: nosniff",
    "connection: close",
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
