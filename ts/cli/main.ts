#!/usr/bin/env node
/**
 * The executable `fashion-wasm`: hands the arguments to the program and its exit code to the process.
 *
 * The code is set, not exited with: the process ends when nothing is left to do, and what is still in a pipe gets out
 * first. Only after a signal it leaves as soon as that is out: a download may still be under way.
 */
import { outliveTerminal } from "./closed-terminal.js";
import { EXIT } from "./exit.js";
import { run } from "./program.js";
import { say } from "./say.js";
import { stdoutFailure, watchStreams } from "./stdout.js";

watchStreams();
outliveTerminal();

/** Exit codes above it are those of signals. */
const SIGNALLED = 128;

run(process.argv.slice(2)).then(async (exitCode) => {
  process.exitCode = exitCode;
  const failure = await stdoutFailure();
  if (failure !== null) {
    say(`fashion-wasm: ${failure.message}`);
    process.exitCode = exitCode || EXIT.failed;
  }
  if (exitCode > SIGNALLED) process.exit();
});
