/**
 * The network of a recipe, made for the images at hand: their shape, and as many outputs as they have classes.
 */
import { FashionWasmError, type ImageShape, type Model, recipes, sequential } from "../index.js";
import type { DecidedPlan } from "./train/decided.js";
import { checkMonitor } from "./train/early-stopping-option.js";

/** What the model is made for. */
export interface ModelImages {
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
}

/**
 * Makes the model and compiles it. Errors: SHAPE_MISMATCH for images that are too small, and for layers of a file whose outputs
 * are not the classes; UsageError for early stopping by what is not measured; those of `sequential`.
 */
export async function recipeModel(
  { recipe, layers, seed, compile, earlyStopping }: DecidedPlan,
  { imageShape, classNames }: ModelImages,
  threads: number | undefined,
): Promise<Model> {
  const options = { inputShape: imageShape, seed, threads, name: recipe.name };
  const model = await sequential(layers, options).catch(async (cause: unknown) => {
    if (!(cause instanceof FashionWasmError) || cause.code !== "SHAPE_MISMATCH") throw cause;
    if (recipe.name === "own") throw cause;
    const small = recipe.name === "seed" ? null : recipes.seed.layers({ classes: classNames.length });
    const smaller = small && (await sequential(small, { ...options, threads: 1 }).catch(() => null));
    await smaller?.dispose();
    const images = `the images, ${imageShape.join("×")}, are too small for the recipe ${recipe.name}`;
    const advice = `take larger images${smaller === null ? "" : ", or --recipe seed"}`;
    const [why] = cause.message.split(" → ");
    throw new FashionWasmError(cause.code, `train: ${images}: ${why} → ${advice}`, { cause });
  });
  try {
    if (model.outputShape.join() !== String(classNames.length)) {
      const what = `the layers end in outputs of [${model.outputShape}], the data has ${classNames.length} classes`;
      const advice = `give the last layer ${classNames.length} units, or leave layers out for those of the recipe`;
      throw new FashionWasmError("SHAPE_MISMATCH", `train: ${what} → ${advice}`);
    }
    model.compile(compile);
    if (earlyStopping !== null) checkMonitor(earlyStopping, model.metricsNames);
    return model;
  } catch (error) {
    await model.dispose();
    throw error;
  }
}
