/**
 * The pages and scripts of this folder as a server sends them, below /hosts/; the package lies at /dist/, as in the
 * repository.
 */
import { readFileSync } from "node:fs";
import { type Answer, type Server, type ServerOptions, serveRepository } from "../../runtime/server.js";

const HERE = ["page.html", "page.js", "frame.html", "asked.js", "host.js"];
const BESIDE = ["sixty-images.js", "twenty-steps.js"];

/** The pages and scripts by their name. */
export function hostFiles(): Map<string, Buffer> {
  const read = (address: string) => readFileSync(new URL(address, import.meta.url));
  return new Map([
    ...HERE.map((name) => [name, read(name)] as const),
    ...BESIDE.map((name) => [name, read(`../../runtime/${name}`)] as const),
  ]);
}

/** A server of the package and of the hosts' files; `root` is the package's folder, default: the repository. */
export function serveHosts(options: ServerOptions): Promise<Server> {
  const replace: Record<string, Answer> = { ...options.replace };
  for (const [name, body] of hostFiles()) replace[`/hosts/${name}`] = { body };
  return serveRepository({ ...options, replace });
}
