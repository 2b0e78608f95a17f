/**
 * The end of a server: what is under way gets its time, then all that is left is cut off.
 *
 * Meanwhile it goes on listening, so that health checks and clients read 503, and not that nobody is there.
 */
import type { HttpServer } from "./http-server.js";

/** For answers of requests that were cut off to get out. */
const LAST_MS = 100;

/** Resolves when no connection is left; where requests are under way after `graceMs`, calls `cut` and ends them. */
export async function stop({ server, connections }: HttpServer, graceMs: number, cut: () => void): Promise<void> {
  if (!(await within(graceMs, connections.quiet()))) {
    cut();
    await within(LAST_MS, connections.quiet());
  }
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

async function within(ms: number, done: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const isDone = await Promise.race([done.then(() => true), late]);
  clearTimeout(timer);
  return isDone;
}
