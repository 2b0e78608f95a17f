/**
 * Node's HTTP server with the limits of ours: for the head of a request, for connections, and for a client that reads nothing.
 */
import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { problemAnswer, send } from "./answer.js";
import { Connections } from "./connections.js";
import { type Handling, handle } from "./handler.js";
import { Problem } from "./problem.js";
import { parserProblem, sendRaw } from "./raw-answer.js";
import { requestIdOf } from "./request-id.js";
import type { Limits } from "./settings.js";

/** How often Node looks for requests that are late. */
const LOOK_MS = 500;
/** A connection on which no further request has come. */
const KEEP_ALIVE_MS = 5000;
const HEAD_BYTES = 16 * 1024;
/** After our own limit of a body's time, which has a better answer. */
const AFTER_MS = 5000;

/** A server, and its connections. */
export interface HttpServer {
  readonly server: Server;
  readonly connections: Connections;
}

/** Makes the server, which does not listen yet; `handling` is asked for when the first request is there. */
export function httpServer(limits: Limits, handling: () => Omit<Handling, "connections">): HttpServer {
  const server = createServer({
    connectionsCheckingInterval: LOOK_MS,
    headersTimeout: limits.headMs,
    requestTimeout: limits.timeoutMs + AFTER_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: HEAD_BYTES,
    requireHostHeader: false, // ours has a body
    noDelay: true,
  });
  // Neither reads nor writes: longer than everything that is allowed.
  server.setTimeout(2 * limits.timeoutMs + AFTER_MS, (socket: Socket) => socket.destroy());
  const connections = new Connections(server, limits.maxConnections);
  const all = () => ({ ...handling(), connections });
  server.on("request", (request, response) => void handle(request, response, false, all()));
  server.on("checkContinue", (request, response) => void handle(request, response, true, all()));
  server.on("checkExpectation", (request, response) => {
    const requestId = requestIdOf(request.headers["x-request-id"]);
    const problem = new Problem(417, "EXPECTATION", "the only expectation that is met here is 100-continue");
    send(problemAnswer(problem, requestId), { request, response, requestId, close: true });
  });
  server.on("clientError", (error, socket) => {
    const problem = parserProblem(error);
    if (problem === null || !socket.writable) socket.destroy();
    else if (!connections.fail(socket as Socket, problem)) sendRaw(problem, socket);
  });
  // Tunnels are not for us.
  server.on("connect", (_request, socket) => {
    socket.on("error", () => socket.destroy()); // Node has taken its own listener away
    sendRaw(new Problem(405, "METHOD_NOT_ALLOWED", "this server is no proxy"), socket);
  });
  return { server, connections };
}
