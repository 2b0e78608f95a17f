/**
 * A request from its head to its line in the log.
 */
import { setMaxListeners } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { problemAnswer, send } from "./answer.js";
import type { Connections } from "./connections.js";
import { CLIENT_GONE, type Log } from "./log.js";
import type { OriginGuard } from "./origin-guard.js";
import { Problem, problemOf, unavailable } from "./problem.js";
import { requestIdOf } from "./request-id.js";
import { answerTo, type House } from "./routes.js";
import { targetOf } from "./target.js";

/** What requests are handled with. */
export interface Handling {
  readonly house: House;
  readonly guard: OriginGuard;
  readonly connections: Connections;
  readonly log: Log;
  /** Aborts when requests under way have to end. */
  readonly end: AbortSignal;
}

/** Handles a request; never rejects. `expectsContinue`: the client waits before it sends the body. */
export async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  expectsContinue: boolean,
  handling: Handling,
): Promise<void> {
  const { house, guard, connections, log, end } = handling;
  const began = performance.now();
  const { method = "", socket } = request;
  const requestId = requestIdOf(request.headers["x-request-id"]);
  const controller = new AbortController();
  const { signal } = controller;
  setMaxListeners(0, signal); // all images of a form listen to it
  const stop = () => controller.abort(end.reason);
  let [path, code]: [string, string | undefined] = ["", undefined];
  let [received, sent] = [0, 0];
  let timer: NodeJS.Timeout | undefined;

  const fail = (problem: Problem) => controller.abort(problem);
  connections.begin(socket, fail);
  if (end.aborted) stop();
  else end.addEventListener("abort", stop, { once: true });
  response.on("error", () => undefined); // a client that has gone is told by `close`
  response.once("close", () => {
    clearTimeout(timer);
    end.removeEventListener("abort", stop);
    connections.end(socket, fail);
    if (!response.writableFinished) controller.abort(new Problem(CLIENT_GONE, "CLIENT_GONE", "the client has gone"));
    log.request({
      requestId,
      method,
      path,
      code: response.headersSent ? code : "CLIENT_GONE",
      status: response.headersSent ? response.statusCode : CLIENT_GONE,
      ms: performance.now() - began,
      received,
      sent,
    });
  });
  const onBytes = (bytes: number) => {
    received += bytes;
  };
  const onReceived = () => {
    const { timeoutMs } = house.limits;
    const late = unavailable("TIMEOUT", `the answer was not ready within ${timeoutMs / 1000} s → try again`);
    timer = setTimeout(() => controller.abort(late), timeoutMs);
  };

  const answering = async () => {
    const target = targetOf(request);
    path = target.path;
    guard.check(request, target.authority);
    const { query } = target;
    return answerTo(house, method, path, { request, response, expectsContinue, query, signal, onBytes, onReceived });
  };
  const sending = { request, response, requestId, close: false };
  try {
    const answer = await unlessAborted(answering(), signal);
    sent = send(answer, { ...sending, close: house.isStopping() });
  } catch (error) {
    const problem = problemOf(error);
    code = problem.code;
    if (problem.status === 500) log.fault(requestId, error);
    sent = send(problemAnswer(problem, requestId), { ...sending, close: house.isStopping() });
  }
}

/** What `work` does after the signal has aborted is its own affair: a photo that is being prepared cannot be stopped. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave = () => {};
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", leave);
    aborted.catch(() => undefined);
    work.catch(() => undefined);
  }
}
