/**
 * `fashion-wasm explore`: its options, their ranges and their help.
 */
import { type Command, Option } from "commander";
import { classNamesOption, dataOption, imageShapeOption, partOption } from "./data-options.js";
import { type ExploreSettings, explore } from "./explore/explore.js";
import { gridSize, nonEmpty, wholeNumber } from "./options.js";
import { addTableOptions } from "./table-options.js";

import { AUGMENT_HELP, AUGMENT_PRESET, augmentText } from "./train/augment-option.js";

/** Adds the command to `program`; running it shows the data. */
export function addExploreCommand(program: Command): void {
  const command = program
    .command("explore")
    .description(
      "Show what is in the data: the table, some images and their numbers, how many of each class, which tones.",
    )
    .addOption(dataOption("looked for, as by train"))
    .addOption(partOption("train"))
    .addOption(
      new Option("--seed <n>", "which images are drawn at random")
        .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER))
        .default(1),
    )
    .addOption(
      new Option("--grid <rows>x<columns>", "images in the grid").argParser(gridSize).default([15, 15], "15x15"),
    )
    .addOption(
      new Option(
        "--augment [layers]",
        "also show images as train --augment would change them, such as flip+translation",
      )
        .preset(AUGMENT_PRESET)
        .argParser((text: string) => (text === "none" ? undefined : augmentText(text))),
    )
    .addOption(classNamesOption())
    .addOption(imageShapeOption())
    .addOption(
      new Option("--out <dir>", "also write explore.html, grid.png and image.png into a folder").argParser(nonEmpty),
    )
    .addOption(new Option("--force", "replace files of these names that explore has not written"));
  addTableOptions(command)
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", `\n--augment takes what train --augment takes:\n${AUGMENT_HELP}`)
    .action((settings: ExploreSettings) => explore(settings));
}
