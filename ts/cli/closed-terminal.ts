/**
 * A terminal that was closed while a command runs: what it cannot show any more is no error, and the command ends as always.
 *
 * Node 20 to 24.0 abort when they exit (`Assertion failed` in `ResetStdio`, SIGABRT, a core dump), because they set the mode
 * of the terminal back and it is gone; a stdin, stdout or stderr that was opened anew is left alone.
 */
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { isatty } from "node:tty";

/** Prepares the process; called once, when it starts. */
export function outliveTerminal(): void {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  process.on("exit", () => {
    for (const fd of terminals) if (!isatty(fd)) replace(fd);
  });
}

/** The lowest number that is free is what a file gets that is opened. */
function replace(fd: number): void {
  try {
    closeSync(fd);
    openSync(devNull, "r+");
  } catch {
    // Nobody is there to be told.
  }
}

/** Whether a stream's error says that nobody sees it any more: a reader that has seen enough (`| head -1`), a closed terminal. */
export function isUnseen({ code }: NodeJS.ErrnoException, { isTTY }: { readonly isTTY?: boolean }): boolean {
  return code === "EPIPE" || (code === "EIO" && isTTY === true);
}
