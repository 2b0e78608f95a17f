/**
 * `fashion-wasm eval`: its options, their ranges and their help.
 */
import { type Command, Option } from "commander";
import { classNamesOption, dataOption, imageColumnOption, partOption } from "./data-options.js";
import { type EvalSettings, evaluate } from "./evaluate.js";
import { fraction, nonEmpty, wholeNumber } from "./options.js";
import { addTableOptions } from "./table-options.js";

/** Adds the command to `program`; running it tests a run. */
export function addEvalCommand(program: Command): void {
  const command = program
    .command("eval")
    .description("Test a trained model: how often it is right, class by class, and how far it can be believed.")
    .argument("<run>", "folder of a run, as train leaves it, or a .safetensors file", nonEmpty)
    .addOption(dataOption("the data of the run"))
    .addOption(partOption("test"))
    .addOption(
      new Option(
        "--held-out <f>",
        "last fraction of the training images, on which the model was not trained, to fit a temperature on (default: the run's)",
      ).argParser(fraction),
    )
    .addOption(classNamesOption())
    .addOption(imageColumnOption())
    .addOption(
      new Option(
        "--threads <n>",
        "threads to compute with; changes the time, not the result (default: all cores)",
      ).argParser(wholeNumber(1, 16)),
    )
    .addOption(new Option("--out <dir>", "folder of report.html (default: the run's)").argParser(nonEmpty))
    .addOption(new Option("--force", "replace a report.html of another model, or that fashion-wasm has not written"));
  addTableOptions(command)
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .action((run: string, settings: Omit<EvalSettings, "run">) => evaluate({ run, ...settings }));
}
