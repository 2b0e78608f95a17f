/**
 * The plan of a training once its data are there: the schedule in steps, weights by class numbers; and the same as a file of
 * options, which `--print` shows, `run.json` keeps, and `--config` takes.
 */
import type { Dataset, Layer, Optimizer, Schedule } from "../../index.js";
import { UsageError } from "../exit.js";
import { rateBefore, type TrainPlan, type TrainSettings } from "../train-plan.js";
import { type ResolvedClassWeights, resolvedClassWeights } from "./class-weights-option.js";
import { needsHeldOut } from "./early-stopping-option.js";
import { hasOwnRates, rateOf, resolvedWish } from "./schedule-option.js";
import { usualLength } from "./tuning.js";

/** What is known of the data by then. */
export interface Counted {
  readonly classNames: readonly string[];
  /** Images that a step may have, those that are held out left out. */
  readonly learnt: number;
  readonly heldOut: number;
}

/** A plan without open questions. */
export interface DecidedPlan extends TrainPlan {
  readonly layers: readonly Layer[];
  /** Batches of the whole training, which are what schedules call steps. */
  readonly steps: number;
  /** What `fit` takes. */
  readonly weights: ResolvedClassWeights | null;
}

/** The images that `fit` learns from and validates with, as `validationSplit` divides them. */
export function splitOf(train: Dataset, validationSplit: number): Omit<Counted, "classNames"> {
  const learnt = Math.floor(train.length * (1 - validationSplit));
  return { learnt, heldOut: train.length - learnt };
}

/** Decides the plan. Errors: UsageError for classes that are not there, a schedule that does not fit, nothing to watch. */
export function decided(plan: TrainPlan, { classNames, learnt, heldOut }: Counted): DecidedPlan {
  const { compile, schedule, earlyStopping, classWeights, recipe, byImages } = plan;
  const usual = usualLength(learnt);
  const epochs = byImages.epochs ? usual.epochs : plan.epochs;
  const batchSize = byImages.batchSize ? usual.batchSize : plan.batchSize;
  if (earlyStopping !== null && needsHeldOut(earlyStopping) && heldOut === 0) {
    const what = `--early-stopping watches ${earlyStopping.monitor}, and --validation-split ${plan.validationSplit} holds no images out`;
    throw new UsageError(`${what} → give --validation-split 0.1, or --early-stopping monitor=loss`);
  }
  const { optimizer } = compile;
  // A schedule counts batches, also where an optimizer gathers the gradients of several for one step.
  const epoch = Math.max(1, Math.ceil(learnt / batchSize));
  const steps = epochs * epoch;
  const course = { rate: rateBefore(optimizer), epoch, total: steps };
  const learningRate = schedule === null ? course.rate : rateOf(schedule, course);
  return {
    ...plan,
    epochs,
    batchSize,
    compile: { ...compile, optimizer: { ...optimizer, learningRate } as Optimizer },
    schedule: schedule === null ? null : resolvedWish(schedule, learningRate),
    layers: after(plan.augment ?? [], recipe.layers({ classes: classNames.length })),
    steps,
    weights: classWeights === null ? null : resolvedClassWeights(classWeights, classNames),
  };
}

/** Layers after others: the places that they read, −1 for the input, move with them. */
function after(first: readonly Layer[], layers: readonly Layer[], by = first.length): readonly Layer[] {
  const moved = layers.map((layer) => {
    const { inputs } = layer as { readonly inputs?: readonly number[] };
    return inputs === undefined ? layer : ({ ...layer, inputs: inputs.map((place) => place + by) } as Layer);
  });
  return [...first, ...moved];
}

/** The options that say what is trained. */
function networkOf({ base, augment, layers }: DecidedPlan, given: TrainSettings): Record<string, unknown> {
  if (base !== null) return { ...base, augment: augment?.length === 0 ? null : (augment ?? undefined) };
  const first = augment?.length ?? 0;
  return { recipe: given.recipe, layers: after([], layers.slice(first), -first), augment };
}

/** The plan as options of a file. `given` are those about data and place, which a plan does not have. */
export function configOf(plan: DecidedPlan, before: TrainPlan, given: TrainSettings): Record<string, unknown> {
  const { optimizer, loss, metrics } = plan.compile;
  const { learningRate: _, ...ownOptimizer } = optimizer as Optimizer & { learningRate: number | Schedule };
  const { labelSmoothing, ...ownLoss } = loss as typeof loss & { readonly labelSmoothing?: number };
  const { schedule, earlyStopping, classWeights } = plan;
  const data = given.data ?? (process.env.FASHION_WASM_DATA || undefined);
  const all = {
    ...networkOf(plan, given),
    epochs: plan.epochs,
    batchSize: plan.batchSize,
    optimizer: ownOptimizer,
    learningRate: schedule !== null && hasOwnRates(schedule) ? undefined : rateBefore(before.compile.optimizer),
    schedule: schedule ?? { type: "constant" },
    loss: ownLoss,
    labelSmoothing: loss.type.endsWith("Crossentropy") ? (labelSmoothing ?? 0) : undefined,
    metrics: metrics ?? ["accuracy"],
    classWeights,
    validationSplit: plan.validationSplit,
    earlyStopping,
    seed: plan.seed,
    data,
    classNames: given.classNames,
    imageShape: given.imageShape,
    preparation: given.preparation,
    imageColumn: given.imageColumn,
    labelColumn: given.labelColumn,
    header: given.header,
    testSplit: given.testSplit,
    threads: given.threads,
    out: given.out,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
