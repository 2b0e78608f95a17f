/**
 * The network of a recipe, made for the images at hand: their shape, and as many outputs as they have classes.
 */
import { type Dataset, FashionWasmError, type Sequential, sequential } from "../index.js";
import type { TrainPlan } from "./train-plan.js";

/** Makes the model and compiles it. Errors: SHAPE_MISMATCH for images that are too small; those of `sequential`. */
export async function recipeModel(
  { recipe, seed, compile }: TrainPlan,
  { imageShape, classNames }: Dataset,
  threads: number | undefined,
): Promise<Sequential> {
  const layers = recipe.layers({ classes: classNames.length });
  const options = { inputShape: imageShape, seed, threads, name: recipe.name };
  const model = await sequential(layers, options).catch((cause: unknown) => {
    if (!(cause instanceof FashionWasmError) || cause.code !== "SHAPE_MISMATCH") throw cause;
    const images = `the images, ${imageShape.join("×")}, are too small for the recipe ${recipe.name}`;
    const advice = `take larger images${recipe.name === "quick" ? ", or --recipe seed" : ""}`;
    throw new FashionWasmError(cause.code, `train: ${images} → ${advice} (${cause.message})`, { cause });
  });
  model.compile(compile);
  return model;
}
