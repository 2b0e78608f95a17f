/**
 * A failed system call as an error of this package: what was tried, on which path, why it failed, what to do.
 */
import { FashionWasmError } from "../../errors.js";

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
};

/** An IO error: `cannot <action> <path>: <reason>`, with `advice` behind it and the system's error as `cause`. */
export function ioError(action: string, path: string, cause: unknown, advice = ""): FashionWasmError {
  const { code = "", message = String(cause) } = cause as Partial<NodeJS.ErrnoException>;
  const reason = REASONS[code] ?? message.replace(/, \w+ '.*$/, "");
  return new FashionWasmError("IO", `cannot ${action} ${path}: ${reason}${advice}`, { cause });
}
