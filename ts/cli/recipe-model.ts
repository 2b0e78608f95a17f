/**
 * The network of a recipe, made for the images at hand: their shape, and as many outputs as they have classes.
 */
import { type Dataset, FashionWasmError, type Model, recipes, sequential } from "../index.js";
import type { TrainPlan } from "./train-plan.js";

/** Makes the model and compiles it. Errors: SHAPE_MISMATCH for images that are too small; those of `sequential`. */
export async function recipeModel(
  { recipe, seed, compile }: TrainPlan,
  { imageShape, classNames }: Dataset,
  threads: number | undefined,
): Promise<Model> {
  const layers = recipe.layers({ classes: classNames.length });
  const options = { inputShape: imageShape, seed, threads, name: recipe.name };
  const model = await sequential(layers, options).catch(async (cause: unknown) => {
    if (!(cause instanceof FashionWasmError) || cause.code !== "SHAPE_MISMATCH") throw cause;
    const small = recipe.name === "seed" ? null : recipes.seed.layers({ classes: classNames.length });
    const smaller = small && (await sequential(small, { ...options, threads: 1 }).catch(() => null));
    await smaller?.dispose();
    const images = `the images, ${imageShape.join("×")}, are too small for the recipe ${recipe.name}`;
    const advice = `take larger images${smaller === null ? "" : ", or --recipe seed"}`;
    const [why] = cause.message.split(" → ");
    throw new FashionWasmError(cause.code, `train: ${images}: ${why} → ${advice}`, { cause });
  });
  model.compile(compile);
  return model;
}
