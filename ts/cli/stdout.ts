/**
 * stdout, where results go: a result arrives whole, or one line on stderr says why it did not.
 *
 * Node's stream for files takes a short write for a whole one: a disk that runs full would cut a result, and the exit code
 * be 0. A reader that has seen enough (`| head -1`) and a closed terminal are no failure. What stderr cannot take is lost: progress that nobody
 * can read must not end hours of training.
 */
import { fstatSync, writeSync } from "node:fs";
import { ioError } from "#platform/io-error";
import type { FashionWasmError } from "../index.js";
import { isUnseen } from "./closed-terminal.js";

const STDOUT = 1;

/** What stdout said first. */
let failure: NodeJS.ErrnoException | undefined;

/** Writes a result, or a part of it. What fails is told by {@link stdoutFailure}. */
export function print(text: string): void {
  if (failure !== undefined) return;
  if (isFile()) writeWhole(Buffer.from(text));
  else process.stdout.write(text, note);
}

/** Lets the process live on when a stream fails; call it once, before anything is written. */
export function watchStreams(): void {
  process.stdout.on("error", note);
  process.stderr.on("error", () => undefined);
}

/** Waits until stdout has taken everything; IO where it could not. */
export async function stdoutFailure(): Promise<FashionWasmError | null> {
  if (!isFile()) await new Promise<void>((done) => process.stdout.write("", () => done()));
  if (failure === undefined || isUnseen(failure, process.stdout)) return null;
  return ioError("write to", "stdout", failure);
}

function note(error: NodeJS.ErrnoException | null | undefined): void {
  if (error) failure ??= error;
}

/** Files and devices; a terminal is a device too, but its stream knows how to wait. */
function isFile(): boolean {
  if (process.stdout.isTTY) return false;
  try {
    const found = fstatSync(STDOUT);
    return found.isFile() || found.isCharacterDevice();
  } catch {
    return false;
  }
}

function writeWhole(bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(STDOUT, bytes, done);
  } catch (error) {
    note(error as NodeJS.ErrnoException);
  }
}

/** Writes a part of a result and waits until it was taken, so that a slow reader is waited for; false where none reads on. */
export async function printPatiently(text: string): Promise<boolean> {
  if (failure !== undefined) return false;
  if (isFile()) writeWhole(Buffer.from(text));
  else {
    await new Promise<void>((taken) => {
      process.stdout.write(text, (error) => {
        note(error);
        taken();
      });
    });
  }
  return failure === undefined;
}
