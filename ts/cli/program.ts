/**
 * The program: its commands, and the one place where a command's end becomes output and an exit code.
 *
 * With `--json` stdout holds exactly one JSON object, the result or `{ "error": { code, message } }`; all else
 * goes to stderr. Wrong use (an unknown command, option or value) exits 2, where commander's own answer is 1.
 */
import { Command, CommanderError } from "commander";
import { addAssetsCommand } from "./assets-command.js";
import { addAudienceCommand } from "./audience-command.js";
import { addBenchCommand } from "./bench-command.js";
import { addEvalCommand } from "./eval-command.js";
import { EXIT, type ExitCode, failureOf, Incomplete, Interrupted, oneLine, UsageError } from "./exit.js";
import { addExploreCommand } from "./explore-command.js";
import { addPredictCommand } from "./predict-command.js";
import { addProfileCommand } from "./profile-command.js";
import { addReviewCommand } from "./review-command.js";
import { hasWrittenJson, say, writeJson } from "./say.js";
import { addServeCommand } from "./serve-command.js";
import { print } from "./stdout.js";
import { addTrainCommand } from "./train-command.js";
import { packageVersion } from "./version.js";
import { inWords, type Speaker } from "./wording.js";

/**
 * Runs one command line.
 *
 * @param argv the arguments after the program's name.
 * @returns the exit code; never rejects.
 */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  const commands = program();
  const speaker = speakerOf(commands, argv);
  const { warn } = console;
  console.warn = (...said) => {
    const [, message] = /^fashion-wasm: (.*)$/s.exec(String(said[0])) ?? [];
    if (message === undefined) warn(...said);
    else say(`fashion-wasm: ${inWords(message, speaker)}`);
  };
  try {
    await commands.parseAsync(argv, { from: "user" });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done; // --help, --version
      if (error.code === "commander.help") return EXIT.wrongUse; // no command: the help has been shown
      return fail(new UsageError(oneLine(error.message.replace(/^error: /, ""))), speaker);
    }
    return fail(error, speaker);
  } finally {
    console.warn = warn;
  }
}

/** The command that the arguments name, and its options and those of its own commands as commander knows them. */
function speakerOf(program: Command, argv: readonly string[]): Speaker {
  const command = program.commands.find((each) => each.name() === argv.find((word) => !word.startsWith("-")));
  const all = command === undefined ? [] : [command, ...command.commands].flatMap(({ options }) => options);
  const options = all.map((option) => [option.attributeName(), option.long ?? option.flags] as const);
  return { command: command?.name() ?? "", options: new Map(options), argv };
}

function program(): Command {
  const program = new Command("fashion-wasm")
    .description(
      "Train convolutional networks in WebAssembly, with SIMD and threads, on Fashion-MNIST or images of your own.",
    )
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .enablePositionalOptions() // `profile measure --audience` is measure's option, not profile's
    .exitOverride()
    .configureOutput({ writeOut: print, outputError: () => {} }); // one line is written by fail()
  addExploreCommand(program);
  addTrainCommand(program);
  addEvalCommand(program);
  addPredictCommand(program);
  addServeCommand(program);
  addReviewCommand(program);
  addProfileCommand(program);
  addAudienceCommand(program);
  addBenchCommand(program);
  addAssetsCommand(program);
  return program;
}

function fail(error: unknown, speaker: Speaker): ExitCode {
  const { exitCode, code, message } = failureOf(error, (said) => inWords(said, speaker));
  say(`fashion-wasm: ${message}`);
  if (process.env.FASHION_WASM_DEBUG && error instanceof Error) {
    process.stderr.write(`${error.stack}\n${error.cause === undefined ? "" : `caused by ${String(error.cause)}\n`}`);
  }
  if (speaker.argv.includes("--json") && !hasWrittenJson()) {
    const details = error instanceof Interrupted || error instanceof Incomplete ? error.details : {};
    writeJson({ error: { code, message }, ...details });
  }
  return exitCode;
}
