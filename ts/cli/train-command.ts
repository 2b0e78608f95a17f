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
import { UsageError } from "./exit.js";
import { fraction, nonEmpty, oneOf, positiveNumber, properFraction, wholeNumber } from "./options.js";
import { addTableOptions } from "./table-options.js";
import { AUGMENT_PRESET, augmentText } from "./train/augment-option.js";
import { classWeightsText } from "./train/class-weights-option.js";
import { readConfig } from "./train/config-file.js";
import { earlyStoppingText } from "./train/early-stopping-option.js";
import { TRAIN_HELP } from "./train/help.js";
import { scheduleText } from "./train/schedule-option.js";
import { freezeText } from "./train/tuning.js";
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
    .addOption(
      new Option(
        "--from <model>",
        "begin with a model and what it has learnt: pretrained, the folder of a run, or a checkpoint; see below",
      ).argParser(nonEmpty),
    )
    .addOption(
      new Option(
        "--freeze <layers>",
        "with --from: layers that stay as they are: all, none, the first n, or up to a name (default: all)",
      ).argParser(freezeText),
    )
    .addOption(
      new Option("--augment [layers]", "change images while training, such as flip+translation; see below")
        .preset(AUGMENT_PRESET)
        .argParser((text: string) => (text === "none" ? "none" : augmentText(text))),
    )
    .addOption(new Option("--epochs <n>", "passes over the training images").argParser(wholeNumber(1, 100_000)))
    .addOption(new Option("--batch-size <n>", "images in one step").argParser(wholeNumber(1, 60_000)))
    .addOption(new Option("--learning-rate <x>", "size of a step").argParser(positiveNumber(100)))
    .addOption(
      new Option(
        "--schedule <name>",
        "how the learning rate changes: a name, or name:option=value,…; see below",
      ).argParser(scheduleText),
    )
    .addOption(new Option("--optimizer <name>", OPTIMIZER_NAMES.join(" or ")).argParser(oneOf(OPTIMIZER_NAMES)))
    .addOption(
      new Option("--validation-split <f>", "last fraction of the training images, kept for validation").argParser(
        fraction,
      ),
    )
    .addOption(
      new Option(
        "--early-stopping [options]",
        "end when the loss of the images held out has not fallen for so many epochs, and keep the best; see below",
      )
        .preset("3")
        .argParser(earlyStoppingText),
    )
    .addOption(
      new Option(
        "--class-weights <weights>",
        "balanced, or what classes count, such as Shirt=2,Coat=1.5 or 6=2",
      ).argParser(classWeightsText),
    )
    .addOption(
      new Option("--label-smoothing <x>", "share of each label that is spread over all classes").argParser(fraction),
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
    .addOption(
      new Option("--config <file>", "options in a JSON file; those of the command line win").argParser(nonEmpty),
    )
    .option("--print", "print all options as such a file, and end without training")
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", TRAIN_HELP)
    .action(async (settings: TrainSettings) => {
      const isNamed = command.getOptionValueSource("recipe") === "cli";
      if (isNamed && settings.from !== undefined) throw bothNetworks("--recipe", settings.from);
      await train(await withFile(settings, command));
    });
}

function bothNetworks(what: string, from: string): UsageError {
  return new UsageError(`${what} is a network, and --from ${from} has one → give one of them`);
}

/** The options with those of `--config`: above the defaults, below the command line. */
async function withFile(settings: TrainSettings, command: Command): Promise<TrainSettings> {
  if (settings.config === undefined) return settings;
  const file = await readConfig(settings.config, command);
  const isSaid = (name: string) => command.getOptionValueSource(name) === "cli";
  const said = Object.entries(settings).filter(([name]) => isSaid(name));
  const inFile = ["recipe", "layers"].find((name) => file[name] !== undefined);
  if (file.from !== undefined && inFile !== undefined) {
    throw bothNetworks(`--config ${settings.config}: "${inFile}"`, String(file.from));
  }
  // Layers are those of the file's recipe, and a network that the command line names takes the place of the file's.
  const network = ["layers", "recipe", "from", "freeze"];
  const isOther = isSaid("recipe") || isSaid("from");
  const kept = Object.entries(file).filter(([name]) => !isOther || !network.includes(name));
  return { ...settings, ...Object.fromEntries(kept), ...Object.fromEntries(said) };
}
