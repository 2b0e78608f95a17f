/**
 * The training loop: epochs, steps, validation, callbacks.
 *
 * Every step sends the places of its images to the engine and awaits loss and counts; nothing else crosses the
 * border. The loop keeps no step in flight ahead, so that an abort, `stopTraining` and what a callback reads of
 * the model all mean "after the current step".
 */
import type { StepResult } from "../engine/protocol.js";
import { evaluateExamples } from "./evaluate.js";
import type { Examples } from "./examples.js";
import type { FitPlan } from "./fit-options.js";
import { type BatchLogs, type EpochLogs, type EpochRecord, type History, historyOf, Mean } from "./history.js";
import type { Trainee } from "./trainee.js";

/**
 * Runs `plan` and answers with its history. `isStopping` is asked after every step: when true, the epoch ends early
 * (it is validated and recorded, as in Keras) and is the last.
 */
export async function runFit(trainee: Trainee, plan: FitPlan, isStopping: () => boolean): Promise<History> {
  const { callbacks, train, validation, batchSize, epochs, initialEpoch } = plan;
  const check = () => {
    trainee.checkAlive();
    plan.signal?.throwIfAborted();
  };
  check();
  const id = await trainee.uploads.idOf(train.dataset);
  const records: EpochRecord[] = [];
  await callbacks.call("onTrainBegin", {
    epochs,
    initialEpoch,
    steps: Math.ceil(train.indices.length / batchSize),
    batchSize,
    trainImages: train.indices.length,
    validationImages: validation?.indices.length ?? 0,
  });
  for (let epoch = initialEpoch; epoch < epochs && !isStopping(); epoch++) {
    check();
    await callbacks.call("onEpochBegin", epoch);
    const order = plan.shuffle ? await shuffled(trainee, train) : train.indices;
    const means = await runSteps(trainee, id, order, plan, check, isStopping);
    const logs = validation === null ? means : { ...means, ...(await validate(trainee, validation, batchSize, check)) };
    records.push({ epoch, ...logs });
    trainee.epochs.push({ epoch, ...logs });
    await callbacks.call("onEpochEnd", epoch, logs);
    check();
  }
  const last = records.at(-1);
  if (last !== undefined) await callbacks.call("onTrainEnd", withoutNumber(last));
  return historyOf(records);
}

/** One epoch's steps; answers with the means over their images. */
async function runSteps(
  { engine, turns }: Trainee,
  id: number,
  order: Uint32Array,
  { batchSize, callbacks }: FitPlan,
  check: () => void,
  isStopping: () => boolean,
): Promise<BatchLogs> {
  const mean = new Mean();
  for (let batch = 0, start = 0; start < order.length; batch++, start += batchSize) {
    await callbacks.call("onBatchBegin", batch);
    check();
    const indices = order.subarray(start, start + batchSize);
    const result: StepResult = await turns.run(() => engine.call("trainBatch", id, indices));
    mean.add(result);
    await callbacks.call("onBatchEnd", batch, mean.logs());
    check();
    if (isStopping()) break;
  }
  return mean.logs();
}

/**
 * The epoch's order. Its key is (seed, epochs trained so far): two calls of fit with one epoch each see the same
 * orders as one call with two, also when the model was saved and loaded in between.
 */
async function shuffled({ engine, epochs }: Trainee, { indices }: Examples): Promise<Uint32Array> {
  const places = await engine.call("permutation", indices.length, epochs.length);
  return places.map((place) => indices[place] ?? 0);
}

async function validate(
  trainee: Trainee,
  validation: Examples,
  batchSize: number,
  check: () => void,
): Promise<Required<Omit<EpochLogs, keyof BatchLogs>>> {
  const { loss, accuracy } = await evaluateExamples(trainee, validation, { batchSize, check });
  return { valLoss: loss, valAccuracy: accuracy };
}

function withoutNumber({ epoch: _, ...logs }: EpochRecord): EpochLogs {
  return logs;
}
