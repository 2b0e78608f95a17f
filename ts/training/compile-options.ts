/**
 * What `compile` accepts, and the form in which the engine reads it.
 *
 * The optimizer's and the loss' own options are checked in their files; the meaning of all of them is in Rust.
 */
import type { CompileSpec } from "../engine/protocol.js";
import { type Loss, lossOption } from "../losses/loss.js";
import { optimizerOption } from "../optimizers/optimizer-option.js";
import type { Optimizer, OptimizerName } from "../optimizers/optimizers.js";
import { choiceOption, invalidOption, optionsObject } from "../options/check.js";

/** Every metric: `accuracy` is the share of images whose largest output (the first of equals) is their label. */
export const METRICS = ["accuracy"] as const;
export type Metric = (typeof METRICS)[number];

/** Options of `model.compile`. */
export interface CompileOptions {
  /** What a function of {@link OPTIMIZERS} returns, e.g. `adam({ learningRate: 1e-3 })`, or the name of one with its defaults. */
  readonly optimizer: Optimizer | OptimizerName;
  readonly loss: Loss;
  /** Default and only choice: `["accuracy"]`. It is counted and reported always, for it costs nothing. */
  readonly metrics?: readonly Metric[] | undefined;
}

/** Checks the options of `compile` and fills in their defaults. */
export function compileSpec(received: CompileOptions): CompileSpec {
  const where = "compile";
  const allowed = ["optimizer", "loss", "metrics"] as const;
  const { optimizer, loss, metrics = METRICS } = optionsObject(where, received, allowed);
  if (!Array.isArray(metrics)) throw invalidOption(where, "metrics", metrics, 'an array, e.g. ["accuracy"]');
  return {
    optimizer: optimizerOption(where, optimizer),
    loss: lossOption(where, loss),
    metrics: [...new Set(metrics.map((metric: unknown) => choiceOption(where, "metrics", metric, METRICS)))],
  };
}
