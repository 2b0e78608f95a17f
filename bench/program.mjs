/**
 * How a program of the bench runs and ends: help, installation or the bench itself; its processes end with it.
 */
import { SetupError } from "../scripts/setup/report.mjs";
import { endAll, endAllOnSignals } from "./measure/child.mjs";
import { BenchError } from "./options.mjs";

/**
 * Exit codes: 0 done, 1 something is missing, 2 wrong use.
 * @template {{ help: boolean, install: boolean }} Options
 * @param {object} does
 * @param {(args: string[]) => Options} does.readOptions
 * @param {string} does.help
 * @param {() => Promise<unknown>} does.install
 * @param {(options: Options) => Promise<void>} does.bench
 */
export async function runProgram({ readOptions, help, install, bench }) {
  endAllOnSignals();
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) console.log(help);
    else if (options.install) await install();
    else await bench(options);
  } catch (error) {
    if (!(error instanceof BenchError || error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof BenchError ? 2 : 1;
  } finally {
    endAll();
  }
}
