#!/usr/bin/env node
/**
 * The executable `fashion-wasm`: hands the arguments to the program and its exit code to the process.
 *
 * The code is set, not exited with, so that what is still in a pipe gets out first and the process ends when
 * nothing is left to do. Only after a signal it leaves at once: a download may still be under way.
 */
import { EXIT } from "./exit.js";
import { run } from "./program.js";

// A reader that has seen enough (`| head -1`) is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

run(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
  if (exitCode >= EXIT.interrupted) process.stdout.write("", () => process.exit(exitCode));
});
