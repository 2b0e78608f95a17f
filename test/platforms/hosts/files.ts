/**
 * The pages and scripts of this folder as a server sends them, below /hosts/; the package lies at /dist/, as in the
 * repository.
 */
import { readFileSync } from "node:fs";
import { type Answer, type Server, type ServerOptions, serveRepository } from "../../runtime/server.js";

const HERE = ["page.html", "page.js", "frame.html", "asked.js", "host.js"];
const BESIDE = ["sixty-images.js", "twenty-steps.js"];

/** A server of the package and of the hosts' files; `root` is the package's folder, default: the repository. */
export function serveHosts(options: ServerOptions): Promise<Server> {
  const replace: Record<string, Answer> = { ...options.replace };
  for (const name of HERE) replace[`/hosts/${name}`] = { body: readFileSync(new URL(name, import.meta.url)) };
  for (const name of BESIDE) {
    replace[`/hosts/${name}`] = { body: readFileSync(new URL(`../../runtime/${name}`, import.meta.url)) };
  }
  return serveRepository({ ...options, replace });
}
