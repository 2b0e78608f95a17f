/**
 * A small static server over the repository, for pages in real browsers: with or without cross-origin isolation,
 * with a Content-Security-Policy, as a CDN of another origin, and with single answers replaced by broken ones.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** An answer instead of the usual one; without a `body` it has the file's bytes. */
export interface Answer {
  readonly status?: number;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers of every answer that this one lacks. */
  readonly omit?: readonly string[];
}

export interface ServerOptions {
  /** Sends COOP and COEP, so that pages get shared memory. */
  readonly isolated: boolean;
  /** Headers of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The folder that is served, with a slash behind; default: the repository. */
  readonly root?: URL;
  /** Answers in place of files, by the end of their path. */
  readonly replace?: Readonly<Record<string, Answer>>;
}

export interface Server {
  readonly origin: string;
  /** What was asked for, in that order. */
  readonly paths: readonly string[];
  /** What of it had no good answer. */
  readonly failures: readonly string[];
  close(): Promise<void>;
}

const ISOLATION = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** Headers that let pages of other origins use the files, as CDNs send them. */
export const CDN_HEADERS = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };

/** Serves the repository on a free port of this machine. */
export async function serveRepository({
  isolated,
  headers = {},
  root = ROOT,
  replace = {},
}: ServerOptions): Promise<Server> {
  const paths: string[] = [];
  const failures: string[] = [];
  const common = { ...(isolated ? ISOLATION : {}), ...headers };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    paths.push(path);
    const [, own] = Object.entries(replace).find(([end]) => path.endsWith(end)) ?? [];
    const answer = own?.body === undefined ? { ...(await fileAnswer(root, path)), ...own } : own;
    const type = { "content-type": TYPES[extname(path)] ?? "application/octet-stream" };
    const all = { "cache-control": "no-store", ...type, ...common, ...answer.headers };
    const sent = Object.entries(all).filter(([name]) => answer.omit?.includes(name) !== true);
    if ((answer.status ?? 200) >= 400) failures.push(`${path}: ${answer.status}`);
    response.writeHead(answer.status ?? 200, Object.fromEntries(sent)).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    paths,
    failures,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function fileAnswer(root: URL, path: string): Promise<Answer> {
  const file = new URL(`.${path}`, root);
  if (!file.href.startsWith(root.href)) return { status: 403 };
  try {
    return { body: await readFile(fileURLToPath(file)) };
  } catch {
    return { status: 404, body: "not found", headers: { "content-type": "text/plain" } };
  }
}
