/**
 * `fashion-wasm explore`: its options, their ranges and their help.
 */
import { type Command, Option } from "commander";
import { type ExploreSettings, explore } from "./explore/explore.js";
import { gridSize, imageShape, names, nonEmpty, oneOf, wholeNumber } from "./options.js";
import { addTableOptions } from "./table-options.js";

/** Adds the command to `program`; running it shows the data. */
export function addExploreCommand(program: Command): void {
  const command = program
    .command("explore")
    .description(
      "Show what is in the data: the table, some images and their numbers, how many of each class, which tones.",
    )
    .addOption(
      new Option(
        "--data <path>",
        'a folder or URL of Fashion-MNIST, a table in CSV, a folder with a folder per class, or "sample" (default: looked for, as by train)',
      ).argParser(nonEmpty),
    )
    .addOption(
      new Option("--part <name>", "of data with training and test images: train or test (default: train)").argParser(
        oneOf(["train", "test"]),
      ),
    )
    .addOption(
      new Option("--seed <n>", "which images are drawn at random")
        .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER))
        .default(1),
    )
    .addOption(
      new Option("--grid <rows>x<columns>", "images in the grid").argParser(gridSize).default([15, 15], "15x15"),
    )
    .addOption(
      new Option("--class-names <names>", "what the numbers of the classes mean, separated by commas").argParser(names),
    )
    .addOption(
      new Option(
        "--image-shape <shape>",
        "height x width x channels of a table's or folder's images, such as 32x32x3 (default: squares, grey)",
      ).argParser(imageShape),
    )
    .addOption(
      new Option("--out <dir>", "also write explore.html, grid.png and image.png into a folder").argParser(nonEmpty),
    );
  addTableOptions(command)
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .action((settings: ExploreSettings) => explore(settings));
}
