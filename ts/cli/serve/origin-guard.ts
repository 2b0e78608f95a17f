/**
 * Which requests are answered at all: not those of a page elsewhere that a browser on this machine shows.
 *
 * A page can let its own name mean 127.0.0.1 (DNS rebinding) and then read what this server says; its requests carry that name
 * as their host. On a loopback address, hosts of other names are refused. And a page can send photos anywhere without reading the
 * answer; its requests carry its origin, and are refused where they would do work.
 */
import type { IncomingMessage } from "node:http";
import { Problem } from "./problem.js";

/** Names of this machine for itself. */
const OWN_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/** An address as it stands in a URL. */
export function inUrl(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** Checks hosts and origins for a server at `host`; `allowed` are names that lead to it by other ways. */
export class OriginGuard {
  readonly #names: ReadonlySet<string> | null;
  readonly #allowed: ReadonlySet<string>;

  constructor(host: string, allowed: readonly string[]) {
    this.#allowed = new Set(allowed.map((name) => name.toLowerCase()));
    this.#names = isLoopback(host) ? new Set([...OWN_NAMES, inUrl(host).toLowerCase(), ...this.#allowed]) : null;
  }

  /** `authority`: host and port as the request names them. Errors: 403 HOST_REFUSED, ORIGIN_REFUSED; 400 BAD_REQUEST. */
  check({ method, headers }: IncomingMessage, authority: string | undefined): void {
    const host = authority === undefined ? null : parsed(`http://${authority}`);
    if (authority !== undefined && host === null) throw new Problem(400, "BAD_REQUEST", "the header Host is not valid");
    if (this.#names !== null && host !== null && !this.#names.has(host.hostname)) {
      const what = "this server answers by the name of its own machine, and the request names another host";
      throw new Problem(403, "HOST_REFUSED", `${what} → start it with --allow-host, if the name is yours`);
    }
    const { origin } = headers;
    if (origin === undefined || method === "GET" || method === "HEAD" || method === "OPTIONS") return;
    const from = parsed(origin);
    const isSame = from !== null && host !== null && from.host === hostFor(host, from.protocol);
    if (isSame || (from !== null && this.#allowed.has(from.hostname))) return;
    const what = "the request comes from a page of another site";
    throw new Problem(403, "ORIGIN_REFUSED", `${what} → start the server with --allow-host, if the site is yours`);
  }
}

/** Host and port, a port left out where it is the one of `protocol`: a proxy may speak TLS before this server. */
function hostFor(host: URL, protocol: string): string {
  const usual = { "http:": "80", "https:": "443" }[protocol];
  return host.port === usual ? host.hostname : host.host;
}

function parsed(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) && url.hostname !== "" && url.username === "" && url.pathname === "/"
    ? url
    : null;
}
