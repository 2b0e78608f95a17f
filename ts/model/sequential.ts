/**
 * How a model comes to be: layers and options are checked, an engine is started, a session is made in it.
 */
import { createEngine } from "../engine/engine.js";
import type { Engine, EngineOptions, ModelDescription } from "../engine/protocol.js";
import { checkThreads } from "../engine/settings.js";
import { FashionWasmError } from "../errors.js";
import type { LayerInput } from "../layers/blocks.js";
import { checkLayers } from "../layers/check-layers.js";
import { choiceOption, integerOption, invalidOption, nameOption, optionsObject } from "../options/check.js";
import { Model } from "./model.js";

/** Where and how a model computes. */
export interface ComputeOptions {
  /** Threads to compute with, 1 to 16; default: what `init` says, else all cores that the process may use, at most 16. Results do not depend on it, down to the bit. */
  readonly threads?: number | undefined;
  /**
   * `worker` (default): in a worker of its own, so that the caller never waits. `local`: in the caller's own thread,
   * for the lowest latency; it blocks while it computes.
   */
  readonly engine?: "worker" | "local" | undefined;
}

/** Options of {@link sequential}. */
export interface SequentialOptions extends ComputeOptions {
  /** Shape of one image `[height, width, channels]`, or `[features]`. */
  readonly inputShape: readonly [height: number, width: number, channels: number] | readonly [features: number];
  /** Key of all random numbers: first weights, order, dropout. 0 … 2^53 − 1; default: drawn, see `model.seed`. */
  readonly seed?: number | undefined;
  /** Default `sequential`. */
  readonly name?: string | undefined;
}

/**
 * Makes a model whose layers follow one another, in an engine of its own. Where a {@link residual} or {@link branches}
 * stands among them, several ways lead from the layer before it to the one after.
 *
 * The same layers, seed and data give the same bits on any number of threads and in any runtime. End a model with
 * `await model.dispose()`, or declare it with `await using`.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed, INVALID_SPEC or SHAPE_MISMATCH when
 * layers do not fit one another, ENGINE_START_FAILED when the engine does not start.
 * @see Keras `keras.Sequential`
 */
export async function sequential(layers: readonly LayerInput[], options: SequentialOptions): Promise<Model> {
  const where = "sequential";
  const checked = checkLayers(where, layers);
  const allowed = ["inputShape", "seed", "threads", "engine", "name"] as const;
  const {
    inputShape,
    seed = drawSeed(),
    name = "sequential",
    threads,
    engine,
  } = optionsObject(where, options, allowed);
  const spec = {
    inputShape: shapeOption(where, inputShape),
    seed: integerOption(where, "seed", seed, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    layers: checked,
  };
  const settings = { name: nameOption(where, name), compile: null, classNames: null, epochs: [], input: null };
  return startModel(computeOptions(where, { threads, engine }), async (started) => {
    const description: ModelDescription = await started.call("createSession", spec);
    return new Model(started, description, settings);
  });
}

/** Starts an engine and makes a model in it; when that fails the engine ends. */
export async function startModel(options: EngineOptions, make: (engine: Engine) => Promise<Model>): Promise<Model> {
  const engine = await createEngine(options);
  try {
    return await make(engine);
  } catch (error) {
    await engine.dispose();
    throw error;
  }
}

/** Checks `threads` and `engine`, and leaves out what was not given. */
export function computeOptions(where: string, options: ComputeOptions): EngineOptions {
  const threads = checkThreads(where, options.threads);
  const { engine } = options;
  return {
    ...(threads !== undefined && { threads }),
    ...(engine !== undefined && { engine: choiceOption(where, "engine", engine, ["worker", "local"]) }),
  };
}

function shapeOption(where: string, received: unknown): readonly number[] {
  const isShape =
    Array.isArray(received) &&
    (received.length === 3 || received.length === 1) &&
    received.every((side) => Number.isSafeInteger(side) && side >= 1 && side < 2 ** 31);
  if (isShape) return [...received];
  throw invalidOption(where, "inputShape", received, "[height, width, channels] or [features], whole numbers ≥ 1");
}

function drawSeed(): number {
  if (globalThis.crypto !== undefined) return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  throw new FashionWasmError("INVALID_ARGUMENT", "sequential: this host has no crypto to draw a seed → give a seed");
}
