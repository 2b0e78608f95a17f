/**
 * All recipes by name.
 */
import { quick } from "./quick.js";
import type { Recipe } from "./recipe.js";
import { seed } from "./seed.js";

/** Recipes by name, for the command line's `--recipe` and for reading. */
export const recipes: Readonly<Record<"seed" | "quick", Recipe>> = { seed, quick };
