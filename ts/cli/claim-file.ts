/**
 * `training.json`: which run a folder belongs to while that run trains.
 *
 * Made exclusively, so that of two runs at once one gets the folder, and removed when the run is kept or had nothing to keep.
 * A process that is killed leaves it. Nothing is concluded from a process that is not there any more, or seems to be there
 * (numbers of processes are used again): only people read that.
 */
import { readFileSync, rmdirSync, unlinkSync } from "node:fs";
import { open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { packageVersion } from "./version.js";

/** Name of the claim inside a run's folder. */
export const CLAIM_NAME = "training.json";

/** What the file says; of a damaged one nothing is known. */
export interface Claim {
  /** Of this one claim and no other. */
  readonly token?: string;
  readonly pid?: number;
  readonly host?: string;
  /** Time in ISO 8601. */
  readonly began?: string;
}

/** Makes the file; false where there is one. Errors: those of the system. */
export async function makeClaim(folder: string, token: string, options: object): Promise<boolean> {
  const path = join(folder, CLAIM_NAME);
  const file = await open(path, "wx").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "EEXIST") return null;
    throw cause;
  });
  if (file === null) return false;
  try {
    await file.writeFile(textOf(token, options));
    return true;
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  } finally {
    await file.close();
  }
}

/** Makes the file in place of any other. Errors: those of the system. */
export async function seizeClaim(folder: string, token: string, options: object): Promise<void> {
  const temporary = join(folder, `.fashion-wasm-${token}.tmp`);
  try {
    await writeFile(temporary, textOf(token, options), { flag: "wx" });
    await rename(temporary, join(folder, CLAIM_NAME));
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
}

/** Whether the folder still belongs to the claim. */
export function isClaimed(folder: string, token: string): boolean {
  try {
    return parsed(readFileSync(join(folder, CLAIM_NAME), "utf8")).token === token;
  } catch {
    return false;
  }
}

/** Removes the file if it is still that of the claim, then those of the folders `made` for it that are empty. */
export function removeClaim(folder: string, token: string, made: readonly string[]): void {
  if (isClaimed(folder, token)) quietly(() => unlinkSync(join(folder, CLAIM_NAME)));
  for (const each of made.toReversed()) quietly(() => rmdirSync(each));
}

/** What is said of a folder that a run has claimed; null where none has. */
export async function claimIn(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, CLAIM_NAME), "utf8").catch(({ code }: NodeJS.ErrnoException) =>
    code === "ENOENT" || code === "ENOTDIR" ? null : "",
  );
  if (text === null) return null;
  const { pid, host, began } = parsed(text);
  const facts = [began && `begun ${began}`, pid && `process ${pid}`, host && `on ${host}`].filter(Boolean).join(", ");
  const known = facts === "" ? "" : ` (${facts})`;
  if (pid === undefined || host === undefined || host !== hostname())
    return `a run trains there or did not finish${known}`;
  return isAlive(pid) ? `a run trains there${known}` : `the run there did not finish${known}`;
}

function textOf(token: string, options: object): string {
  const process = { pid: globalThis.process.pid, host: hostname(), version: packageVersion() };
  return `${JSON.stringify({ state: "training", token, ...process, began: new Date().toISOString(), options }, null, 2)}\n`;
}

function parsed(text: string): Claim {
  try {
    const { token, pid, host, began } = JSON.parse(text) as Record<string, unknown>;
    return {
      ...(typeof token === "string" && { token }),
      ...(Number.isSafeInteger(pid) && (pid as number) > 0 && { pid: pid as number }),
      ...(typeof host === "string" && { host }),
      ...(typeof began === "string" && { began }),
    };
  } catch {
    return {};
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Not empty, or gone.
  }
}
