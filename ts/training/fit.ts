/**
 * The training loop: epochs, steps, validation, callbacks.
 *
 * The places of images go to the engine, loss and counts of the steps come back; nothing else crosses the border. A
 * step of a few milliseconds would feel a message each, so the engine takes as many as fill about 30 ms, or one where
 * a callback listens to batches. None is in flight ahead: an abort, `stopTraining` and what a callback reads of the
 * model all mean "after the current step", which for the short ones is "after these 30 ms".
 */
import type { Examples } from "../inputs/examples.js";
import type { Model } from "../model/model.js";
import { evaluateExamples } from "./evaluate.js";
import type { Feed } from "./feed/feed.js";
import type { FitPlan } from "./fit-plan.js";
import { type EpochLogs, type EpochRecord, type History, historyOf, validationName } from "./history.js";
import { guardLogs } from "./keras-names.js";
import { Pace } from "./pace.js";
import { fitProgress } from "./progress.js";
import { type Ending, runSteps } from "./steps.js";
import type { TrainingContext } from "./training-context.js";

/** Who is trained: the model as callbacks see it, and whether its training is to stop, asked after every step. */
export interface Trained {
  readonly model: Model;
  isStopping(): boolean;
}

/**
 * Runs `plan` and returns its history. Once `isStopping` is true, the epoch ends early (it is validated and recorded, as in
 * Keras) and is the last.
 */
export async function runFit(context: TrainingContext, plan: FitPlan, trained: Trained): Promise<History> {
  if (plan.verbose === 0) return runEpochs(context, plan, trained);
  const progress = fitProgress(plan.verbose, plan.isValidated);
  try {
    return await runEpochs(context, { ...plan, callbacks: plan.callbacks.after(progress.callback) }, trained);
  } finally {
    progress.stop();
  }
}

async function runEpochs(context: TrainingContext, plan: FitPlan, trained: Trained): Promise<History> {
  const begun = performance.now();
  const check = () => {
    context.checkAlive("fit");
    plan.signal?.throwIfAborted();
  };
  check();
  const feed = await plan.feed(context);
  try {
    await plan.callbacks.call("setModel", trained.model);
    const pace = await Pace.of(context, plan, feed, begun);
    try {
      return await trainEpochs(context, plan, { feed, pace, check, isStopping: () => trained.isStopping() });
    } finally {
      // An engine that has ended has no schedule.
      await pace?.end().catch(() => undefined);
    }
  } finally {
    await feed.end();
  }
}

async function trainEpochs(
  context: TrainingContext,
  plan: FitPlan,
  { feed, pace, ...ending }: Ending & { readonly feed: Feed; readonly pace: Pace | null },
): Promise<History> {
  const { callbacks, validation, epochs, initialEpoch } = plan;
  const records: EpochRecord[] = [];
  await callbacks.call("onTrainBegin", {
    epochs: pace === null ? epochs : initialEpoch + pace.epochs,
    initialEpoch,
    steps: feed.steps,
    batchSize: feed.batchSize,
    trainImages: feed.images,
    validationImages: validation?.indices.length ?? 0,
  });
  let logs: EpochLogs | undefined;
  let steps = 0;
  const isOver = (epoch: number) =>
    ending.isStopping() || feed.isExhausted || (pace === null ? epoch >= epochs : pace.isOver);
  for (let epoch = initialEpoch; !isOver(epoch); epoch++) {
    ending.check();
    await callbacks.call("onEpochBegin", epoch);
    const { means, taken } = await runSteps(context, feed, callbacks, ending, pace);
    if (taken === 0) break;
    steps += taken;
    const begun = performance.now();
    const learningRate = await context.queue.run(() => context.engine.call("getLearningRate"));
    logs = await withAverages(context, plan, async () => {
      const isValidated = validation !== null && plan.isValidated(epoch);
      const validated = isValidated ? await validate(context, validation, plan, () => ending.check()) : {};
      const ended = guardLogs({ ...means, ...validated, learningRate });
      records.push({ epoch, ...ended });
      context.epochs.push({ epoch, ...ended });
      await callbacks.call("onEpochEnd", epoch, ended);
      return ended;
    });
    ending.check();
    pace?.endedEpoch(performance.now() - begun);
  }
  // As in Keras: before the callbacks end, so that the weights these restore stay.
  if (context.usesEma && logs !== undefined) await context.queue.run(() => context.engine.call("finalizeEma"));
  if (logs !== undefined) await callbacks.call("onTrainEnd", logs);
  return historyOf(records, steps);
}

/** Runs `work` while the weights are exchanged with their averages, where that was asked for. */
async function withAverages<T>(context: TrainingContext, { swapEma }: FitPlan, work: () => Promise<T>): Promise<T> {
  if (!swapEma) return work();
  const swap = () =>
    context.queue.run(async () => {
      await context.engine.call("swapEma");
      context.emaSwapped = !context.emaSwapped;
    });
  await swap();
  try {
    return await work();
  } finally {
    // An engine that has ended has nothing to change back.
    await swap().catch(() => undefined);
  }
}

async function validate(
  context: TrainingContext,
  validation: Examples,
  { validationBatchSize: batchSize }: FitPlan,
  check: () => void,
): Promise<Pick<EpochLogs, "valLoss" | "valAccuracy">> {
  const means = await evaluateExamples(context, validation, { batchSize, check });
  return Object.fromEntries(Object.entries(means).map(([name, value]) => [validationName(name), value]));
}
