/**
 * `fashion-wasm profile`: customers of a shop.
 */
import type { Command } from "commander";
import { addMeasureCommand } from "./profile/measure-command.js";

/** Adds the command to `program`. */
export function addProfileCommand(program: Command): void {
  const profile = program
    .command("profile")
    .description("Measure whether a campaign for customers worked.")
    .helpOption("-h, --help", "print this help");
  addMeasureCommand(profile);
}
