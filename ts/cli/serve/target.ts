/**
 * What a request asks for: path and query, from any form of target that HTTP has.
 */
import type { IncomingMessage } from "node:http";
import { Problem } from "./problem.js";

/** A target. */
export interface Target {
  /** As it came, without resolving dots: an unknown path is an unknown path. `*` of `OPTIONS *`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Host and port: of the target where it has them (absolute form), else of the header Host. */
  readonly authority: string | undefined;
}

/** Reads the target. Errors: 400 BAD_REQUEST. */
export function targetOf({ url = "", headers, httpVersion }: IncomingMessage): Target {
  const [, absolute, rest = url] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  const [, path = "", query = ""] = /^([^?#]*)(?:\?([^#]*))?/.exec(rest) ?? [];
  const authority = absolute ?? headers.host;
  if (authority === undefined && httpVersion === "1.1")
    throw new Problem(400, "BAD_REQUEST", "the header Host is missing");
  const named = absolute !== undefined && path === "" ? "/" : path;
  if (!named.startsWith("/") && named !== "*")
    throw new Problem(400, "BAD_REQUEST", "the target of the request is not valid");
  return { path: named, query: new URLSearchParams(query), authority };
}
