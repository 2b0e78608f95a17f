/**
 * What will be trained: a recipe, with the options of the command line and of a file laid over it.
 *
 * How many steps there are, and what the classes are called, is known when data are read: train/decided.ts.
 */
import {
  type CompileOptions,
  type ImageShape,
  type Layer,
  LOSSES,
  type Loss,
  type MadeLoss,
  type Metric,
  OPTIMIZERS,
  type Optimizer,
  type OptimizerName,
  type Recipe,
  recipes,
} from "../index.js";
import { UsageError } from "./exit.js";
import type { Preparation } from "./photo-training/photo-tree.js";
import type { TableOptions } from "./table-options.js";
import type { ClassWeightsWish } from "./train/class-weights-option.js";
import type { EarlyStoppingWish } from "./train/early-stopping-option.js";
import { checkWish, hasOwnRates, type ScheduleWish } from "./train/schedule-option.js";
import { type BaseWish, tuningOf } from "./train/tuning.js";

/** The options of `fashion-wasm train`; what is absent is the recipe's. */
export interface TrainSettings extends TableOptions {
  readonly data?: string;
  readonly classNames?: readonly string[];
  readonly imageShape?: ImageShape;
  readonly preparation: Preparation;
  readonly imageColumn?: string;
  readonly testSplit?: number;
  readonly recipe: keyof typeof recipes;
  /** In place of a recipe: `pretrained`, a checkpoint, or the folder of a run. */
  readonly from?: string;
  readonly freeze?: boolean | number | string;
  /** Of a file alone, as `loss` and `metrics`: layers in place of the recipe's. */
  readonly layers?: readonly Layer[];
  /** Layers of augmentation, before all others. */
  readonly augment?: readonly Layer[] | "none";
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly schedule?: ScheduleWish;
  /** Of a file also with options, all but the learning rate's. */
  readonly optimizer?: OptimizerName | Optimizer;
  readonly loss?: MadeLoss;
  readonly labelSmoothing?: number;
  readonly metrics?: readonly Metric[];
  readonly classWeights?: ClassWeightsWish | "none";
  readonly validationSplit?: number;
  readonly earlyStopping?: EarlyStoppingWish | "none";
  readonly seed: number;
  readonly threads?: number;
  readonly out?: string;
  readonly force?: boolean;
  readonly config?: string;
  readonly print?: boolean;
  readonly json?: boolean;
}

/** A recipe whose open questions are answered, but those of its data. */
export interface TrainPlan {
  /** With the layers of a file its name is `own`; with a base it has none. */
  readonly recipe: Recipe;
  /** What the model begins with; null: layers of a recipe with weights that are drawn. */
  readonly base: BaseWish | null;
  readonly seed: number;
  /** The optimizer has the learning rate before a schedule. */
  readonly compile: Omit<CompileOptions, "optimizer" | "loss"> & {
    readonly optimizer: Optimizer;
    readonly loss: MadeLoss;
  };
  /** null: none, or those of the base; an empty array takes the base's away. */
  readonly augment: readonly Layer[] | null;
  readonly schedule: ScheduleWish | null;
  readonly epochs: number;
  readonly batchSize: number;
  /** Whether epochs and batch size go by the number of images, where nobody has said them. */
  readonly byImages: { readonly epochs: boolean; readonly batchSize: boolean };
  readonly validationSplit: number;
  readonly classWeights: ClassWeightsWish | null;
  readonly earlyStopping: EarlyStoppingWish | null;
}

/** Lays the options that were given over their recipe. Errors: UsageError for those that do not go together. */
export function planOf(settings: TrainSettings): TrainPlan {
  const base = baseOf(settings);
  const recipe = base === null ? recipeOf(settings) : tuningOf(base);
  const doubled = wished(settings.augment) && settings.layers?.[0]?.type;
  if (doubled?.startsWith("random")) {
    const what = `--augment is given, and the layers of the file begin with ${doubled}, augmentation of their own`;
    throw new UsageError(`${what} → leave one of them out`);
  }
  const optimizer = optimizerOf(recipe.compile.optimizer, settings);
  const { metrics = recipe.compile.metrics } = settings;
  const plan = {
    recipe,
    base,
    seed: settings.seed,
    compile: { ...recipe.compile, optimizer, loss: lossOf(recipe.compile.loss, settings), metrics },
    augment: base !== null && settings.augment === "none" ? [] : wished(settings.augment),
    schedule: settings.schedule ?? null,
    epochs: settings.epochs ?? recipe.epochs,
    batchSize: settings.batchSize ?? recipe.batchSize,
    byImages: {
      epochs: base !== null && settings.epochs === undefined,
      batchSize: base !== null && settings.batchSize === undefined,
    },
    validationSplit: settings.validationSplit ?? recipe.validationSplit,
    classWeights: wished(settings.classWeights),
    earlyStopping: wished(settings.earlyStopping),
  };
  if (plan.schedule !== null) checkSchedule(plan.schedule, settings, plan);
  return plan;
}

/** What was asked for; null where nothing was, or a file's was switched off. */
function wished<T>(value: T | "none" | undefined): T | null {
  return value === undefined || value === "none" ? null : value;
}

/** The base, if there is one. Errors: UsageError for a `freeze` without one. */
function baseOf({ from, freeze }: TrainSettings): BaseWish | null {
  if (from !== undefined) return { from, freeze: freeze ?? true };
  if (freeze === undefined) return null;
  throw new UsageError("--freeze is about the layers of a model to begin with → name it by --from, or leave it out");
}

/** The recipe, with the layers of a file where these are others. */
function recipeOf({ recipe: name, layers }: TrainSettings): Recipe {
  const recipe = recipes[name];
  if (layers === undefined) return recipe;
  const classes = Object(layers.at(-1)).units;
  const isSame = Number.isInteger(classes) && JSON.stringify(recipe.layers({ classes })) === JSON.stringify(layers);
  return { ...recipe, layers: () => layers, ...(!isSame && { name: "own", description: "Layers of a file." }) };
}

/** The recipe's optimizer, or another with its own defaults; `--learning-rate` holds for either. */
function optimizerOf(own: CompileOptions["optimizer"], { optimizer, learningRate }: TrainSettings): Optimizer {
  const ofRecipe = typeof own === "string" ? OPTIMIZERS[own]() : own;
  const type = typeof optimizer === "object" ? optimizer.type : (optimizer ?? ofRecipe.type);
  const usual = type === ofRecipe.type ? ofRecipe : OPTIMIZERS[type]();
  const chosen = typeof optimizer === "object" ? { ...optimizer, learningRate: usual.learningRate } : usual;
  return learningRate === undefined ? chosen : { ...chosen, learningRate };
}

/** The recipe's loss, or that of a file, with `--label-smoothing`. */
function lossOf(own: Loss, { loss, labelSmoothing }: TrainSettings): MadeLoss {
  const ofRecipe = typeof own === "string" ? LOSSES[own as keyof typeof LOSSES]() : (own as MadeLoss);
  const chosen = loss ?? ofRecipe;
  if (labelSmoothing === undefined) return chosen;
  const { type, ...options } = chosen as MadeLoss & { readonly labelSmoothing?: number };
  if (!type.endsWith("Crossentropy")) {
    throw new UsageError(`--label-smoothing is about the cross-entropies, the loss is ${type} → leave it out`);
  }
  return (LOSSES[type] as (options: object) => MadeLoss)({ ...options, labelSmoothing });
}

function checkSchedule(schedule: ScheduleWish, { learningRate }: TrainSettings, { compile, epochs }: TrainPlan): void {
  if (hasOwnRates(schedule) && learningRate !== undefined) {
    const what = `--schedule ${schedule.type} has its own rates, values, and --learning-rate ${learningRate} would do nothing`;
    throw new UsageError(`${what} → give one of them`);
  }
  checkWish(schedule, rateBefore(compile.optimizer), epochs);
}

/** The learning rate of an optimizer that has no schedule. */
export function rateBefore({ learningRate }: Optimizer): number {
  if (typeof learningRate === "number") return learningRate;
  throw new TypeError("the optimizer of a recipe has a schedule");
}
