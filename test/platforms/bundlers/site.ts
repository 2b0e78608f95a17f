/**
 * How a case is reached: files served as they are, from one origin or two, or the tool's own server.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CDN_HEADERS, type Server, serveRepository } from "../../runtime/server.js";
import { type Project, programIn, usersEnvironment } from "./project.js";

/** An address, and what was asked for there in vain. */
export interface Site {
  readonly url: string;
  failures(): readonly string[];
  close(): Promise<void>;
}

/** Serves `root`, a folder of the project; the page is at `path`. */
export async function staticSite(
  { folder }: Project,
  { root = "dist", path = "/index.html", isolated }: { root?: string; path?: string; isolated: boolean },
): Promise<Site> {
  const server = await serveRepository({ isolated, root: folderUrl(folder, root) });
  return { url: `${server.origin}${path}`, failures: () => server.failures, close: server.close };
}

/** Plays a CDN: serves `root`, also to isolated pages of other origins. */
export function cdn({ folder }: Project, root: string): Promise<Server> {
  return serveRepository({ isolated: true, headers: CDN_HEADERS, root: folderUrl(folder, root) });
}

/** Starts a server of the tool's, which gets its port by `args`, and waits until it answers at `path`. */
export async function toolSite(
  { folder }: Project,
  program: string,
  args: (port: number) => readonly string[],
  { path = "/", env = {} }: { path?: string; env?: NodeJS.ProcessEnv },
): Promise<Site> {
  const port = await freePort();
  const url = `http://localhost:${port}${path}`;
  const child = spawn(programIn(folder, program), args(port), {
    cwd: folder,
    env: usersEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // so that what it starts ends with it
  });
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const close = async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    await ended;
  };
  const until = Date.now() + 60_000;
  while (!(await answers(url))) {
    if (child.exitCode === null && Date.now() < until) continue;
    await close();
    throw new Error(`${program} ${args(port).join(" ")} does not answer: ${said.slice(-4000)}`);
  }
  return { url, failures: () => [], close };
}

async function answers(url: string): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

function folderUrl(folder: string, root: string): URL {
  return pathToFileURL(`${join(folder, root)}/`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "localhost", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
