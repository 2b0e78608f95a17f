/**
 * `fashion-wasm assets`: its options and their help.
 */
import { type Command, Option } from "commander";
import { ENTRIES } from "./asset-files.js";
import { type AssetSettings, copyAssets } from "./copy-assets.js";
import { nonEmpty, oneOf } from "./options.js";

/** Adds the command to `program`; running it copies files. */
export function addAssetsCommand(program: Command): void {
  program
    .command("assets")
    .description("Copy the files that are fetched at run time, for bundlers that leave them behind.")
    .argument("<dir>", "a folder that is served, or lies beside a bundle for Node; made when it is missing", nonEmpty)
    .addOption(
      new Option(
        "--entry <name>",
        `only what one import needs: ${ENTRIES.join(", ")} (default: all of both)`,
      ).argParser(oneOf(ENTRIES)),
    )
    .addOption(new Option("--force", "replace files that were not copied by fashion-wasm, or changed since"))
    .option("--json", "print one JSON object on stdout at the end, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP_TAIL)
    .action((folder: string, settings: Omit<AssetSettings, "folder">) => copyAssets({ folder, ...settings }));
}

const HELP_TAIL = `
Examples:
  npx fashion-wasm assets public/fashion-wasm
  npx fashion-wasm assets public/fashion-wasm --entry inference    # a page that only predicts
  npx fashion-wasm assets dist/fashion-wasm                        # beside a bundle for Node

The app says where they are: await init({ baseUrl: "/fashion-wasm/" });

Made for build scripts: files that are right are left alone, files of an earlier copy are brought to
this version, and files of others are refused before anything is written. fashion-wasm.json in the
folder keeps which is which.

Exit codes: 0 done, 1 failed, 2 wrong use, 130 interrupted, 143 terminated.`;
