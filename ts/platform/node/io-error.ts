/**
 * A failed system call as an error of this package: what was tried, on which path, why it failed, what to do.
 */
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { FashionWasmError } from "../../errors.js";
import { missingHint } from "../../options/missing-path.js";
import { shownAddress } from "../address.js";
import type { PathInfo } from "./files.js";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "not permitted",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EIO: "the device reports an input/output error",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many open files",
  EFBIG: "it is larger than the file system or a limit (ulimit -f) allows",
  EBUSY: "it is in use, or a mount point",
};

/** An IO error: `cannot <action> <path>: <reason>`, with `advice` behind it and the system's error as `cause`. */
export function ioError(action: string, path: string, cause: unknown, advice = ""): FashionWasmError {
  const { code = "", message = String(cause) } = cause as Partial<NodeJS.ErrnoException>;
  const reason = REASONS[code] ?? message.replace(/, \w+ '.*$/, "");
  return new FashionWasmError("IO", `cannot ${action} ${shownAddress(path)}: ${reason}${advice}`, { cause });
}

/** Why nothing may lie at `path`, an absolute one: the end of a sentence, or "". */
export function whyMissing(path: string): string {
  const isWindows = process.platform === "win32";
  return missingHint(isWindows ? path : relative("", path) || path, { isWindows, exists: existsSync });
}

/** Refuses what is no ordinary file (a pipe or a device may never end), or too large. Errors: IO, IDX_TOO_LARGE. */
export function checkOrdinary(path: string, info: PathInfo | null, maxBytes = Number.POSITIVE_INFINITY): void {
  if (info === null) {
    throw new FashionWasmError("IO", `cannot read ${shownAddress(path)}: there is no such file${whyMissing(path)}`);
  }
  if (info.kind !== "file") {
    const kind = info.kind === "folder" ? "a folder" : "no ordinary file";
    throw new FashionWasmError("IO", `cannot read ${shownAddress(path)}: it is ${kind}`);
  }
  if (info.size <= maxBytes) return;
  throw new FashionWasmError(
    "IDX_TOO_LARGE",
    `${shownAddress(path)}: has ${info.size} bytes, the limit is ${maxBytes}`,
  );
}
