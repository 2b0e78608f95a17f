/**
 * `fashion-wasm train`: its options, their ranges and their help.
 *
 * An option that is not given leaves the recipe's own value, so that a recipe can be read in one place.
 */
import { type Command, Option } from "commander";
import { OPTIMIZERS, type OptimizerName, recipes } from "../index.js";
import {
  classNamesOption,
  dataOption,
  imageColumnOption,
  imageShapeOption,
  preparationOption,
} from "./data-options.js";
import { fraction, nonEmpty, oneOf, positiveNumber, properFraction, wholeNumber } from "./options.js";
import { addTableOptions } from "./table-options.js";
import { train } from "./train.js";
import type { TrainSettings } from "./train-plan.js";
import { TEST_SPLIT } from "./training-data.js";

const RECIPE_NAMES = Object.keys(recipes) as (keyof typeof recipes)[];
const OPTIMIZER_NAMES = Object.keys(OPTIMIZERS) as OptimizerName[];

/** Adds the command to `program`; running it trains. */
export function addTrainCommand(program: Command): void {
  const command = program
    .command("train")
    .description("Train a recipe, test it on the test images and keep a checkpoint.")
    .addOption(dataOption("looked for, see below"))
    .addOption(classNamesOption())
    .addOption(imageShapeOption())
    .addOption(preparationOption())
    .addOption(imageColumnOption())
    .addOption(
      new Option(
        "--test-split <f>",
        `share of the images to test with, where the data has no test images (default: ${TEST_SPLIT})`,
      ).argParser(properFraction),
    )
    .addOption(new Option("--recipe <name>", RECIPE_NAMES.join(" or ")).argParser(oneOf(RECIPE_NAMES)).default("quick"))
    .addOption(new Option("--epochs <n>", "passes over the training images").argParser(wholeNumber(1, 100_000)))
    .addOption(new Option("--batch-size <n>", "images in one step").argParser(wholeNumber(1, 60_000)))
    .addOption(new Option("--learning-rate <x>", "size of a step").argParser(positiveNumber(100)))
    .addOption(new Option("--optimizer <name>", OPTIMIZER_NAMES.join(" or ")).argParser(oneOf(OPTIMIZER_NAMES)))
    .addOption(
      new Option("--validation-split <f>", "last fraction of the training images, kept for validation").argParser(
        fraction,
      ),
    )
    .addOption(
      new Option("--seed <n>", "the same seed gives the same weights, bit for bit")
        .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER))
        .default(1),
    )
    .addOption(
      new Option(
        "--threads <n>",
        "threads to compute with; changes the time, not the result (default: all cores)",
      ).argParser(wholeNumber(1, 16)),
    )
    .addOption(
      new Option(
        "--out <dir>",
        "folder of the run (default: runs/<recipe>-seed<seed>, or the first free one with -2, -3, …)",
      ).argParser(nonEmpty),
    )
    .addOption(new Option("--force", "replace a run that is in the folder"));
  addTableOptions(command)
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP_TAIL)
    .action((settings: TrainSettings) => train(settings));
}

const HELP_TAIL = `
Recipes:
${RECIPE_NAMES.map((name) => `  ${name.padEnd(8)}${recipes[name].description}`).join("\n")}

--data takes what explore takes:
  a folder with Fashion-MNIST's four IDX files or Kaggle's two tables, or its URL;
  a table in CSV (.csv, .csv.gz): label,pixel1,…, whose classes --class-names can name;
  a folder with a folder of images per class, or with such folders train and test;
  the same of photos, or a table that names photos and their classes: image,label. Each photo is prepared to 28x28,
  as predict does, and what comes out is a model for predict, review and serve.
Where there are no test images, --test-split of each class is held out, the same in every run.
Training images in folders and tables are shuffled before the last are kept for validation.

Without --data the images are looked for in FASHION_WASM_DATA, in /usr/share/datasets/fashion-mnist
(Debian's package dataset-fashion-mnist), in the user's cache folder, and are then downloaded into it.

Ctrl-C, SIGTERM, SIGHUP (a closed terminal; under nohup training goes on) and SIGXCPU stop after the current step and
keep a checkpoint; a second one ends at once. No run is replaced without --force.
Exit codes: 0 done, 1 failed, 2 wrong use, 130 interrupted, 143 terminated, 129 hung up, 152 out of CPU time.`;
