/**
 * What will be trained: a recipe, with the options of the command line laid over it.
 */
import {
  type CompileOptions,
  type ImageShape,
  OPTIMIZERS,
  type Optimizer,
  type OptimizerName,
  type Recipe,
  recipes,
} from "../index.js";
import type { Preparation } from "./photo-training/photo-tree.js";
import type { TableOptions } from "./table-options.js";

/** The options of `fashion-wasm train`; what is absent is the recipe's. */
export interface TrainSettings extends TableOptions {
  readonly data?: string;
  readonly classNames?: readonly string[];
  readonly imageShape?: ImageShape;
  readonly preparation: Preparation;
  readonly imageColumn?: string;
  readonly testSplit?: number;
  readonly recipe: keyof typeof recipes;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly optimizer?: OptimizerName;
  readonly validationSplit?: number;
  readonly seed: number;
  readonly threads?: number;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** A recipe whose open questions are answered. */
export interface TrainPlan {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly compile: CompileOptions & { readonly optimizer: Optimizer };
  readonly epochs: number;
  readonly batchSize: number;
  readonly validationSplit: number;
}

/** Lays the options that were given over their recipe. */
export function planOf(settings: TrainSettings): TrainPlan {
  const recipe = recipes[settings.recipe];
  return {
    recipe,
    seed: settings.seed,
    compile: { ...recipe.compile, optimizer: optimizerOf(recipe.compile.optimizer, settings) },
    epochs: settings.epochs ?? recipe.epochs,
    batchSize: settings.batchSize ?? recipe.batchSize,
    validationSplit: settings.validationSplit ?? recipe.validationSplit,
  };
}

/** The recipe's optimizer, or another with its own defaults; `--learning-rate` holds for either. */
function optimizerOf(own: CompileOptions["optimizer"], { optimizer, learningRate }: TrainSettings): Optimizer {
  const recipes = typeof own === "string" ? OPTIMIZERS[own]() : own;
  const chosen = optimizer === undefined || optimizer === recipes.type ? recipes : OPTIMIZERS[optimizer]();
  return learningRate === undefined ? chosen : { ...chosen, learningRate };
}
