/** A training that is made up: callbacks get logs as a test states them, and a model that writes down what is asked of it. */
import { type Callback, type EpochLogs, FashionWasmError, type Model, type TrainInfo } from "fashion-wasm";

/** What a callback asked of the model. */
export interface Stub {
  readonly model: Model;
  /** Its only weight, which stands for all. */
  weights: number;
  rate: number;
  stopped: boolean;
  /** Whether its optimizer has a schedule. */
  schedule: boolean;
  readonly saved: string[];
}

export function stub(rate = 0.1): Stub {
  const state: Stub = {
    weights: -1,
    rate,
    stopped: false,
    schedule: false,
    saved: [],
    model: {
      stopTraining: () => {
        state.stopped = true;
      },
      getWeights: async () => state.weights,
      setWeights: async (weights: number) => {
        state.weights = weights;
      },
      getLearningRate: async () => state.rate,
      setLearningRate: async (value: number) => {
        if (state.schedule) throw new FashionWasmError("INVALID_ARGUMENT", "setLearningRate: beside a schedule → no");
        state.rate = value;
      },
      save: async (path: string) => void state.saved.push(path),
    } as unknown as Model,
  };
  return state;
}

export const INFO: TrainInfo = {
  epochs: 20,
  initialEpoch: 0,
  steps: 3,
  batchSize: 1,
  trainImages: 3,
  validationImages: 1,
};

/** Runs epochs with these logs until the callback stops them; the weights of epoch i are i. Returns how many it were. */
export async function drive(
  callback: Callback,
  state: Stub,
  epochs: readonly Readonly<Record<string, unknown>>[],
  info: Partial<TrainInfo> = {},
): Promise<number> {
  state.stopped = false;
  await callback.setModel?.(state.model);
  await callback.onTrainBegin?.({ ...INFO, ...info });
  let [done, logs] = [0, {} as EpochLogs];
  for (const values of epochs) {
    await callback.onEpochBegin?.(done);
    state.weights = done;
    logs = { loss: 1, accuracy: 0, learningRate: state.rate, ...values } as EpochLogs;
    await callback.onEpochEnd?.(done, logs);
    done += 1;
    if (state.stopped) break;
  }
  await callback.onTrainEnd?.(logs);
  return done;
}

/** Logs of these losses. */
export const losses = (...values: readonly number[]) => values.map((loss) => ({ loss }));
export const valLosses = (...values: readonly number[]) => values.map((valLoss) => ({ valLoss }));
