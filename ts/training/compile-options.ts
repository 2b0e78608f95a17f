/**
 * What `compile` accepts, and the form in which the engine reads it.
 *
 * The options of optimizers, losses and metrics are checked in their rooms; the meaning of all of them is in Rust.
 */
import type { CompileSpec, ModelDescription } from "../engine/protocol.js";
import type { CustomLoss } from "../losses/custom-loss.js";
import { type Loss, lossOption } from "../losses/loss-option.js";
import { type CompiledMetric, type Metric, metricsOfSpec, metricsOption } from "../metrics/metric-option.js";
import { optimizerOption } from "../optimizers/optimizer-option.js";
import type { Optimizer, OptimizerName } from "../optimizers/optimizers.js";
import { optionsObject } from "../options/check.js";
import { checkFits } from "./compile-fits.js";

/** Options of `model.compile`. */
export interface CompileOptions {
  /** What a function of {@link OPTIMIZERS} returns, e.g. `adam({ learningRate: 1e-3 })`, or the name of one with its defaults. */
  readonly optimizer: Optimizer | OptimizerName;
  /** What a function of {@link LOSSES} returns, the name of one, `"mse"`, `"mae"`, or a function of your own. */
  readonly loss: Loss;
  /**
   * What functions of {@link METRICS} return, or their names; every image counts once, whatever its weight. Default
   * `["accuracy"]`, which is counted always, as the first.
   */
  readonly metrics?: readonly Metric[] | undefined;
  /**
   * The same, where images count as much as their weights of `fit` and `evaluate`. Default none. One whose name is among
   * `metrics` is called `weightedAccuracy`, say.
   */
  readonly weightedMetrics?: readonly Metric[] | undefined;
}

/** What `compile` was told. */
export interface Compilation {
  /** As the engine reads it. */
  readonly spec: CompileSpec;
  /** In the order in which the engine counts. */
  readonly metrics: readonly CompiledMetric[];
  /** The function behind the loss `custom`; null for others, and for a custom one that came from a file. */
  readonly customLoss: CustomLoss | null;
}

/** Checks the options of `compile`, fills in their defaults, and sees whether they fit the model. */
export function compileSpec(received: CompileOptions, model?: ModelDescription): Compilation {
  const where = "compile";
  const allowed = ["optimizer", "loss", "metrics", "weightedMetrics"] as const;
  const { optimizer, loss, metrics = [], weightedMetrics = [] } = optionsObject(where, received, allowed);
  const made = optimizerOption(where, optimizer);
  const { spec, custom } = lossOption(where, loss);
  const compiled = metricsOption(where, metrics, weightedMetrics);
  if (model !== undefined) checkFits(where, made, compiled, model);
  return {
    spec: { optimizer: made, loss: spec, metrics: compiled.map(({ spec }) => spec) },
    metrics: compiled,
    customLoss: custom,
  };
}

/** What `compile` was told before a model was saved. */
export function compilationOf(spec: CompileSpec): Compilation {
  return { spec, metrics: metricsOfSpec(spec.metrics as Parameters<typeof metricsOfSpec>[0]), customLoss: null };
}
