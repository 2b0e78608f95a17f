/**
 * The connections of a server, at most so many: for a new one too many, the one that has been idle longest is ended, so that
 * whoever opens connections and sends nothing locks nobody out. Idle is one that no request is under way on.
 */
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Problem } from "./problem.js";

/** Ends a request with a problem. */
type Fail = (problem: Problem) => void;

/** The connections of one server. */
export class Connections {
  readonly #most: number;
  /** Each with its requests under way; idle ones stand in the order in which they became so. */
  readonly #requests = new Map<Socket, Set<Fail>>();
  /** Requests under way, on all. */
  #underWay = 0;
  #onQuiet: (() => void)[] = [];

  constructor(server: Server, most: number) {
    this.#most = most;
    server.on("connection", (socket) => this.#add(socket));
  }

  get count(): number {
    return this.#requests.size;
  }

  /** Resolves when no request is under way. */
  quiet(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onQuiet.push(resolve));
  }

  /** A request on it has begun, which `fail` ends. */
  begin(socket: Socket, fail: Fail): void {
    this.#underWay++;
    this.#requests.get(socket)?.add(fail);
  }

  /** A request on it has its answer. */
  end(socket: Socket, fail: Fail): void {
    this.#underWay--;
    if (this.#underWay === 0) for (const resolve of this.#onQuiet.splice(0)) resolve();
    const requests = this.#requests.get(socket);
    if (requests === undefined) return;
    requests.delete(fail);
    this.#requests.delete(socket); // it goes to the end of the row
    this.#requests.set(socket, requests);
  }

  /** Ends the last request under way on it; `false` where there is none. */
  fail(socket: Socket, problem: Problem): boolean {
    const last = [...(this.#requests.get(socket) ?? [])].at(-1);
    last?.(problem);
    return last !== undefined;
  }

  #add(socket: Socket): void {
    if (this.#requests.size >= this.#most) {
      const idle = this.#longestIdle();
      if (idle === undefined) {
        socket.destroy();
        return;
      }
      this.#requests.delete(idle);
      idle.destroy();
    }
    this.#requests.set(socket, new Set());
    socket.once("close", () => this.#requests.delete(socket));
  }

  #longestIdle(): Socket | undefined {
    for (const [socket, requests] of this.#requests) if (requests.size === 0) return socket;
    return undefined;
  }
}
