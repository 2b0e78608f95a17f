/**
 * The model that is trained, made for the images at hand: the network of a recipe, with their shape and as many outputs as they have
 * classes, or one that begins with what another has learnt.
 */
import { FashionWasmError, type ImageShape, type Model, recipes, sequential } from "../index.js";
import type { DecidedPlan } from "./train/decided.js";
import { checkMonitor } from "./train/early-stopping-option.js";
import { tunedModel } from "./train/tuning.js";

/** What the model is made for. */
export interface ModelImages {
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
  /** Whether they are photos, prepared. */
  readonly photos: boolean;
}

/**
 * Makes the model and compiles it. Errors: SHAPE_MISMATCH for images that are too small, and for layers of a file whose outputs
 * are not the classes; UsageError for early stopping by what is not measured; those of `sequential`.
 */
export async function recipeModel(plan: DecidedPlan, images: ModelImages, threads: number | undefined): Promise<Model> {
  const { base, seed, augment, compile, earlyStopping } = plan;
  const { photos } = images;
  const model = await (base === null
    ? drawnModel(plan, images, threads)
    : tunedModel(base, images, { seed, threads, augment, photos }));
  try {
    model.compile(compile);
    if (earlyStopping !== null) checkMonitor(earlyStopping, model.metricsNames);
    return model;
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

/** The model of a recipe or of layers of a file, with weights that are drawn. */
async function drawnModel(
  { recipe, layers, seed }: DecidedPlan,
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
  if (model.outputShape.join() === String(classNames.length)) return model;
  await model.dispose();
  const what = `the layers end in outputs of [${model.outputShape}], the data has ${classNames.length} classes`;
  const advice = `give the last layer ${classNames.length} units, or leave layers out for those of the recipe`;
  throw new FashionWasmError("SHAPE_MISMATCH", `train: ${what} → ${advice}`);
}
