/**
 * Which folder a run gets: never that of another, unless `--force` says so.
 *
 * Without `--out` the first free one of `runs/quick-seed1`, `runs/quick-seed1-2`, `-3`, …; with it that one, or none. The
 * folder is claimed (claim-file.ts) before anything is read, and what is in it stays whole until there is a model to put in
 * its place. A run whose folder was seized meanwhile is kept in the next free one.
 */
import { basename, dirname, join, resolve } from "node:path";
import { writeTarget } from "#platform/write-target";
import type { FashionWasmError } from "../index.js";
import { claimIn, isClaimed, makeClaim, removeClaim, seizeClaim } from "./claim-file.js";
import { UsageError } from "./exit.js";
import { CHECKPOINT_NAME, kind, prepareFolder, refusal, runFilesIn } from "./run-folder.js";
import { say } from "./say.js";

/** Attempts at a folder that comes and goes. */
const TRIES = 5;

/** What is asked for. */
export interface FolderWanted {
  /** The value of `--out`, if it was given. */
  readonly out?: string | undefined;
  /** The folder without it. */
  readonly usual: string;
  /** Whether a run that is in the folder may be replaced. */
  readonly force?: boolean | undefined;
  /** Of the run, for people who find the claim. */
  readonly options: object;
}

/** A folder that belongs to this run. */
export interface RunClaim {
  /** The folder, as relative or absolute as it was asked for. */
  readonly folder: string;
  /** The folder that was asked for, where it is another. */
  readonly insteadOf: string | undefined;
  /** Whether the folder still belongs to this run. */
  isHeld(): boolean;
  /** Makes sure that it does before anything is written; else takes the next free one, which a line says. Errors: IO. */
  settle(): Promise<void>;
  /** Gives it up, and removes folders that were made for it and are empty. May be called more than once. */
  release(): void;
}

/**
 * Claims a folder.
 *
 * Errors: USAGE for an `out` that holds a run or in which one trains; IO, naming the part of the path that is in the way.
 */
export async function claimRunFolder({ out, usual, force, options }: FolderWanted): Promise<RunClaim> {
  const asked = out ?? usual;
  const token = crypto.randomUUID();
  const made: string[] = [];
  let folder = asked;
  const isHeld = () => isClaimed(folder, token);
  const release = () => removeClaim(folder, token, made);

  /** Whether `place` was free and is this run's now. */
  const take = async (place: string, attempt = 1): Promise<boolean> => {
    if (!(await isFree(place))) return false;
    made.push(...(await prepareFolder(place)));
    const isMade = await makeClaim(place, token, options).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT" && attempt < TRIES) return null; // a run that ended took the empty folder away
      throw unwritable(place, cause);
    });
    if (isMade === null) return take(place, attempt + 1);
    if (!isMade) return false;
    // Whoever finishes leaves a model first and gives the folder up then, so that this sees one or the other.
    if ((await runFilesIn(place)).length === 0) return true;
    removeClaim(place, token, made);
    return false;
  };
  const takeNext = async () => {
    for (let number = 1; ; number++) {
      folder = numbered(asked, number);
      if (number > 1 && (await kind(folder)) === "file") continue;
      if (await take(folder)) return;
    }
  };
  const seize = async () => {
    made.push(...(await prepareFolder(folder)));
    await checkCheckpoint(folder);
    await writeTarget(join(folder, CHECKPOINT_NAME)); // a FIFO, a file that is write-protected: said now, not after hours
    const there = await claimIn(folder);
    await seizeClaim(folder, token, options).catch((cause) => {
      throw unwritable(folder, cause);
    });
    if (there !== null) say(`${folder}: ${there.told}; should it still train, it is kept in another folder`);
  };

  process.once("exit", release); // a second signal leaves from within its listener
  if (force) {
    await seize().catch((error: unknown) => {
      release();
      throw error;
    });
  } else if (out === undefined) {
    await takeNext();
    if (folder !== asked) say(`${asked} is of another run: this one goes into ${folder}`);
  } else if (!(await take(out))) {
    await checkCheckpoint(out);
    throw await taken(out);
  }
  return {
    get folder() {
      return folder;
    },
    get insteadOf() {
      return folder === asked ? undefined : asked;
    },
    isHeld,
    async settle() {
      if (isHeld()) return;
      const before = folder;
      await takeNext();
      if (folder !== before) say(`${before} was taken over by another run: this one is kept in ${folder}`);
    },
    release() {
      process.off("exit", release);
      release();
    },
  };
}

async function isFree(folder: string): Promise<boolean> {
  return (await runFilesIn(folder)).length === 0 && (await claimIn(folder)) === null;
}

/** `runs/quick-seed1`, `runs/quick-seed1-2`, … */
function numbered(folder: string, number: number): string {
  return number === 1 ? folder : join(dirname(folder), `${basename(resolve(folder))}-${number}`);
}

/** Of a folder that is there; one that is not is made, or refused, afterwards. */
async function checkCheckpoint(folder: string): Promise<void> {
  if ((await kind(folder)) !== "folder") return;
  const checkpoint = join(folder, CHECKPOINT_NAME);
  if ((await kind(checkpoint)) === "folder")
    throw refusal(folder, `${checkpoint} is a folder, expected a file or nothing`);
}

async function taken(folder: string): Promise<UsageError> {
  const files = (await runFilesIn(folder)).join(", ");
  const there =
    (await claimIn(folder))?.told ?? (files === "" ? "another run has just had it" : `a run is there (${files})`);
  let number = 2;
  while ((await kind(numbered(folder, number))) === "file" || !(await isFree(numbered(folder, number)))) number += 1;
  const advice = `name another folder, such as ${numbered(folder, number)}, or replace what is there with --force`;
  return new UsageError(`--out ${folder}: ${there} → ${advice}`);
}

function unwritable(folder: string, cause: NodeJS.ErrnoException): FashionWasmError {
  return refusal(folder, `nothing can be made in it (${cause.code})`, cause);
}
