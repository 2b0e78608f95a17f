/**
 * What training and evaluation need of a model, without knowing the model itself.
 */
import type { Engine, ModelDescription } from "../engine/protocol.js";
import type { FitPlan } from "./fit-options.js";
import type { EpochRecord } from "./history.js";
import type { Turns } from "./turns.js";
import type { Uploads } from "./uploads.js";

/** A model as the loops see it. */
export interface Trainee {
  readonly engine: Engine;
  readonly description: ModelDescription;
  readonly turns: Turns;
  readonly uploads: Uploads;
  /** Every epoch the model was trained for, over all calls of fit and over files. */
  readonly epochs: EpochRecord[];
  /** Called after every message of steps: from then on the weights are made of this data. */
  learnt(plan: FitPlan): void;
  /** Throws DISPOSED once the model is disposed of. */
  checkAlive(): void;
}
