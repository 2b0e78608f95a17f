/**
 * `training.json`: which run a folder belongs to while that run trains.
 *
 * Made exclusively, so that of two runs at once one gets the folder, and removed when the run is kept or had nothing to keep.
 * A process that is killed leaves it. Nothing is concluded from a process that is not there any more, or seems to be there
 * (numbers of processes are used again): only people read that.
 */
import { readFileSync, statSync, unlinkSync } from "node:fs";
import { open, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { readOrdinary, removeEmpty } from "./run-folder.js";
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
    const path = join(folder, CLAIM_NAME);
    return statSync(path).isFile() && parsed(readFileSync(path, "utf8")).token === token;
  } catch {
    return false;
  }
}

/** Removes the file if it is still that of the claim, then those of the folders `made` for it that are empty. */
export function removeClaim(folder: string, token: string, made: readonly string[]): void {
  try {
    if (isClaimed(folder, token)) unlinkSync(join(folder, CLAIM_NAME));
  } catch {
    // Somebody else was faster.
  }
  removeEmpty(made);
}

/** What is known of a claim that was found. */
export interface FoundClaim {
  /** For people. */
  readonly told: string;
  /** Whether the run still trains; undefined where only people can know it. */
  readonly trains: boolean | undefined;
}

/** The claim of a folder; null where there is none. */
export async function claimIn(folder: string): Promise<FoundClaim | null> {
  const text = await readOrdinary(join(folder, CLAIM_NAME)).catch(() => "");
  if (text === null) return null;
  const { pid, host, began } = parsed(text);
  const facts = [began && `begun ${began}`, pid && `process ${pid}`, host && `on ${host}`].filter(Boolean).join(", ");
  const known = facts === "" ? "" : ` (${facts})`;
  if (pid === undefined || host === undefined || host !== hostname())
    return { told: `a run trains there or did not finish${known}`, trains: undefined };
  const trains = isAlive(pid);
  return { told: `${trains ? "a run trains there" : "the run there did not finish"}${known}`, trains };
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

/** Whether a process of this machine is there; its number may be used again by another. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}
