/**
 * Listening, and what stands in the way of it.
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { FashionWasmError } from "../../index.js";
import { UsageError } from "../exit.js";
import { inUrl } from "./origin-guard.js";

/** What to do about an address that cannot be had. */
const ADVICE: Readonly<Record<string, readonly [what: string, advice: string]>> = {
  EADDRINUSE: ["is in use", "end the program that listens there, or give another --port (0: any free one)"],
  EACCES: ["may not be used by this user", "give a --port of 1024 or more"],
  EADDRNOTAVAIL: ["is no address of this machine", "give another --host"],
};

/** Resolves with the port. Errors: USAGE for a host that is none; IO. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off("error", reject);
      resolve();
    });
  }).catch((error: NodeJS.ErrnoException) => {
    const { code = "" } = error;
    if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
      throw new UsageError(
        `--host ${host}: there is no such host → give an address of this machine, such as 127.0.0.1`,
      );
    }
    const [what, advice] = ADVICE[code] ?? [
      `cannot be listened at (${code || error.message})`,
      "give another --host or --port",
    ];
    throw new FashionWasmError("IO", `${inUrl(host)}:${port} ${what} → ${advice}`, { cause: error });
  });
  return (server.address() as AddressInfo).port;
}
